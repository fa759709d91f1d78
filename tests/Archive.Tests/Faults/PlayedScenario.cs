using Archive.Tests.Receive;

namespace Archive.Tests.Faults;

/// <summary>A scenario that was lived under the shim: the folder that it left and the trace of it, which is whole.</summary>
internal sealed class PlayedScenario(TestFolder folder, IReadOnlyList<DiskOperation> operations, IReadOnlyList<int> sites) : IDisposable
{
    public string Folder => Path.Combine(folder.Path, "data");

    public IReadOnlyList<DiskOperation> Operations => operations;

    /// <summary>Methods of the vault that changed the disk, as metadata tokens.</summary>
    public IReadOnlyList<int> Sites => sites;

    public static async Task<PlayedScenario> Play(string name)
    {
        var folder = new TestFolder(); // on a disk, not in memory: direct writes are part of what is walked
        var (data, trace) = (Path.Combine(folder.Path, "data"), Path.Combine(folder.Path, "trace"));
        try
        {
            Directory.CreateDirectory(data);
            var output = await DiskShim.Run(data, trace, "play", name, data);
            var sites = output.Split('\n').Where(line => line.StartsWith("site ", StringComparison.Ordinal)).Select(line => Convert.ToInt32(line[5..], 16));
            var played = new PlayedScenario(folder, DiskOperation.ReadTrace(trace, data), [.. sites]);
            played.AssertWhole();
            return played;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>The folder made of the trace is the folder that is there, byte for byte. Only SQLite's shared memory, which is worth nothing after a death, is written by mapping.</summary>
    private void AssertWhole()
    {
        var model = new DiskModel();
        foreach (var operation in operations) model.Apply(operation);
        var made = model.Killed().Where(file => !IsSharedMemory(file.Key)).ToDictionary();
        var there = Directory.GetFileSystemEntries(Folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Folder, path)).Where(path => !IsSharedMemory(path));
        Assert.Equal(there.Order(StringComparer.Ordinal), made.Keys.Order(StringComparer.Ordinal));
        foreach (var (path, bytes) in made)
            if (bytes is not null) Assert.True(File.ReadAllBytes(Path.Combine(Folder, path)).AsSpan().SequenceEqual(bytes), $"{path} is not what the trace makes of it");
        Assert.All(operations.Where(operation => operation.Kind == OperationKind.Mapped), mapped => Assert.True(IsSharedMemory(mapped.Path), $"{mapped.Path} is written by mapping"));
        foreach (var kind in new[] { OperationKind.Sync, OperationKind.SyncFolder, OperationKind.Rename }) Assert.Contains(operations, operation => operation.Kind == kind);
    }

    public void Dispose() => folder.Dispose();

    private static bool IsSharedMemory(string path) => path.EndsWith("-shm", StringComparison.Ordinal);
}

namespace Archive.Tests.Receive;

/// <summary>A folder of one test's own, gone afterwards.</summary>
internal sealed class TestFolder : IDisposable
{
    public TestFolder() => Directory.CreateDirectory(Path);

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "concord-test-" + Guid.NewGuid().ToString("N"));

    /// <summary>A copy as it lies now: what a killed process leaves.</summary>
    public TestFolder Copy()
    {
        var copy = new TestFolder();
        CopyTo(Path, copy.Path);
        return copy;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    public static void CopyTo(string from, string to)
    {
        foreach (var folder in Directory.GetDirectories(from)) CopyTo(folder, Directory.CreateDirectory(System.IO.Path.Combine(to, System.IO.Path.GetFileName(folder))).FullName);
        foreach (var file in Directory.GetFiles(from))
        {
            using var source = new FileStream(file, new FileStreamOptions { Share = FileShare.ReadWrite | FileShare.Delete });
            using var target = File.Create(System.IO.Path.Combine(to, System.IO.Path.GetFileName(file)));
            source.CopyTo(target);
        }
    }
}

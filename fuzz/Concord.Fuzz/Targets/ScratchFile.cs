namespace Concord.Fuzz.Targets;

/// <summary>A file in memory where the system has such, written anew for each input.</summary>
internal sealed class ScratchFile(string name) : IDisposable
{
    public string Path { get; } = System.IO.Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : System.IO.Path.GetTempPath(), $"concord-fuzz-{Environment.ProcessId}-{name}");

    public string Write(byte[] bytes)
    {
        File.WriteAllBytes(Path, bytes);
        return Path;
    }

    public void Dispose() => File.Delete(Path);
}

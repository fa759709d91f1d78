using System.Security.Cryptography;
using System.Text;

namespace Archive.Tests.Faults;

/// <summary>A folder of one test's own, in memory where the system has such a place: flushing costs nothing there, and nothing here is meant to last.</summary>
internal sealed class MemoryFolder : IDisposable
{
    private static readonly string Where = Directory.Exists("/dev/shm") ? "/dev/shm" : System.IO.Path.GetTempPath();

    public MemoryFolder() => Directory.CreateDirectory(Path);

    public string Path { get; } = System.IO.Path.Combine(Where, "concord-faults-" + Guid.NewGuid().ToString("N"));

    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Makes files, and folders where there are no bytes; folders come before what is in them.</summary>
    public void Fill(Dictionary<string, byte[]?> files)
    {
        foreach (var (name, bytes) in files)
        {
            if (bytes is null) Directory.CreateDirectory(this[name]);
            else File.WriteAllBytes(this[name], bytes);
        }
    }

    public static string HashOf(Dictionary<string, byte[]?> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        foreach (var (name, bytes) in files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name}\n{bytes?.Length}\n"));
            if (bytes is not null) hash.AppendData(bytes);
        }
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

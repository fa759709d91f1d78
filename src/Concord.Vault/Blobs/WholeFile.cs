namespace Concord.Vault.Blobs;

/// <summary>Small files of the data folder that are written as a whole. Blocking.</summary>
public static class WholeFile
{
    /// <summary>Makes a folder, and makes its name durable.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static void CreateFolder(string path) => CreateFolder(path, new Disk());

    /// <summary>Writes a new file beside the old one (<c>.new</c>) and puts it in its place, durably on return; a crash leaves one or the other, whole.</summary>
    /// <exception cref="IOException">The new one is not there, or not for sure.</exception>
    public static void Replace(string path, Action<Stream> write) => Replace(path, write, new Disk());

    internal static void CreateFolder(string path, Disk disk) => disk.CreateFolder(path);

    internal static void Replace(string path, Action<Stream> write, Disk disk)
    {
        using var content = new MemoryStream();
        write(content);
        disk.Replace(path, content.GetBuffer().AsSpan(0, (int)content.Length));
        disk.SyncFolder(Path.GetDirectoryName(path)!);
    }
}

namespace Concord.Vault.Blobs;

/// <summary>Small files of the data folder that are written as a whole. Blocking.</summary>
public static class WholeFile
{
    /// <summary>Makes a folder, and makes its name durable.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static void CreateFolder(string path) => new Disk().CreateFolder(path);

    /// <summary>Writes a new file beside the old one (<c>.new</c>) and puts it in its place, durably on return; a crash leaves one or the other, whole.</summary>
    /// <exception cref="IOException">The new one is not there, or not for sure.</exception>
    public static void Replace(string path, Action<Stream> write)
    {
        var temporary = path + ".new";
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write))
        {
            write(file);
            file.Flush();
            Posix.SyncData(file.SafeFileHandle);
        }
        File.Move(temporary, path, overwrite: true);
        Posix.SyncFolder(Path.GetDirectoryName(path)!);
    }
}

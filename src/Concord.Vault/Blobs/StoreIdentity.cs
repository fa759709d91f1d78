namespace Concord.Vault.Blobs;

/// <summary>The file <c>store</c> in a store's folder: which store of which archive it is. A folder without it, or with another's, is not that store:
/// an empty mount point is never taken for a store that lost everything. Any number of threads; blocking.</summary>
internal sealed class StoreIdentity(string kind, string root, StoreRegister register)
{
    private const string FileName = "store";
    private const int MaxLength = 512;
    private static readonly string[] Parts = ["bundles", "incoming", "aside", "journals"];

    private string Path => System.IO.Path.Combine(root, FileName);

    /// <summary>One word for why the store is not there: <c>missing</c>, <c>another</c>, <c>unreadable</c>; null when it is.</summary>
    public string? FindTrouble()
    {
        try
        {
            return register.Find(kind) is not { } known ? "unknown" : Read() is not { } text ? "missing" : text == Text(known.Id) ? null : "another";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "unreadable";
        }
    }

    /// <exception cref="StoreAwayException">The store is not there.</exception>
    public void Check()
    {
        if (FindTrouble() is { } reason) throw new StoreAwayException(kind, reason);
    }

    /// <summary>Makes the store when the folder is to be one and is empty, or takes one that this archive made before; else changes nothing.</summary>
    /// <param name="isInUse">Something lies in the store that is registered: no other may take its place.</param>
    /// <exception cref="Receive.VaultException">The folder holds something else.</exception>
    public void Enroll(Disk disk, bool isInUse)
    {
        var known = register.Find(kind);
        if (known is not null && (known.Root == root || isInUse) && FindTrouble() is not null) return; // not mounted now, perhaps
        if (Read() is { } text)
        {
            if (!text.StartsWith(Text(""), StringComparison.Ordinal)) throw new Receive.VaultException($"{root} is a store of another archive, or of another kind than '{kind}'.");
            register.Enter(disk, kind, new(text[Text("").Length..], root));
            return;
        }
        if (Directory.Exists(root) && HoldsSomething())
            throw new Receive.VaultException($"{root} is neither empty nor a store of this archive.");
        Make(disk);
    }

    private void Make(Disk disk)
    {
        disk.CreateFolder(root);
        foreach (var part in Parts) disk.CreateFolder(System.IO.Path.Combine(root, part));
        var id = Guid.NewGuid().ToString("N");
        using (var file = disk.OpenOrCreate(Path + ".new"))
        {
            file.Truncate(0);
            file.Write(System.Text.Encoding.ASCII.GetBytes(Text(id)), 0);
            file.SyncData();
        }
        disk.Rename(Path + ".new", Path);
        disk.SyncFolder(root);
        register.Enter(disk, kind, new(id, root));
    }

    /// <summary>Anything but what is there when the making of a store was cut short: its folders, empty, and its name under another.</summary>
    private bool HoldsSomething() => Directory.EnumerateFileSystemEntries(root).Any(entry => System.IO.Path.GetFileName(entry) is var name && name is not ("lost+found" or FileName + ".new")
        && !(Parts.Contains(name, StringComparer.Ordinal) && Directory.Exists(entry) && !Directory.EnumerateFileSystemEntries(entry).Any()));

    private string Text(string id) => $"concord store 1 {kind} of {register.Archive} {id}";

    private string? Read()
    {
        var file = new FileInfo(Path);
        if (!file.Exists) return null;
        return file.Length > MaxLength ? "" : File.ReadAllText(Path);
    }
}

using System.Globalization;
using Concord.Vault.Receive;
using Microsoft.Win32.SafeHandles;

namespace Concord.Vault.Blobs;

/// <summary>The data folder: its layout, its version and its lock. README.md has the map.</summary>
internal sealed class DataFolder : IDisposable
{
    /// <summary>Version of the layout that this code reads and writes.</summary>
    public const int Version = 1;

    public const string FormatName = "format";

    /// <summary>Behind the name of a bundle's file: a copy that is to take its place.</summary>
    public const string NewSuffix = ".new";

    private readonly SafeFileHandle? _lock;

    private DataFolder(string path, SafeFileHandle? taken) => (Root, _lock) = (path, taken);

    public string Root { get; }

    public string Bundles => Path.Combine(Root, "bundles");

    public string OpenMarks => Path.Combine(Root, "open");

    public string Spool => Path.Combine(Root, "spool");

    public string Aside => Path.Combine(Root, "aside");

    public string Facts => Path.Combine(Root, "facts");

    public string FactsMark => Path.Combine(Root, "facts.mark");

    public string Commitments => Path.Combine(Root, "commitments");

    /// <summary>The steps of the worklist and who subscribed to them.</summary>
    public string Worklist => Path.Combine(Root, "worklist");

    /// <summary>The extended query tags.</summary>
    public string ExtendedTags => Path.Combine(Root, "extended-tags");

    /// <summary>What scrubbing found.</summary>
    public string Integrity => Path.Combine(Root, "integrity");

    public string IntegrityMark => Path.Combine(Root, "integrity.mark");

    /// <summary>How far bundles were looked at for compressing.</summary>
    public string CompressionMark => Path.Combine(Root, "compression.mark");

    /// <summary>How far the retention rules have come.</summary>
    public string RetentionMark => Path.Combine(Root, "retention.mark");

    /// <summary>Which sources were which site's when the archive was last opened.</summary>
    public string Sites => Path.Combine(Root, "sites");

    /// <summary>What the archive calls itself, to its blob stores.</summary>
    public string Archive => Path.Combine(Root, "archive");

    /// <summary>The blob stores that belong to the archive.</summary>
    public string Stores => Path.Combine(Root, "stores");

    /// <summary>Bundles that are being copied into the folder; what is found there at the start is half and goes.</summary>
    public string Incoming => Path.Combine(Root, "incoming");

    /// <summary>Marks of bundles that are being moved to another store.</summary>
    public string Moving => Path.Combine(Root, "moving");

    /// <summary>Copies of bundles of the warm store; emptied at the start.</summary>
    public string Cache => Path.Combine(Root, "cache");

    /// <summary>Where the pass over the replica stands.</summary>
    public string ReplicaMark => Path.Combine(Root, "replica.mark");

    public string Index => Path.Combine(Root, "index");

    /// <summary>The mark that says: the index does not yet know everything, it was being made anew.</summary>
    public string Reindexing => Path.Combine(Root, "reindexing");

    /// <summary>There while a restore into the folder is not finished: it is no archive yet.</summary>
    public string Restoring => Path.Combine(Root, "restoring");

    public string Format => Path.Combine(Root, FormatName);

    /// <summary>Where a bundle lies, for good: 1,024 a folder.</summary>
    public string PathOf(long bundleId) => BundlePath.Of(Bundles, bundleId);

    /// <summary>Where a bundle that is to replace others is written until that is decided.</summary>
    public string NewPathOf(long bundleId) => PathOf(bundleId) + NewSuffix;

    /// <summary>The mark that says: this bundle is not sealed, or not yet in the place of those that it replaces: look at it on start-up.</summary>
    public string OpenMarkOf(long bundleId) => Path.Combine(OpenMarks, BundlePath.Name(bundleId));

    public string SpoolPathOf(long spoolNumber) => Path.Combine(Spool, BundlePath.Name(spoolNumber) + ".part");

    /// <summary>Takes the folder, making it when it is not there.</summary>
    /// <param name="mustExist">A folder that is no archive is an error instead.</param>
    /// <exception cref="VaultException">It cannot be used; the message is for the console.</exception>
    public static DataFolder Open(string path, bool mustExist, Disk disk)
    {
        path = Path.GetFullPath(path);
        try
        {
            if (mustExist) CheckIsArchive(path);
            if (File.Exists(Path.Combine(path, "restoring"))) throw new VaultException($"A restore into {path} did not come to its end: empty the folder and restore again.");
            disk.CreateFolder(path);
            var folder = new DataFolder(path, TakeLock(Path.Combine(path, "lock")));
            foreach (var unfinished in Directory.EnumerateFiles(path, "*.new")) disk.Delete(unfinished);
            folder.EnsureVersion(disk);
            foreach (var part in new[] { folder.Bundles, folder.OpenMarks, folder.Spool, folder.Aside, folder.Incoming, folder.Moving }) disk.CreateFolder(part);
            return folder;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new VaultException($"The data folder {path} cannot be used: {error.Message}", error);
        }
    }

    /// <summary>Looks at an archive without its lock, for who changes nothing; a server may be running on it.</summary>
    /// <exception cref="VaultException">It is no archive, or of a newer version.</exception>
    public static DataFolder Look(string path)
    {
        path = Path.GetFullPath(path);
        CheckIsArchive(path);
        if (File.Exists(Path.Combine(path, "restoring"))) throw new VaultException($"A restore into {path} did not come to its end.");
        var folder = new DataFolder(path, null);
        folder.CheckVersion();
        return folder;
    }

    /// <summary>A folder that is to become an archive: nothing is checked, nothing is made.</summary>
    public static DataFolder ToBe(string path) => new(Path.GetFullPath(path), null);

    /// <summary>Whether a file or folder directly in <see cref="Root"/> is what the archive is made of, beside bundles, marks and spooled objects: all but locks,
    /// what is made anew by who opens it, and what is just being written.</summary>
    public static bool IsOfArchive(string path) => Path.GetFileName(path) is not ("bundles" or "open" or "spool" or "incoming" or "moving" or "cache" or "replica.mark" or "stores" or "index" or "lock" or "backup.door" or "backup.inside"
        or FormatName or "facts.mark" or "integrity.mark" or "probe" or "restoring" or "reindexing") && !path.EndsWith(".new", StringComparison.Ordinal);

    /// <summary>Bundles that were being written when the archive was last closed, or killed.</summary>
    public IEnumerable<long> ListOpenMarks() => BundlePath.Numbers(Directory.EnumerateFiles(OpenMarks));

    public IEnumerable<long> ListSpool() => BundlePath.Numbers(Directory.EnumerateFiles(Spool, "*.part"));

    /// <summary>Every bundle file, lowest id first.</summary>
    public IEnumerable<long> ListBundles() => BundlePath.List(Bundles);

    /// <summary>The bundle files of one folder, lowest id first.</summary>
    public static IEnumerable<long> ListBundles(string folder) => BundlePath.Numbers(Directory.EnumerateFiles(folder, "*.zip")).Order();

    /// <summary>The highest bundle id in use: names of the last folder, and marks.</summary>
    public long HighestBundleId()
    {
        var last = Directory.GetDirectories(Bundles).Max(StringComparer.Ordinal);
        var inFolder = last is null ? 0 : BundlePath.Numbers(Directory.EnumerateFiles(last)).DefaultIfEmpty().Max();
        return Math.Max(inFolder, ListOpenMarks().DefaultIfEmpty().Max());
    }

    public void Dispose() => _lock?.Dispose();

    private static SafeFileHandle TakeLock(string path)
    {
        SafeFileHandle? file = null;
        try
        {
            file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
            if (!Posix.TryLock(file)) throw Locked(path, null);
            RandomAccess.SetLength(file, 0);
            RandomAccess.Write(file, System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n"), 0);
            var taken = file;
            file = null;
            return taken;
        }
        catch (IOException error) when (File.Exists(path) && error.HResult == 11)
        {
            throw Locked(path, error); // .NET's own shared lock already met the other's exclusive one
        }
        finally
        {
            file?.Dispose();
        }
    }

    private static VaultException Locked(string path, Exception? inner)
    {
        Span<byte> text = stackalloc byte[20];
        using var file = Posix.OpenUnlocked(path);
        var owner = System.Text.Encoding.ASCII.GetString(text[..RandomAccess.Read(file, text, 0)]).Trim();
        return new VaultException($"The data folder {Path.GetDirectoryName(path)} is in use by process {(owner.Length > 0 ? owner : "unknown")}.", inner);
    }

    private static void CheckIsArchive(string path)
    {
        if (!File.Exists(Path.Combine(path, FormatName))) throw new VaultException($"{path} is no archive of Concord.");
    }

    private void EnsureVersion(Disk disk)
    {
        if (File.Exists(Format)) CheckVersion();
        else WriteLayout(string.Create(CultureInfo.InvariantCulture, $"concord {Version}"), disk);
    }

    /// <summary>Whether this code reads a folder of that layout: <c>concord N</c>.</summary>
    public static bool IsKnownLayout(string text) => VersionOf(text) is { } version && version <= Version;

    /// <summary>From here on the folder is an archive of that layout; durable on return.</summary>
    public void WriteLayout(string text, Disk disk)
    {
        disk.Replace(Format, System.Text.Encoding.ASCII.GetBytes(text + "\n"));
        disk.SyncFolder(Root);
    }

    private static int? VersionOf(string text) =>
        text.Split(' ', StringSplitOptions.TrimEntries) is ["concord", var number] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;

    private void CheckVersion()
    {
        var version = VersionOf(File.ReadAllText(Format)) ?? throw new VaultException($"{Root} is no archive of Concord.");
        if (version > Version) throw new VaultException($"{Root} was written by a newer version of Concord (layout {version}, this one knows {Version}).");
    }
}

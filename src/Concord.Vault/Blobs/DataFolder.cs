using System.Globalization;
using Concord.Vault.Receive;
using Microsoft.Win32.SafeHandles;

namespace Concord.Vault.Blobs;

/// <summary>The data folder: its layout, its version and its lock. README.md has the map.</summary>
internal sealed class DataFolder : IDisposable
{
    /// <summary>Version of the layout that this code reads and writes.</summary>
    public const int Version = 1;

    private const int BundlesPerFolder = 1024;
    private readonly SafeFileHandle _lock;

    private DataFolder(string path, SafeFileHandle taken) => (Root, _lock) = (path, taken);

    public string Root { get; }

    public string Bundles => Path.Combine(Root, "bundles");

    public string OpenMarks => Path.Combine(Root, "open");

    public string Spool => Path.Combine(Root, "spool");

    public string Aside => Path.Combine(Root, "aside");

    public string Facts => Path.Combine(Root, "facts");

    public string FactsMark => Path.Combine(Root, "facts.mark");

    public string Commitments => Path.Combine(Root, "commitments");

    /// <summary>What scrubbing found.</summary>
    public string Integrity => Path.Combine(Root, "integrity");

    public string IntegrityMark => Path.Combine(Root, "integrity.mark");

    /// <summary>Which sources were which site's when the archive was last opened.</summary>
    public string Sites => Path.Combine(Root, "sites");

    public string Index => Path.Combine(Root, "index");

    /// <summary>Where a bundle lies, for good: 1,024 a folder.</summary>
    public string PathOf(long bundleId) =>
        Path.Combine(Bundles, (bundleId / BundlesPerFolder).ToString("x5", CultureInfo.InvariantCulture), Name(bundleId) + ".zip");

    /// <summary>The mark that says: this bundle is not sealed, look at it on start-up.</summary>
    public string OpenMarkOf(long bundleId) => Path.Combine(OpenMarks, Name(bundleId));

    public string SpoolPathOf(long spoolNumber) => Path.Combine(Spool, Name(spoolNumber) + ".part");

    /// <summary>Takes the folder, making it when it is not there.</summary>
    /// <param name="mustExist">A folder that is no archive is an error instead.</param>
    /// <exception cref="VaultException">It cannot be used; the message is for the console.</exception>
    public static DataFolder Open(string path, bool mustExist, Disk disk)
    {
        path = Path.GetFullPath(path);
        try
        {
            if (mustExist && !File.Exists(Path.Combine(path, "format"))) throw new VaultException($"{path} is no archive of Concord.");
            Directory.CreateDirectory(path);
            var folder = new DataFolder(path, TakeLock(Path.Combine(path, "lock")));
            folder.CheckVersion(disk);
            foreach (var part in new[] { folder.Bundles, folder.OpenMarks, folder.Spool, folder.Aside }) disk.CreateFolder(part);
            return folder;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new VaultException($"The data folder {path} cannot be used: {error.Message}", error);
        }
    }

    /// <summary>Bundles that were being written when the archive was last closed, or killed.</summary>
    public IEnumerable<long> ListOpenMarks() => Numbers(Directory.EnumerateFiles(OpenMarks));

    public IEnumerable<long> ListSpool() => Numbers(Directory.EnumerateFiles(Spool, "*.part"));

    /// <summary>Every bundle file, lowest id first.</summary>
    public IEnumerable<long> ListBundles()
    {
        foreach (var folder in Directory.GetDirectories(Bundles).Order(StringComparer.Ordinal))
            foreach (var id in Numbers(Directory.EnumerateFiles(folder, "*.zip")).Order()) yield return id;
    }

    /// <summary>The highest bundle id in use: names of the last folder, and marks.</summary>
    public long HighestBundleId()
    {
        var last = Directory.GetDirectories(Bundles).Max(StringComparer.Ordinal);
        var inFolder = last is null ? 0 : Numbers(Directory.EnumerateFiles(last)).DefaultIfEmpty().Max();
        return Math.Max(inFolder, ListOpenMarks().DefaultIfEmpty().Max());
    }

    public void Dispose() => _lock.Dispose();

    private static string Name(long number) => number.ToString("D10", CultureInfo.InvariantCulture);

    private static IEnumerable<long> Numbers(IEnumerable<string> paths)
    {
        foreach (var path in paths)
            if (long.TryParse(Path.GetFileName(path).Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number)) yield return number;
    }

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

    private void CheckVersion(Disk disk)
    {
        var path = Path.Combine(Root, "format");
        if (!File.Exists(path))
        {
            using var file = disk.OpenOrCreate(path + ".new");
            file.Write(System.Text.Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"concord {Version}\n")), 0);
            file.SyncData();
            disk.Rename(path + ".new", path);
            disk.SyncFolder(Root);
            return;
        }
        var words = File.ReadAllText(path).Split(' ', StringSplitOptions.TrimEntries);
        if (words is not ["concord", var number] || !int.TryParse(number, CultureInfo.InvariantCulture, out var version)) throw new VaultException($"{Root} is no archive of Concord.");
        if (version > Version) throw new VaultException($"{Root} was written by a newer version of Concord (layout {version}, this one knows {Version}).");
    }
}

using System.IO.Compression;
using System.Text.Json;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Vault.Bundles;

namespace Concord.Vault.Lifecycle;

/// <summary>Checks one bundle file against itself. Blocking.</summary>
internal sealed class BundleCheck(long bundleId, ByteSource file, Tombstones tombstones, int maxHeadBytes)
{
    private const int MaxDirectoryBytes = 1 << 30;
    private readonly List<VerifyFinding> _findings = [];

    /// <summary>Instances seen.</summary>
    public int Entries { get; private set; }

    /// <summary>A bundle that is still open: a torn tail was never acknowledged and is no finding, anything else is.</summary>
    public IReadOnlyList<VerifyFinding> CheckOpen(CancellationToken cancel)
    {
        var scan = BundleScan.Of(file, checkData: true, cancel);
        var end = scan.Entries.Count == 0 ? 0 : scan.Entries[^1].End;
        foreach (var range in scan.Damaged)
            if (range.Offset < end) Add(null, $"{range.Length} damaged bytes at {range.Offset} between whole entries");
        foreach (var entry in scan.Entries) CheckHead(entry);
        return _findings;
    }

    /// <summary>A sealed bundle: every byte, every entry, directory, index and metadata.</summary>
    public IReadOnlyList<VerifyFinding> CheckSealed(SealedBundle bundle, CancellationToken cancel)
    {
        var scan = BundleScan.Of(file, checkData: true, cancel);
        foreach (var range in scan.Damaged) Add(null, $"{range.Length} damaged bytes at {range.Offset}");
        if (scan.Entries.Count != bundle.Objects.Count) Add(null, $"the index names {bundle.Objects.Count} entries, the file has {scan.Entries.Count}");
        foreach (var entry in scan.Entries)
        {
            CheckHead(entry);
            CheckAgainstIndex(entry, bundle, cancel);
        }
        CheckDirectory(scan);
        CheckMetadata(bundle);
        return _findings;
    }

    private void CheckHead(ScannedEntry scanned)
    {
        Entries++;
        var entry = scanned.ToBundleEntry(bundleId);
        try
        {
            var (head, _) = HeadReader.Read(new ByteSource.Part(file, entry.DataSetOffset, entry.DataSetLength), entry.TransferSyntax, maxHeadBytes);
            if (head.GetUid(Tags.SOPInstanceUID) != entry.SopInstanceUid || head.GetUid(Tags.SOPClassUID) != entry.SopClassUid)
                Add(entry.ArrivalNumber, "the data set is not the one that the entry names");
        }
        catch (DicomFormatException error)
        {
            Add(entry.ArrivalNumber, $"the head cannot be read: {error.Message}");
        }
    }

    private void CheckAgainstIndex(ScannedEntry scanned, SealedBundle bundle, CancellationToken cancel)
    {
        var number = scanned.Header.Record!.ArrivalNumber;
        if (bundle.Find(number) is not { } known)
        {
            Add(number, "the entry is not in the bundle's index");
            return;
        }
        if (known.Entry != scanned.ToBundleEntry(bundleId) || known.HeaderOffset != scanned.Offset || known.Crc != scanned.Header.Crc || known.Name != scanned.Header.Name)
            Add(number, "the bundle's index says otherwise than the entry");
        if (known.Original is { } original && BundleScan.CrcOf(file, original.Recipe.Offset, original.Recipe.Length, cancel) != original.RecipeCrc)
            Add(number, "what gives the original back is damaged");
        if (!FileDigest.Of(file, scanned.DataOffset, scanned.Header.Size, cancel).AsSpan().SequenceEqual(known.Sha256.Span)) Add(number, "the entry's SHA-256 is not the index's");
    }

    /// <summary>The central directory as any ZIP tool reads it: each entry once, at its place.</summary>
    private void CheckDirectory(BundleScan scan)
    {
        var wanted = scan.Entries.ToDictionary(entry => entry.Header.Name, entry => entry.Offset, StringComparer.Ordinal);
        try
        {
            using var zip = new ZipArchive(new ByteSourceStream(file), ZipArchiveMode.Read);
            foreach (var entry in zip.Entries)
                if (!wanted.Remove(entry.FullName) && entry.FullName is not (EntryName.Metadata or EntryName.Index or EntryName.Recipes)) Add(null, "the central directory names an entry that is not there");
            if (wanted.Count > 0) Add(null, $"the central directory misses {wanted.Count} entries");
        }
        catch (InvalidDataException error)
        {
            Add(null, $"the central directory cannot be read: {error.Message}");
        }
    }

    private void CheckMetadata(SealedBundle bundle)
    {
        var length = (int)Math.Min(bundle.Metadata.Length, MaxDirectoryBytes);
        var bytes = new byte[length];
        var read = file.Read(bytes, bundle.Metadata.Offset);
        try
        {
            using var json = JsonDocument.Parse(new GZipStream(new MemoryStream(bytes, 0, read), CompressionMode.Decompress), new JsonDocumentOptions { MaxDepth = 1000 });
            var count = json.RootElement.GetArrayLength();
            var live = tombstones.Live(bundleId, bundle.Entries).Count;
            if (count < live || count > bundle.Entries.Count) Add(null, $"the metadata has {count} instances, the bundle {live}");
        }
        catch (Exception error) when (error is JsonException or InvalidDataException or InvalidOperationException)
        {
            Add(null, "the metadata cannot be read");
        }
    }

    private void Add(long? arrivalNumber, string message) => _findings.Add(new(bundleId, arrivalNumber, message));
}

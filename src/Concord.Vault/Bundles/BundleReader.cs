using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;
using Concord.Vault.Corrections;

namespace Concord.Vault.Bundles;

/// <summary>Reads bundles, open or sealed; deleted entries are never seen. Any number of threads.</summary>
public sealed class BundleReader
{
    private readonly BundleFiles _files;
    private readonly SealedBundles _sealed;
    private readonly Func<long, OpenBundle?> _findOpen;
    private readonly MovedBundles _moved;
    private readonly Tombstones _tombstones;
    private readonly Originals _originals;
    private readonly CorrectionState _corrections;
    private readonly int _maxHeadBytes;
    private readonly FrameTableCache _frameTables = new();
    private readonly ConcurrentDictionary<long, bool> _isMetadataWhole = new(); // of bundles in which something was restored
    private readonly EntryReading _reading;

    internal BundleReader(BundleFiles files, SealedBundles sealedBundles, MovedBundles moved, Func<long, OpenBundle?> findOpen, Tombstones tombstones, Originals originals, CorrectionState corrections, int maxHeadBytes) =>
        (_files, _sealed, _moved, _findOpen, _tombstones, _originals, _corrections, _maxHeadBytes, _reading) =
        (files, sealedBundles, moved, findOpen, tombstones, originals, corrections, maxHeadBytes, new(files, sealedBundles, moved));

    /// <summary>The live entries of a bundle in arrival order; empty when the bundle is not there. Of one that was replaced, where its entries lie now.</summary>
    public ValueTask<IReadOnlyList<BundleEntry>> ReadEntries(long bundleId, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        if (_moved.EntriesOf(bundleId) is { } moved) return ValueTask.FromResult(LiveOf(moved));
        var entries = _findOpen(bundleId)?.Entries ?? _sealed.Load(bundleId)?.Entries;
        if (entries is null && _moved.EntriesOf(bundleId) is { } justMoved) return ValueTask.FromResult(LiveOf(justMoved));
        return ValueTask.FromResult(Mark(_tombstones.Live(bundleId, entries ?? [])));
    }

    /// <summary>The rejected entries of a bundle in arrival order.</summary>
    internal IReadOnlyList<BundleEntry> ReadRejected(long bundleId) =>
        _tombstones.AnyIn(bundleId) ? _tombstones.Rejected(bundleId, _findOpen(bundleId)?.Entries ?? _sealed.Load(bundleId)?.Entries ?? []) : [];

    /// <summary>Entries with their heads: everything before Pixel Data and small elements after it, values over 64 KiB left out.</summary>
    public async IAsyncEnumerable<(BundleEntry Entry, DataSet Head)> ReadHeads(long bundleId, [EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var entry in await ReadEntries(bundleId, cancel)) yield return (entry, (await ReadHead(entry, cancel)).Head);
    }

    /// <summary>One entry's head, with what is corrected of it, and where its pixel data lies; reads no other entry, cheap enough for every frame request.</summary>
    public async ValueTask<EntryHead> ReadHead(BundleEntry entry, CancellationToken cancel)
    {
        var stored = await ReadStoredHead(entry, cancel);
        return _corrections.Find(entry.StudyInstanceUid) is null ? stored : stored with { Head = Correct(entry, stored.Head) };
    }

    /// <summary>Lays what is corrected of an entry over elements of it, which may be changed for it.</summary>
    public DataSet Correct(BundleEntry entry, DataSet dataSet) =>
        _corrections.Find(entry.StudyInstanceUid) is { } overlay ? overlay.Apply(dataSet, entry.SeriesInstanceUid).DataSet : dataSet;

    /// <summary>The object as it is given out, when something of it is corrected; null: as it lies.</summary>
    /// <exception cref="DicomFormatException">It is not well formed, so that nothing can be put into it.</exception>
    public CorrectedObject? Corrected(BundleEntry entry)
    {
        if (_corrections.Find(entry.StudyInstanceUid) is not { } overlay || overlay.VersionOf(entry.SeriesInstanceUid) == 0) return null;
        return CorrectedObject.Of(entry, overlay, () => _files.Open(entry.BundleId, entry.PartTenOffset, entry.PartTenLength), _maxHeadBytes);
    }

    /// <summary>A seekable stream over the data set of an object as it is given out.</summary>
    /// <exception cref="DicomFormatException">It is to be corrected and is not well formed.</exception>
    public Stream OpenDataSet(BundleEntry entry) => Corrected(entry)?.OpenDataSet() ?? OpenStored(entry);

    /// <summary>As <see cref="ReadHead"/>, as it lies.</summary>
    internal ValueTask<EntryHead> ReadStoredHead(BundleEntry entry, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        using var stream = OpenStored(entry);
        var source = new ByteSource.Streamed(stream);
        var (head, elementOffset) = HeadReader.Read(source, entry.TransferSyntax, _maxHeadBytes);
        if (elementOffset < 0 || PixelDataPlace.Read(source, entry.TransferSyntax, elementOffset, walk: false) is not { } place)
            return ValueTask.FromResult(new EntryHead(entry, head, default, -1, 0));
        return ValueTask.FromResult(new EntryHead(entry, head, place.Tag, entry.DataSetOffset + place.ValueOffset, place.Length));
    }

    /// <summary>The <c>metadata.json.gz</c> of a sealed bundle as it lies (one gzip member, a DICOM JSON array in arrival order), or null while
    /// it does not tell the truth: bundle open, an entry deleted or corrected, or the bundle replaced. BulkDataURIs in it are relative to the series: <c>instances/{sop}/bulkdata/{tag path}</c>.</summary>
    public ValueTask<Stream?> OpenMetadata(long bundleId, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        if (_findOpen(bundleId) is not null || _tombstones.AnyIn(bundleId) || _moved.HolderOf(bundleId) != bundleId || _sealed.Load(bundleId) is not { } bundle || IsCorrected(bundle))
            return ValueTask.FromResult<Stream?>(null);
        try
        {
            return ValueTask.FromResult<Stream?>(IsMetadataWhole(bundle) ? _files.Open(bundleId, bundle.Metadata.Offset, bundle.Metadata.Length) : null);
        }
        catch (FileNotFoundException)
        {
            return ValueTask.FromResult<Stream?>(null); // it was replaced in this very moment
        }
    }

    /// <summary>Reads all bytes of an entry: true when they can be read and are those that were written.</summary>
    public ValueTask<bool> IsSound(BundleEntry entry, CancellationToken cancel) => _reading.IsSound(entry, cancel);

    /// <summary>The CRC-32 of an entry's Part 10 object.</summary>
    /// <exception cref="BundleDamagedException">The entry's header is damaged.</exception>
    public ValueTask<uint> CrcOf(BundleEntry entry, CancellationToken cancel) => _reading.CrcOf(entry, cancel);

    /// <summary>Whether the bundle's file, which is a ZIP, may be given out as it lies: sealed, and all that is in it is live.</summary>
    public bool IsWhole(long bundleId) => _findOpen(bundleId) is null && !_tombstones.AnyIn(bundleId) && _moved.HolderOf(bundleId) == bundleId
        && _sealed.Load(bundleId) is { } bundle && bundle.Entries.Count == bundle.Objects.Count && !IsCorrected(bundle);

    /// <summary>The object as it came, of one that was compressed at rest since: an entry like any other, whose bytes are restored, all of them, when the first is read. Null when
    /// the entry lies as it came.</summary>
    public BundleEntry? OriginalOf(BundleEntry entry) => _originals.Of(entry);

    /// <summary>A seekable stream over bytes of the bundle file; stays readable while the bundle is replaced or purged.</summary>
    public Stream Open(long bundleId, long offset, long length) => _files.Open(bundleId, offset, length);

    /// <summary>Where the frames of an entry lie; null when it has no pixel data, or its bytes are Deflated (inflate the data set and cut there).</summary>
    public async ValueTask<FrameTable?> ReadFrameTable(BundleEntry entry, CancellationToken cancel)
    {
        if (_frameTables.Find(entry) is { } known) return known;
        var head = await ReadStoredHead(entry, cancel);
        if (head.PixelDataOffset < 0) return null;
        var table = head.PixelDataLength >= 0 ? FrameTables.Native(head) : ReadEncapsulated(entry, head);
        _frameTables.Add(entry, table);
        return table;
    }

    private IReadOnlyList<BundleEntry> LiveOf(IReadOnlyList<BundleEntry> moved) => moved.Count == 0 ? moved : Mark(_tombstones.Live(moved[0].BundleId, moved));

    /// <summary>Notes which corrections entries of one series are under.</summary>
    private IReadOnlyList<BundleEntry> Mark(IReadOnlyList<BundleEntry> entries)
    {
        if (entries.Count == 0 || _corrections.Find(entries[0].StudyInstanceUid) is not { } overlay) return entries;
        var version = overlay.VersionOf(entries[0].SeriesInstanceUid);
        if (version == 0) return entries;
        return [.. entries.Select(entry => entry with { Correction = version })];
    }

    private bool IsCorrected(SealedBundle bundle) => _corrections.Find(bundle.Key.Study) is { } overlay && overlay.VersionOf(bundle.Key.Series) != 0;

    private FrameTable ReadEncapsulated(BundleEntry entry, EntryHead head)
    {
        IReadOnlyList<ByteRange> fragments = !SpoolOffset.Is(entry.PartTenOffset) && _sealed.Load(entry.BundleId)?.Find(entry.ArrivalNumber) is { } known
            ? known.Fragments
            : ReadFragments(entry, head.PixelDataOffset - entry.DataSetOffset);
        using var stream = OpenStored(entry);
        return FrameTables.Encapsulated(head, fragments, new ByteSource.Streamed(stream));
    }

    /// <summary>An instance that was rejected while its bundle was sealed may be missing in the metadata, once it is restored.</summary>
    private bool IsMetadataWhole(SealedBundle bundle) => !_tombstones.WasRestoredIn(bundle.BundleId) || _isMetadataWhole.GetOrAdd(bundle.BundleId, _ =>
    {
        using var metadata = _files.Open(bundle.BundleId, bundle.Metadata.Offset, bundle.Metadata.Length);
        return MetadataCount.Of(metadata) == bundle.Entries.Count;
    });

    private Stream OpenStored(BundleEntry entry) => _files.Open(entry.BundleId, entry.DataSetOffset, entry.DataSetLength);

    private List<ByteRange> ReadFragments(BundleEntry entry, long valueOffset)
    {
        using var stream = OpenStored(entry);
        var fragments = new List<ByteRange>();
        PixelDataPlace.WalkFragments(new ByteSource.Streamed(stream), valueOffset, fragments);
        return fragments.ConvertAll(fragment => fragment with { Offset = entry.DataSetOffset + fragment.Offset });
    }
}

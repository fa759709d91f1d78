using Concord.Dicom.DataElements;

namespace Concord.Vault.Bundles;

/// <summary>Reads bundles, open or sealed; deleted entries are never seen. Any number of threads.</summary>
public sealed class BundleReader
{
    /// <summary>The live entries of a bundle in arrival order; empty when the bundle is not there.</summary>
    public ValueTask<IReadOnlyList<BundleEntry>> ReadEntries(long bundleId, CancellationToken cancel) => throw new NotImplementedException();

    /// <summary>Entries with their heads: everything before Pixel Data and small elements after it, values over 64 KiB left out.</summary>
    public IAsyncEnumerable<(BundleEntry Entry, DataSet Head)> ReadHeads(long bundleId, CancellationToken cancel) => throw new NotImplementedException();

    /// <summary>One entry's head and where its pixel data lies; reads no other entry, cheap enough for every frame request.</summary>
    public ValueTask<EntryHead> ReadHead(BundleEntry entry, CancellationToken cancel) => throw new NotImplementedException();

    /// <summary>The <c>metadata.json.gz</c> of a sealed bundle as it lies (one gzip member, a DICOM JSON array in arrival order), or null while
    /// it does not tell the truth: bundle open, or an entry deleted. BulkDataURIs in it are relative to the series: <c>instances/{sop}/bulkdata/{tag path}</c>.</summary>
    public ValueTask<Stream?> OpenMetadata(long bundleId, CancellationToken cancel) => throw new NotImplementedException();

    /// <summary>A seekable stream over bytes of the bundle file; stays readable while the bundle is replaced or purged.</summary>
    public Stream Open(long bundleId, long offset, long length) => throw new NotImplementedException();

    /// <summary>Where the frames of an entry lie; null when it has no pixel data, or its bytes are Deflated (inflate the data set and cut there).</summary>
    public ValueTask<FrameTable?> ReadFrameTable(BundleEntry entry, CancellationToken cancel) => throw new NotImplementedException();
}

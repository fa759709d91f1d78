using Concord.Dicom.DataElements;

namespace Concord.Vault.Bundles;

/// <summary>Reads bundles, open or sealed; deleted entries are never seen. Any number of threads.</summary>
public sealed class BundleReader
{
    /// <summary>The live entries of a bundle in arrival order; empty when the bundle is not there.</summary>
    public ValueTask<IReadOnlyList<BundleEntry>> ReadEntries(long bundleId, CancellationToken cancel) => throw new NotImplementedException();

    /// <summary>Entries with their heads: everything before Pixel Data and small elements after it, values over 64 KiB left out.</summary>
    public IAsyncEnumerable<(BundleEntry Entry, DataSet Head)> ReadHeads(long bundleId, CancellationToken cancel) => throw new NotImplementedException();

    /// <summary>A seekable stream over bytes of the bundle file; stays readable while the bundle is replaced or purged.</summary>
    public Stream Open(long bundleId, long offset, long length) => throw new NotImplementedException();
}

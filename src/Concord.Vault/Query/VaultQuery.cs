using Concord.Dicom.DataElements;
using Concord.Vault.Bundles;
using Concord.Vault.Index;

namespace Concord.Vault.Query;

/// <summary>Finds patients, studies, series and instances: what C-FIND and QIDO-RS ask.</summary>
public sealed class VaultQuery(VaultIndex index, BundleReader bundles)
{
    /// <summary>Streams the matches, each with the keys that were asked for; waits first until the index has caught up.</summary>
    /// <exception cref="QueryException">The keys cannot be asked at this level, or cost too much.</exception>
    /// <exception cref="TimeoutException">The index did not catch up in 5 s.</exception>
    public IAsyncEnumerable<DataSet> Find(QueryRequest request, CancellationToken cancel)
    {
        _ = (index, bundles);
        throw new NotImplementedException();
    }
}

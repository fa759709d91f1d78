using Concord.Dicom.DataElements;
using Concord.Vault.Bundles;
using Concord.Vault.Index;

namespace Concord.Vault.Retrieve;

/// <summary>Finds and opens stored objects: what C-GET, C-MOVE and WADO-RS are thin faces on.</summary>
public sealed class VaultRetrieve(VaultIndex index, BundleReader bundles)
{
    /// <summary>The live instances of a study, a series or one instance, in series and arrival order; empty when nothing is there.</summary>
    public Task<IReadOnlyList<BundleEntry>> Find(Uid study, Uid? series, Uid? sopInstance, CancellationToken cancel)
    {
        _ = (index, bundles);
        throw new NotImplementedException();
    }

    /// <summary>An instance by its UID alone (relational retrieve, PS3.4 §C.4.2.2.2); more than one when the UID is in several series.</summary>
    public Task<IReadOnlyList<BundleEntry>> FindInstance(Uid sopInstance, CancellationToken cancel) => throw new NotImplementedException();
}

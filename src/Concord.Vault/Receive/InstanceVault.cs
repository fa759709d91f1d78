using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;
using Concord.Trust.Identity;
using Concord.Vault.Bundles;
using Concord.Vault.Index;
using Concord.Vault.Query;
using Microsoft.Extensions.Logging;

namespace Concord.Vault.Receive;

/// <summary>The archive: one way in, one index, one way out. Open one per data folder; it holds the folder's lock.</summary>
public sealed class InstanceVault : IAsyncDisposable
{
    /// <summary>Takes the folder's lock, recovers open bundles, opens the index and brings it up to what the bundles and facts say.</summary>
    /// <exception cref="VaultException">The folder is locked by another process, cannot be written, or is of a newer version.</exception>
    public static Task<InstanceVault> Open(VaultOptions options, TimeProvider time, ILoggerFactory logs, CancellationToken cancel) => throw new NotImplementedException();

    public VaultIndex Index => throw new NotImplementedException();

    public BundleReader Bundles => throw new NotImplementedException();

    public VaultQuery Query => throw new NotImplementedException();

    /// <summary>True while arrivals can be kept: index writer alive, disk writable.</summary>
    public bool IsReady => throw new NotImplementedException();

    /// <summary>A place to gather one object's bytes within the receive budget.</summary>
    /// <param name="transferSyntax">Of a bare data set; null for a Part 10 file.</param>
    public IncomingInstance Begin(TransferSyntax? transferSyntax, Uid? sopClass = null, Uid? sopInstance = null, Uid? study = null) => throw new NotImplementedException();

    /// <summary>Keeps the object durably, or says why not. The one way in.</summary>
    public Task<StoreOutcome> Receive(IncomingInstance incoming, Origin origin, CancellationToken cancel) => throw new NotImplementedException();

    /// <summary>Deletes what is named: a study, a series of it, or one instance; durable on return. Returns how many instances went.</summary>
    public Task<int> Delete(Uid study, Uid? series, Uid? sopInstance, string who, string why, CancellationToken cancel) => throw new NotImplementedException();

    /// <summary>Seals all open bundles now.</summary>
    public Task SealAll(CancellationToken cancel) => throw new NotImplementedException();

    public ValueTask DisposeAsync() => throw new NotImplementedException();
}

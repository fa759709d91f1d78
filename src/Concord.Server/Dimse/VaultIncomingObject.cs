using System.Buffers;
using Concord.Network.Dimse;
using Concord.Network.ServiceClasses;
using Concord.Server.Hosting;
using Concord.Trust.Identity;
using Concord.Vault.Receive;

namespace Concord.Server.Dimse;

/// <summary>One object of a C-STORE on its way into the vault.</summary>
internal sealed class VaultIncomingObject(InstanceVault vault, IncomingInstance incoming, Origin origin, bool conflictIsSuccess, ILogger logger) : IIncomingObject
{
    public ValueTask Append(ReadOnlySequence<byte> fragment, CancellationToken cancel) => incoming.Append(fragment, cancel);

    public async ValueTask<DimseStatus> Complete(CancellationToken cancel)
    {
        try
        {
            return (await vault.Receive(incoming, origin, cancel)).ToDimse(conflictIsSuccess);
        }
        catch (Exception e) when (e is IOException or VaultException)
        {
            logger.StoreFailed(e);
            return new(0xA700, "The archive could not keep the object");
        }
    }

    public ValueTask DisposeAsync() => incoming.DisposeAsync();
}

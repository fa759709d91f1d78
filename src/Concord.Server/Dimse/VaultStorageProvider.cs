using Concord.Network.ServiceClasses;
using Concord.Server.Settings;
using Concord.Trust.Identity;
using Concord.Vault.Receive;

namespace Concord.Server.Dimse;

/// <summary>C-STORE into the archive (PS3.4 §B).</summary>
internal sealed class VaultStorageProvider(InstanceVault vault, ServerOptions options, TimeProvider time, ILogger<VaultStorageProvider> logger) : IStorageProvider
{
    private readonly HashSet<string> _conflictIsSuccessFor = [.. options.ConflictIsSuccessFor];

    public ValueTask<IIncomingObject> Begin(StoreRequest request, AssociationPeer peer, CancellationToken cancel)
    {
        IReadOnlyList<string> hops = request.MoveOriginatorAeTitle is { Length: > 0 } originator ? [originator] : [];
        var origin = new Origin(OriginKind.Dimse, peer.CallingAeTitle, peer.CalledAeTitle, peer.Address, time.GetUtcNow(), hops) { User = peer.User };
        var incoming = vault.Begin(request.TransferSyntax, request.AffectedSopClassUid, request.AffectedSopInstanceUid, origin: origin);
        return new(new VaultIncomingObject(vault, incoming, origin, _conflictIsSuccessFor.Contains(peer.CallingAeTitle), logger));
    }
}

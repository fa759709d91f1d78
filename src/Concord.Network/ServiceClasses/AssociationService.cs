using Concord.Network.Dimse;
using Concord.Network.UpperLayer;

namespace Concord.Network.ServiceClasses;

/// <summary>Serves the operations that a peer invokes on one association, in the order in which they come.</summary>
internal sealed class AssociationService(DimseChannel channel, ServiceProviders providers, AssociationPeer peer)
{
    /// <summary>Runs until the peer asks for release.</summary>
    /// <exception cref="AssociationException">The association ended otherwise.</exception>
    /// <exception cref="PduException">The peer sent what is no message.</exception>
    internal async ValueTask Run(CancellationToken cancel)
    {
        while (await channel.Receive(cancel) is { } message) await Serve(message, cancel);
    }

    private ValueTask Serve(DimseMessage message, CancellationToken cancel) => message.Command.Field switch
    {
        CommandField.CEchoRq => VerificationScp.Echo(channel, message, cancel),
        CommandField.CStoreRq => StorageScp.Store(providers.Storage, channel, message, peer, cancel),
        CommandField.CCancelRq => ValueTask.CompletedTask, // what it would cancel has ended (PS3.7 §9.3.2.3)
        _ when message.Command.IsResponse => throw new PduException(AbortReason.UnexpectedParameter, "A response to nothing"),
        _ => Refuse(message, cancel),
    };

    private async ValueTask Refuse(DimseMessage message, CancellationToken cancel)
    {
        while (await channel.NextFragment(cancel)) { }
        await channel.Send(message.Context, message.Command.Respond(new(StatusCode.UnrecognizedOperation, "The operation is not served")), cancel);
    }
}

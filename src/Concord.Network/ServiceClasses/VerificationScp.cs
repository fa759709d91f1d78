using Concord.Network.Dimse;

namespace Concord.Network.ServiceClasses;

/// <summary>Verification service (PS3.4 §A): C-ECHO is answered with success.</summary>
internal static class VerificationScp
{
    internal static ValueTask Echo(DimseChannel channel, DimseMessage message, CancellationToken cancel) =>
        channel.Send(message.Context, message.Command.Respond(DimseStatus.Success), cancel);
}

namespace Concord.Network.UpperLayer;

/// <summary>Bytes from the peer that are no PDU, item or message as the standard has them; the association is aborted with the reason.</summary>
internal sealed class PduException(AbortReason reason, string message) : Exception(message)
{
    internal AbortReason Reason { get; } = reason;
}

namespace Concord.Network.UpperLayer;

/// <summary>What the upper layer tells its user.</summary>
/// <param name="Pdu">The PDU behind it, borrowed until the next receive.</param>
/// <param name="Request">Of <see cref="IndicationKind.Associate"/>.</param>
internal readonly record struct Indication(IndicationKind Kind, Pdu Pdu = default, AssociateRequest? Request = null);

using System.Buffers;

namespace Concord.Network.UpperLayer;

/// <summary>One whole PDU. The body is borrowed from the connection's buffer until the next receive.</summary>
/// <param name="Body">What follows the six bytes of type and length.</param>
internal readonly record struct Pdu(PduType Type, ReadOnlySequence<byte> Body);

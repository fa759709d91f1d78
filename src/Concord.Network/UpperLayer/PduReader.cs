using System.Buffers;
using System.Buffers.Binary;

namespace Concord.Network.UpperLayer;

/// <summary>Takes PDUs off a stream of bytes (PS3.8 §9.3.1).</summary>
internal static class PduReader
{
    /// <summary>Type, reserved byte and length.</summary>
    internal const int HeaderLength = 6;

    /// <summary>Takes one whole PDU off the front of <paramref name="buffer"/>.</summary>
    /// <param name="buffer">Bytes received, not yet consumed; untouched on <see langword="false"/>.</param>
    /// <param name="maxLength">Largest PDU-length accepted, bytes, header excluded (PS3.8 §D.1).</param>
    /// <exception cref="PduException">The type is not known or the announced length exceeds <paramref name="maxLength"/>.</exception>
    internal static bool TryRead(ref ReadOnlySequence<byte> buffer, uint maxLength, out Pdu pdu)
    {
        pdu = default;
        if (buffer.Length < HeaderLength) return false;
        Span<byte> copy = stackalloc byte[HeaderLength];
        var first = buffer.FirstSpan;
        scoped ReadOnlySpan<byte> header = first;
        if (first.Length < HeaderLength)
        {
            buffer.Slice(0, HeaderLength).CopyTo(copy);
            header = copy;
        }
        var type = (PduType)header[0];
        if (type is < PduType.AssociateRq or > PduType.Abort) throw new PduException(AbortReason.UnrecognizedPdu, "PDU type not known");
        var length = BinaryPrimitives.ReadUInt32BigEndian(header[2..]);
        if (length > maxLength) throw new PduException(AbortReason.InvalidParameterValue, "PDU longer than was allowed");
        if (buffer.Length < HeaderLength + length) return false;
        pdu = new(type, buffer.Slice(HeaderLength, length));
        buffer = buffer.Slice(pdu.Body.End);
        return true;
    }
}

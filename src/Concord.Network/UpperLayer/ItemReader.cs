using System.Buffers.Binary;

namespace Concord.Network.UpperLayer;

/// <summary>Walks the items, or sub-items, of an A-ASSOCIATE PDU: type, reserved byte, 16-bit length, value (PS3.8 §9.3.2).</summary>
internal ref struct ItemReader(ReadOnlySpan<byte> items)
{
    private const int HeaderLength = 4;
    private ReadOnlySpan<byte> _rest = items;

    /// <exception cref="PduException">An item reaches over the end of what holds it.</exception>
    internal bool TryNext(out byte type, out ReadOnlySpan<byte> value)
    {
        type = 0;
        value = default;
        if (_rest.IsEmpty) return false;
        if (_rest.Length < HeaderLength) throw Overrun();
        type = _rest[0];
        var length = BinaryPrimitives.ReadUInt16BigEndian(_rest[2..]);
        if (_rest.Length - HeaderLength < length) throw Overrun();
        value = _rest.Slice(HeaderLength, length);
        _rest = _rest[(HeaderLength + length)..];
        return true;
    }

    internal static PduException Overrun() => new(AbortReason.InvalidParameterValue, "An item is longer than what holds it");
}

using System.Buffers.Binary;

namespace Concord.Network.UpperLayer;

/// <summary>Gathers the items of an A-ASSOCIATE PDU; an item's length is filled in when it ends.</summary>
internal sealed class ItemWriter(int maxLength)
{
    private byte[] _bytes = new byte[1024];
    private int _length;

    internal ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    /// <returns>What <see cref="End"/> takes.</returns>
    internal int Begin(byte type)
    {
        Bytes([type, 0, 0, 0]);
        return _length;
    }

    internal void End(int start) => BinaryPrimitives.WriteUInt16BigEndian(_bytes.AsSpan(start - 2), checked((ushort)(_length - start)));

    internal void UInt16(ushort value) => BinaryPrimitives.WriteUInt16BigEndian(Take(2), value);

    internal void UInt32(uint value) => BinaryPrimitives.WriteUInt32BigEndian(Take(4), value);

    internal void Bytes(ReadOnlySpan<byte> value) => value.CopyTo(Take(value.Length));

    internal void Zeros(int count) => Take(count).Clear();

    /// <summary>Sixteen characters, space padded (PS3.8 §9.3.2).</summary>
    internal void AeTitle(string title)
    {
        var field = Take(16);
        field.Fill((byte)' ');
        System.Text.Encoding.Latin1.GetBytes(title.AsSpan(0, Math.Min(title.Length, 16)), field);
    }

    internal void TextItem(byte type, string text)
    {
        var item = Begin(type);
        System.Text.Encoding.Latin1.GetBytes(text, Take(text.Length));
        End(item);
    }

    /// <summary>Text with its 16-bit length before it.</summary>
    internal void Counted(string text)
    {
        UInt16((ushort)text.Length);
        System.Text.Encoding.Latin1.GetBytes(text, Take(text.Length));
    }

    /// <summary>Bytes with their 16-bit length before them.</summary>
    internal void Counted(ReadOnlySpan<byte> value)
    {
        UInt16(checked((ushort)value.Length));
        Bytes(value);
    }

    private Span<byte> Take(int count)
    {
        if (_length + count > maxLength) throw new InvalidOperationException("An A-ASSOCIATE PDU would be too long.");
        if (_length + count > _bytes.Length) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + count));
        var span = _bytes.AsSpan(_length, count);
        _length += count;
        return span;
    }
}

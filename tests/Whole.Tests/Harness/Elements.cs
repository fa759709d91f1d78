using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Whole.Tests.Harness;

/// <summary>A small writer of data sets in the two little endian syntaxes: the tests' own, so that they do not test Concord with Concord.</summary>
internal sealed class Elements(bool isExplicit)
{
    private readonly List<byte> _bytes = [];

    /// <summary>Appends an element; the caller keeps the order of tags.</summary>
    public Elements Add(uint tag, string vr, ReadOnlySpan<byte> value)
    {
        Span<byte> head = stackalloc byte[12];
        BinaryPrimitives.WriteUInt16LittleEndian(head, (ushort)(tag >> 16));
        BinaryPrimitives.WriteUInt16LittleEndian(head[2..], (ushort)tag);
        var padded = value.Length + (value.Length & 1);
        if (!isExplicit)
        {
            BinaryPrimitives.WriteInt32LittleEndian(head[4..], padded);
            _bytes.AddRange(head[..8]);
        }
        else
        {
            Encoding.ASCII.GetBytes(vr, head[4..]);
            var isLong = vr is "OB" or "OW" or "UN" or "UT" or "SQ";
            if (isLong) BinaryPrimitives.WriteInt32LittleEndian(head[8..], padded);
            else BinaryPrimitives.WriteUInt16LittleEndian(head[6..], checked((ushort)padded));
            _bytes.AddRange(head[..(isLong ? 12 : 8)]);
        }

        _bytes.AddRange(value);
        if ((value.Length & 1) != 0) _bytes.Add(vr is "UI" or "OB" or "UN" ? (byte)0 : (byte)' ');
        return this;
    }

    public Elements Add(uint tag, string vr, string value) => Add(tag, vr, Encoding.UTF8.GetBytes(value));

    public Elements AddNumber(uint tag, ushort value)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, value);
        return Add(tag, "US", bytes);
    }

    public byte[] ToArray() => _bytes.ToArray();

    /// <summary>Top-level elements of an Implicit VR Little Endian data set (what answers to our C-FIND come in); sequences stay raw.</summary>
    public static Dictionary<uint, byte[]> ParseImplicit(ReadOnlySpan<byte> data)
    {
        var found = new Dictionary<uint, byte[]>();
        while (data.Length >= 8)
        {
            var tag = ((uint)BinaryPrimitives.ReadUInt16LittleEndian(data) << 16) | BinaryPrimitives.ReadUInt16LittleEndian(data[2..]);
            var length = BinaryPrimitives.ReadUInt32LittleEndian(data[4..]);
            Assert.True(length <= data.Length - 8, string.Create(CultureInfo.InvariantCulture, $"element {tag:X8} of {length} bytes fits"));
            found[tag] = data.Slice(8, (int)length).ToArray();
            data = data[(8 + (int)length)..];
        }

        return found;
    }
}

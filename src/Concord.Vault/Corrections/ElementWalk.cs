using System.Buffers.Binary;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Vault.Bundles;

namespace Concord.Vault.Corrections;

/// <summary>Goes through the elements of a data set's top level by their headers alone (PS3.5 §7.1, §7.5). Not for Deflated. Blocking; for one thread.</summary>
internal sealed class ElementWalk(ByteSource source, TransferSyntax syntax)
{
    /// <summary>Deepest nesting.</summary>
    public const int MaxDepth = 128;

    private const int WindowLength = 16 << 10;
    private const int HeaderLength = 12;
    private const uint Undefined = uint.MaxValue;

    private readonly byte[] _window = new byte[WindowLength];
    private long _windowAt;
    private int _windowCount;
    private long _at;

    /// <summary>The next element; null at the end.</summary>
    /// <exception cref="DicomFormatException">The data end inside an element, or it is nested too deep.</exception>
    public ElementPlace? Next()
    {
        if (_at >= source.Length) return null;
        var start = _at;
        var (tag, vr, value, length) = Header(start, syntax.IsExplicitVr);
        _at = length == Undefined ? SkipItems(value, syntax.IsExplicitVr && vr != Vr.UN, 1) : value + length; // of UN the items are Implicit VR (PS3.5 §6.2.2)
        if (_at > source.Length) throw new DicomFormatException("The data end inside a value.", tag, start);
        return new(tag, vr, start, _at);
    }

    /// <summary>From the first item of an undefined length to behind its delimiter; data that end without one end there.</summary>
    private long SkipItems(long at, bool isExplicit, int depth)
    {
        if (depth > MaxDepth) throw new DicomFormatException("The data set is nested too deep.", null, at);
        while (at < source.Length)
        {
            var (tag, _, value, length) = Header(at, isExplicit: false);
            if (tag == Tag.SequenceDelimitation) return value;
            if (tag != Tag.Item) throw new DicomFormatException("An item is missing.", tag, at);
            at = length == Undefined ? SkipElements(value, isExplicit, depth) : value + length;
        }
        return source.Length;
    }

    private long SkipElements(long at, bool isExplicit, int depth)
    {
        while (at < source.Length)
        {
            var (tag, vr, value, length) = Header(at, isExplicit);
            if (tag == Tag.ItemDelimitation) return value;
            at = length == Undefined ? SkipItems(value, isExplicit && vr != Vr.UN, depth + 1) : value + length;
        }
        return source.Length;
    }

    private (Tag Tag, Vr Vr, long Value, uint Length) Header(long at, bool isExplicit)
    {
        var bytes = Bytes(at);
        if (bytes.Length < 8) throw new DicomFormatException("The data end inside an element.", null, at);
        var tag = new Tag(U16(bytes), U16(bytes[2..]));
        if (!isExplicit || tag.Group == 0xFFFE) return (tag, DataDictionary.VrOf(tag), at + 8, U32(bytes[4..]));
        var vr = (Vr)((bytes[4] << 8) | bytes[5]);
        if (!vr.HasLongLength) return (tag, vr, at + 8, U16(bytes[6..]));
        if (bytes.Length < HeaderLength) throw new DicomFormatException("The data end inside an element.", tag, at);
        return (tag, vr, at + HeaderLength, U32(bytes[8..]));
    }

    private ReadOnlySpan<byte> Bytes(long at)
    {
        if (at < _windowAt || at + HeaderLength > _windowAt + _windowCount)
            (_windowAt, _windowCount) = (at, source.Read(_window, at));
        return _window.AsSpan((int)(at - _windowAt), (int)Math.Min(HeaderLength, _windowAt + _windowCount - at));
    }

    private ushort U16(ReadOnlySpan<byte> bytes) => syntax.IsBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    private uint U32(ReadOnlySpan<byte> bytes) => syntax.IsBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
}

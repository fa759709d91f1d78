using System.Buffers.Binary;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;

namespace Concord.Imaging.Rendering.Icc;

/// <summary>A profile of red, green and blue as it stands in an object: bytes that say they are one, and how many.</summary>
public sealed class ColorProfile
{
    /// <summary>Largest profile that is looked at.</summary>
    public const int MaxBytes = 8 << 20;

    private const int HeaderBytes = 128;

    private const int TagBytes = 12;

    private const int MaxTags = 100;

    private ColorProfile(ReadOnlyMemory<byte> bytes) => Bytes = bytes;

    /// <summary>The whole profile, and nothing after it.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Of the data set, else of its first optical path (PS3.3 §C.8.12.5); null when there is none of red, green and blue.</summary>
    public static ColorProfile? Of(DataSet head)
    {
        var source = head.Contains(Tags.ICCProfile) || head.GetItems(Tags.OpticalPathSequence) is not [var path, ..] ? head : path;
        return source.Find(Tags.ICCProfile) is { Items: null, Fragments: null } element ? Parse(element.Value) : null;
    }

    /// <summary>Null when it is no such profile.</summary>
    public static ColorProfile? Parse(ReadOnlyMemory<byte> bytes)
    {
        var span = bytes.Span;
        if (span.Length < HeaderBytes + 4 || !span[36..40].SequenceEqual("acsp"u8) || !span[16..20].SequenceEqual("RGB "u8)) return null;
        var length = BinaryPrimitives.ReadUInt32BigEndian(span);
        return length is >= HeaderBytes + 4 and <= MaxBytes && length <= span.Length ? new(bytes[..(int)length]) : null;
    }

    /// <summary>The data of a tag; empty when it is absent or not within the profile.</summary>
    public ReadOnlySpan<byte> Find(ReadOnlySpan<byte> signature)
    {
        var span = Bytes.Span;
        var count = Math.Min(BinaryPrimitives.ReadUInt32BigEndian(span[HeaderBytes..]), MaxTags);
        for (var at = HeaderBytes + 4; count-- > 0 && at + TagBytes <= span.Length; at += TagBytes)
        {
            if (!span.Slice(at, 4).SequenceEqual(signature)) continue;
            var (offset, size) = (BinaryPrimitives.ReadUInt32BigEndian(span[(at + 4)..]), BinaryPrimitives.ReadUInt32BigEndian(span[(at + 8)..]));
            return offset <= span.Length && size <= span.Length - offset ? span.Slice((int)offset, (int)size) : [];
        }
        return [];
    }
}

using System.Buffers.Binary;

namespace Concord.Dicom.Encoding;

/// <summary>Which fragments of encapsulated pixel data make which frame (PS3.5 §A.4, PS3.3 §C.7.6.3.1.8).</summary>
public static class FrameStarts
{
    /// <summary>Bytes of a fragment's beginning that <see cref="Find"/> wants to see.</summary>
    public const int PeekLength = 12;

    private const int ItemHeaderLength = 8;

    private static ReadOnlySpan<byte> JpegXlBox => [0, 0, 0, 0x0C, (byte)'J', (byte)'X', (byte)'L', (byte)' '];

    private static ReadOnlySpan<byte> Jpeg2000Box => [0, 0, 0, 0x0C, (byte)'j', (byte)'P', (byte)' ', (byte)' '];

    /// <summary>The first fragment of each frame, counted from 0 without the Basic Offset Table, ascending.</summary>
    /// <param name="lengths">Of the fragments, bytes, without their item headers.</param>
    /// <param name="frames">Number of Frames, at least 1.</param>
    /// <param name="basic">The Basic Offset Table, or nothing. Believed when every offset is that of a fragment; so is the other.</param>
    /// <param name="extended">Value of the Extended Offset Table (7FE0,0001), or nothing; goes before the basic one.</param>
    /// <param name="peek">The first bytes of a fragment, up to <see cref="PeekLength"/>: asked for only where no table helps and a codec's start marker must.</param>
    public static int[] Find(IReadOnlyList<long> lengths, int frames, ReadOnlySpan<byte> basic, ReadOnlySpan<byte> extended, Func<int, ReadOnlyMemory<byte>> peek)
    {
        if (frames == 1) return [0];
        return ByTable(lengths, extended, sizeof(long)) ?? ByTable(lengths, basic, sizeof(uint)) ?? ByMarkers(lengths.Count, frames, peek)
            ?? [.. Enumerable.Range(0, Math.Min(frames, lengths.Count))]; // a fragment is a frame; surplus ones belong to the last
    }

    /// <summary>Offsets count from the first fragment's item tag; each must be that of a fragment, in order, or the table is not believed.</summary>
    private static int[]? ByTable(IReadOnlyList<long> lengths, ReadOnlySpan<byte> table, int size)
    {
        if (table.IsEmpty || table.Length % size != 0 || table.Length / size > lengths.Count) return null;
        var starts = new int[table.Length / size];
        long at = 0;
        var fragment = 0;
        for (var i = 0; i < starts.Length; i++, Step(ref fragment, ref at))
        {
            var offset = size == sizeof(long) ? BinaryPrimitives.ReadInt64LittleEndian(table[(i * size)..]) : BinaryPrimitives.ReadUInt32LittleEndian(table[(i * size)..]);
            while (fragment < lengths.Count && at < offset) Step(ref fragment, ref at);
            if (fragment >= lengths.Count || at != offset) return null;
            starts[i] = fragment;
        }
        return starts[0] == 0 ? starts : null;

        void Step(ref int fragment, ref long at) => at += ItemHeaderLength + (fragment < lengths.Count ? lengths[fragment++] : 0);
    }

    /// <summary>More fragments than frames: a frame begins where a stream of its codec does, if that makes as many as there should be.</summary>
    private static int[]? ByMarkers(int fragments, int frames, Func<int, ReadOnlyMemory<byte>> peek)
    {
        if (fragments <= frames) return null;
        var starts = new List<int>();
        for (var i = 0; i < fragments && starts.Count <= frames; i++)
            if (IsStartOfStream(peek(i).Span)) starts.Add(i);
        return starts.Count == frames && starts[0] == 0 ? [.. starts] : null;
    }

    /// <summary>SOI of JPEG and JPEG-LS before another marker; SOC and SIZ of JPEG 2000; either form of JPEG XL; the header of RLE (PS3.5 §G.5).</summary>
    public static bool IsStartOfStream(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0x4F, 0xFF, 0x51])
        || bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0x0A]) || bytes.StartsWith(JpegXlBox) || bytes.StartsWith(Jpeg2000Box)
        || (bytes.Length >= 8 && BinaryPrimitives.ReadUInt32LittleEndian(bytes) is >= 1 and <= 15 && BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) == 64);
}

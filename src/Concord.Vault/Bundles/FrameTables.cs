using System.Buffers.Binary;
using Concord.Dicom.Dictionary;

namespace Concord.Vault.Bundles;

/// <summary>Cuts pixel data into frames (PS3.5 §8.2, §A.4; PS3.3 §C.7.6.3).</summary>
internal static class FrameTables
{
    private const int ItemHeaderLength = 8;

    public static FrameTable Native(EntryHead head)
    {
        var frames = NumberOfFrames(head);
        long bits = 1;
        foreach (var factor in new[] { Number(head, Tags.Rows), Number(head, Tags.Columns), Math.Max(1, Number(head, Tags.SamplesPerPixel)), Number(head, Tags.BitsAllocated) })
            bits = factor is > 0 and <= ushort.MaxValue ? bits * factor : 0;
        var isSubsampled = head.Head.GetString(Tags.PhotometricInterpretation) is "YBR_FULL_422" or "YBR_PARTIAL_422";
        if (isSubsampled) bits = bits / 3 * 2;
        if (bits == 0 || bits > head.PixelDataLength * 8 / frames) bits = head.PixelDataLength * 8 / frames; // the attributes lie: share what is there
        return new(new(head.PixelDataOffset, head.PixelDataLength), frames, Math.Max(1, bits), []);
    }

    /// <param name="fragments">The Basic Offset Table first, as ranges of the bundle file.</param>
    public static FrameTable Encapsulated(EntryHead head, IReadOnlyList<ByteRange> fragments, ByteSource dataSet)
    {
        var frames = NumberOfFrames(head);
        var end = fragments.Count == 0 ? head.PixelDataOffset : fragments[^1].Offset + fragments[^1].Length;
        var all = fragments.Skip(1).ToList();
        var starts = frames == 1 ? [0] : ExtendedStarts(head, all) ?? BasicStarts(head, fragments, all, dataSet) ?? OneFragmentEach(all, frames);
        var table = new List<IReadOnlyList<ByteRange>>();
        for (var i = 0; i < starts.Count; i++) table.Add(all[starts[i]..(i + 1 < starts.Count ? starts[i + 1] : all.Count)]);
        return new(new(head.PixelDataOffset, end - head.PixelDataOffset), frames, 0, table);
    }

    /// <summary>The Extended Offset Table: offsets in eight bytes each (PS3.3 §C.7.6.3.1.8).</summary>
    private static List<int>? ExtendedStarts(EntryHead head, List<ByteRange> fragments) =>
        head.Head.Find(Tags.ExtendedOffsetTable) is { } element && element.Value.Length % 8 == 0
            ? Starts(fragments, element.Value.Length / 8, i => BinaryPrimitives.ReadInt64LittleEndian(element.Value.Span[(i * 8)..]))
            : null;

    private static List<int>? BasicStarts(EntryHead head, IReadOnlyList<ByteRange> fragments, List<ByteRange> all, ByteSource dataSet)
    {
        if (fragments.Count == 0 || fragments[0].Length is 0 or > 1 << 26 || fragments[0].Length % 4 != 0) return null;
        var table = new byte[fragments[0].Length];
        if (dataSet.Read(table, fragments[0].Offset - head.Entry.DataSetOffset) < table.Length) return null;
        return Starts(all, table.Length / 4, i => BinaryPrimitives.ReadUInt32LittleEndian(table.AsSpan(i * 4)));
    }

    /// <summary>Offsets count from the first fragment's item tag; each must be that of a fragment, in order, or the table is not believed.</summary>
    private static List<int>? Starts(List<ByteRange> fragments, int count, Func<int, long> offsetOf)
    {
        var starts = new List<int>();
        for (int i = 0, fragment = 0; i < count; i++, fragment++)
        {
            while (fragment < fragments.Count && fragments[fragment].Offset - fragments[0].Offset < offsetOf(i)) fragment++;
            if (fragment >= fragments.Count || fragments[fragment].Offset - fragments[0].Offset != offsetOf(i)) return null;
            starts.Add(fragment);
        }
        return starts.Count > 0 && starts[0] == 0 ? starts : null;
    }

    /// <summary>No table: a fragment is a frame; surplus ones belong to the last.</summary>
    private static List<int> OneFragmentEach(List<ByteRange> fragments, int frames) => [.. Enumerable.Range(0, Math.Min(frames, fragments.Count))];

    private static int NumberOfFrames(EntryHead head) => (int)Math.Clamp(head.Head.GetInt(Tags.NumberOfFrames) ?? 1, 1, 1 << 24);

    private static long Number(EntryHead head, Concord.Dicom.DataElements.Tag tag) => head.Head.GetInt(tag) ?? 0;
}

using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;

namespace Concord.Vault.Bundles;

/// <summary>Cuts pixel data into frames (PS3.5 §8.2, §A.4; PS3.3 §C.7.6.3); encapsulated ones by the rule of <see cref="FrameStarts"/>.</summary>
internal static class FrameTables
{
    private const int MaxTableLength = 1 << 26;

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
        var lengths = all.Select(fragment => fragment.Length).ToList();
        var extended = head.Head.Find(Tags.ExtendedOffsetTable) is { } element ? element.Value : default;
        var starts = FrameStarts.Find(lengths, frames, BasicTable(head, fragments, dataSet), extended.Span, i => Peek(head, all[i], dataSet));
        var table = new List<IReadOnlyList<ByteRange>>();
        for (var i = 0; i < starts.Length; i++) table.Add(all[starts[i]..(i + 1 < starts.Length ? starts[i + 1] : all.Count)]);
        return new(new(head.PixelDataOffset, end - head.PixelDataOffset), frames, 0, table);
    }

    private static byte[] BasicTable(EntryHead head, IReadOnlyList<ByteRange> fragments, ByteSource dataSet)
    {
        if (fragments.Count == 0 || fragments[0].Length is 0 or > MaxTableLength) return [];
        var table = new byte[fragments[0].Length];
        return dataSet.Read(table, fragments[0].Offset - head.Entry.DataSetOffset) < table.Length ? [] : table;
    }

    private static ReadOnlyMemory<byte> Peek(EntryHead head, ByteRange fragment, ByteSource dataSet)
    {
        var bytes = new byte[Math.Min(FrameStarts.PeekLength, fragment.Length)];
        return bytes.AsMemory(0, dataSet.Read(bytes, fragment.Offset - head.Entry.DataSetOffset));
    }

    private static int NumberOfFrames(EntryHead head) => (int)Math.Clamp(head.Head.GetInt(Tags.NumberOfFrames) ?? 1, 1, 1 << 24);

    private static long Number(EntryHead head, Concord.Dicom.DataElements.Tag tag) => head.Head.GetInt(tag) ?? 0;
}

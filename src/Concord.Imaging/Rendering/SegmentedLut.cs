using System.Buffers.Binary;

namespace Concord.Imaging.Rendering;

/// <summary>Expands Segmented Palette Color Lookup Table Data (PS3.3 §C.7.9.2): runs of values, straight lines between them, and repeats of earlier segments.</summary>
internal static class SegmentedLut
{
    private const int Discrete = 0;

    private const int Linear = 1;

    private const int Indirect = 2;

    /// <summary>All entries, or null when the segments are malformed or do not give just as many.</summary>
    /// <param name="data">Numbers of one byte, or of two, little endian.</param>
    /// <param name="unit">1 or 2: bytes of a number.</param>
    /// <param name="count">Entries that there must be.</param>
    public static ushort[]? Expand(ReadOnlySpan<byte> data, int unit, int count)
    {
        var entries = new List<ushort>(count);
        var at = 0;
        while (entries.Count < count && at + (2 * unit) <= data.Length)
            if (!TryTake(data, unit, count, ref at, entries, mayRepeat: true)) return null;
        return entries.Count == count ? [.. entries] : null;
    }

    private static bool TryTake(ReadOnlySpan<byte> data, int unit, int count, ref int at, List<ushort> entries, bool mayRepeat)
    {
        if (at < 0 || at + (2 * unit) > data.Length) return false;
        var kind = Number(data, unit, at);
        var length = Number(data, unit, at + unit);
        at += 2 * unit;
        return kind switch
        {
            Discrete => TryTakeRun(data, unit, length, count, ref at, entries),
            Linear => TryTakeLine(data, unit, length, count, ref at, entries),
            Indirect => mayRepeat && TryRepeat(data, unit, length, count, ref at, entries),
            _ => false,
        };
    }

    private static bool TryTakeRun(ReadOnlySpan<byte> data, int unit, int length, int count, ref int at, List<ushort> entries)
    {
        if (at + (length * unit) > data.Length || entries.Count + length > count) return false;
        for (var i = 0; i < length; i++, at += unit) entries.Add((ushort)Number(data, unit, at));
        return true;
    }

    private static bool TryTakeLine(ReadOnlySpan<byte> data, int unit, int length, int count, ref int at, List<ushort> entries)
    {
        if (at + unit > data.Length || entries.Count == 0 || entries.Count + length > count) return false;
        int from = entries[^1], to = Number(data, unit, at);
        at += unit;
        for (var i = 1; i <= length; i++) entries.Add((ushort)Math.Round(from + ((to - from) * (double)i / length), MidpointRounding.AwayFromZero));
        return true;
    }

    /// <summary>Goes back to a byte offset and takes that many segments again; those may not go back themselves.</summary>
    private static bool TryRepeat(ReadOnlySpan<byte> data, int unit, int segments, int count, ref int at, List<ushort> entries)
    {
        if (at + 4 > data.Length) return false;
        var offset = BinaryPrimitives.ReadUInt32LittleEndian(data[at..]);
        at += 4;
        if (offset >= data.Length) return false;
        var from = (int)offset;
        for (var i = 0; i < segments; i++)
            if (!TryTake(data, unit, count, ref from, entries, mayRepeat: false)) return false;
        return true;
    }

    private static int Number(ReadOnlySpan<byte> data, int unit, int at) => unit == 1 ? data[at] : BinaryPrimitives.ReadUInt16LittleEndian(data[at..]);
}

using System.Buffers.Binary;

namespace Concord.Imaging.Rendering;

/// <summary>Joins JPEG files of the strips of a picture, one below the other, to one file (ISO/IEC 10918-1 §B.2): every row of blocks ends with a restart marker, so that the coded data of a strip goes on where that of the last one ends.</summary>
internal static class JpegStrips
{
    /// <summary>Rows of a strip are a multiple of this: eight restart intervals of eight rows, after which the markers' numbers begin anew.</summary>
    public const int RowUnit = 64;

    /// <summary>Samples of a strip, about: what fits into a processor's own cache, and is much more work than handing it over.</summary>
    public const int StripBytes = 512 << 10;

    private const byte StartOfImage = 0xD8, EndOfImage = 0xD9, StartOfFrame = 0xC0, StartOfScan = 0xDA, LastRestart = 0xD7;

    private const int MarkerBytes = 2, HeightOffset = 5;

    /// <summary>Rows of a strip; all that there are when the picture is not worth cutting.</summary>
    public static int RowsOf(IPictureRows picture)
    {
        var rows = Math.Max(RowUnit, StripBytes / (picture.Columns * picture.Samples) / RowUnit * RowUnit);
        return picture.Rows > 2 * rows ? rows : picture.Rows;
    }

    /// <summary>One file of the strips, which stay the caller's. Each but the last has a multiple of <see cref="RowUnit"/> rows, a restart interval of one row of blocks, and the same settings.</summary>
    /// <param name="rows">Of all of them.</param>
    /// <exception cref="FrameException">One is no such file.</exception>
    public static PooledBytes Join(IReadOnlyList<PooledBytes> strips, int rows)
    {
        using var file = PooledBytes.Rent(strips.Sum(strip => strip.Memory.Length));
        var (frame, scan) = Places(strips[0].Span);
        var at = 0;
        Append(strips[0].Span[..scan]);
        BinaryPrimitives.WriteUInt16BigEndian(file.Span[(frame + HeightOffset)..], (ushort)rows);
        for (var i = 0; i < strips.Count; i++)
        {
            var strip = strips[i].Span;
            Append(strip[Places(strip).Scan..^MarkerBytes]);
            Append([0xFF, i + 1 < strips.Count ? LastRestart : EndOfImage]);
        }
        return file.First(at);

        void Append(ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(file.Span[at..]);
            at += bytes.Length;
        }
    }

    /// <summary>Where the marker of the frame header stands, and where the coded data begin. The file ends with its end marker.</summary>
    private static (int Frame, int Scan) Places(ReadOnlySpan<byte> file)
    {
        if (file.Length < 2 * MarkerBytes || file[0] != 0xFF || file[1] != StartOfImage || file[^2] != 0xFF || file[^1] != EndOfImage) throw Damaged();
        var frame = 0;
        for (var at = MarkerBytes; at + (2 * MarkerBytes) <= file.Length && file[at] == 0xFF;)
        {
            var marker = file[at + 1];
            if (marker == StartOfFrame) frame = at;
            var next = at + MarkerBytes + BinaryPrimitives.ReadUInt16BigEndian(file[(at + MarkerBytes)..]);
            if (marker == StartOfScan && frame > 0 && next <= file.Length - MarkerBytes) return (frame, next);
            at = next;
        }
        throw Damaged();
    }

    private static FrameException Damaged() => new(FrameFailure.Crashed, "The codec gave a strip that is no JPEG file");
}

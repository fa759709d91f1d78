using System.Buffers;
using System.Buffers.Binary;

namespace Concord.Imaging.Codecs.Rle;

/// <summary>RLE Lossless (PS3.5 Annex G): a segment for each byte of each sample, the most significant first, rows packed one by one.</summary>
internal static class RleEncoder
{
    private const int HeaderLength = 64;
    private const int MaxSegments = 15;
    private const int MaxRun = 128;
    private const int ShortestRun = 3; // two equal bytes among others cost more than they save

    /// <summary>Encodes a frame.</summary>
    /// <param name="samples">Little endian, by pixel.</param>
    /// <param name="bytesPerSample">1, 2, 4 or 8; with <paramref name="samplesPerPixel"/> no more than 15 segments.</param>
    /// <returns>The stream, of even length.</returns>
    public static PooledBytes Encode(ReadOnlySpan<byte> samples, int columns, int rows, int samplesPerPixel, int bytesPerSample)
    {
        var segments = samplesPerPixel * bytesPerSample;
        if (segments > MaxSegments) throw new FrameException(FrameFailure.Unsupported, "RLE has no more than 15 segments");
        var bound = HeaderLength + (segments * ((rows * (long)(columns + ((columns + MaxRun - 1) / MaxRun))) + 1));
        if (bound > ImagePixels.MaxFrameBytes) throw new FrameException(FrameFailure.TooLarge, "The frame is larger than what is encoded");
        var into = ArrayPool<byte>.Shared.Rent((int)bound);
        var row = ArrayPool<byte>.Shared.Rent(columns);
        try
        {
            into.AsSpan(0, HeaderLength).Clear();
            BinaryPrimitives.WriteUInt32LittleEndian(into, (uint)segments);
            var end = HeaderLength;
            for (var segment = 0; segment < segments; segment++)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(into.AsSpan(4 + (segment * 4)), (uint)end);
                var first = (segment / bytesPerSample * bytesPerSample) + (bytesPerSample - 1 - (segment % bytesPerSample));
                for (var y = 0; y < rows; y++)
                {
                    TakeBytes(samples[(y * columns * segments)..], first, segments, row.AsSpan(0, columns));
                    end += PackRow(row.AsSpan(0, columns), into.AsSpan(end));
                }
                if (end % 2 != 0) into[end++] = 0;
            }
            var stream = PooledBytes.Rent(end);
            into.AsSpan(0, end).CopyTo(stream.Span);
            return stream;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(into);
            ArrayPool<byte>.Shared.Return(row);
        }
    }

    private static void TakeBytes(ReadOnlySpan<byte> from, int first, int stride, Span<byte> to)
    {
        for (int i = 0, at = first; i < to.Length; i++, at += stride) to[i] = from[at];
    }

    /// <summary>Packs one row (PS3.5 §G.3.1); returns the bytes written, at most a byte more for each 128.</summary>
    internal static int PackRow(ReadOnlySpan<byte> row, Span<byte> to)
    {
        var written = 0;
        while (!row.IsEmpty)
        {
            var run = RunLength(row);
            if (run >= ShortestRun || run == row.Length)
            {
                to[written++] = (byte)(1 - run); // a run of n is -(n - 1)
                to[written++] = row[0];
                row = row[run..];
                continue;
            }
            var literal = LiteralLength(row);
            to[written++] = (byte)(literal - 1);
            row[..literal].CopyTo(to[written..]);
            written += literal;
            row = row[literal..];
        }
        return written;
    }

    private static int RunLength(ReadOnlySpan<byte> row)
    {
        var most = row[..Math.Min(row.Length, MaxRun)];
        var other = most.IndexOfAnyExcept(row[0]);
        return other < 0 ? most.Length : other;
    }

    /// <summary>Up to where three bytes are the same.</summary>
    private static int LiteralLength(ReadOnlySpan<byte> row)
    {
        var most = Math.Min(row.Length, MaxRun);
        for (var i = 1; i + 2 < most; i++)
            if (row[i] == row[i + 1] && row[i] == row[i + 2]) return i;
        return most;
    }
}

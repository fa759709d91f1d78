using System.Buffers.Binary;
using System.IO.Compression;
using Concord.Imaging.Rendering.Icc;

namespace Concord.Imaging.Rendering;

/// <summary>Writes pictures as PNG (ISO/IEC 15948): 8 bits, gray or red, green, blue, not interlaced.</summary>
public static class PngEncoder
{
    /// <summary>Bytes of the compressed stream in one IDAT chunk.</summary>
    private const int ChunkBytes = 256 << 10;

    private const int HeaderBytes = 13;

    private const int GrayType = 0;

    private const int RgbType = 2;

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    private static readonly ZLibCompressionOptions Fast = new() { CompressionLevel = 1, CompressionStrategy = ZLibCompressionStrategy.Filtered };

    /// <summary>The file; the caller gives it back. Stops between rows when cancelled.</summary>
    /// <param name="profile">Of its colours; null: nothing is said.</param>
    public static PooledBytes Encode(Picture picture, CancellationToken cancel, ColorProfile? profile = null)
    {
        using var file = new PooledFile(1024 + (picture.Length / 4));
        file.Write(Signature);
        Span<byte> header = stackalloc byte[HeaderBytes];
        header.Clear();
        BinaryPrimitives.WriteInt32BigEndian(header, picture.Columns);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], picture.Rows);
        (header[8], header[9]) = (8, picture.Samples == 1 ? (byte)GrayType : (byte)RgbType);
        WriteChunk(file, "IHDR"u8, header);
        if (profile is not null && picture.Samples == 3) WriteChunk(file, "iCCP"u8, ProfileFiles.PngChunk(profile));
        WriteImage(file, picture, cancel);
        WriteChunk(file, "IEND"u8, []);
        return file.Take();
    }

    private static void WriteImage(PooledFile file, Picture picture, CancellationToken cancel)
    {
        using var chunks = new ChunkStream(file);
        using (var zlib = new ZLibStream(chunks, Fast, leaveOpen: true))
        {
            var stride = picture.Columns * picture.Samples;
            using var filter = new PngFilter(stride, picture.Samples);
            for (var row = 0; row < picture.Rows; row++)
            {
                if (row % 64 == 0) cancel.ThrowIfCancellationRequested();
                zlib.Write(filter.Apply(row == 0 ? [] : picture.Span.Slice((row - 1) * stride, stride), picture.Span.Slice(row * stride, stride)));
            }
        }
        chunks.Flush();
    }

    private static void WriteChunk(PooledFile file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> word = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(word, data.Length);
        file.Write(word);
        var from = file.Length;
        file.Write(type);
        file.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(word, PngCrc.Of(file.Written[from..]));
        file.Write(word);
    }

    /// <summary>Gathers the compressed stream and writes it as IDAT chunks.</summary>
    private sealed class ChunkStream(PooledFile file) : Stream
    {
        private readonly PooledBytes _gathered = PooledBytes.Rent(ChunkBytes);
        private int _count;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            while (!buffer.IsEmpty)
            {
                var take = Math.Min(buffer.Length, ChunkBytes - _count);
                buffer[..take].CopyTo(_gathered.Span[_count..]);
                _count += take;
                buffer = buffer[take..];
                if (_count == ChunkBytes) Flush();
            }
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Flush()
        {
            if (_count > 0) WriteChunk(file, "IDAT"u8, _gathered.Span[.._count]);
            _count = 0;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) _gathered.Dispose();
            base.Dispose(disposing);
        }
    }
}

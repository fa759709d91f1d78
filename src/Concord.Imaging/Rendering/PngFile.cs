using System.Buffers.Binary;
using System.IO.Compression;
using Concord.Imaging.Rendering.Icc;

namespace Concord.Imaging.Rendering;

/// <summary>A PNG file in the making (ISO/IEC 15948): its rows come one after the other, in pieces of any size. Of what came the last row is kept.</summary>
internal sealed class PngFile : IDisposable
{
    /// <summary>Bytes of the compressed stream in one IDAT chunk.</summary>
    private const int ChunkBytes = 256 << 10;

    private const int HeaderBytes = 13;

    private const int GrayType = 0;

    private const int RgbType = 2;

    /// <summary>Rows between two looks at whether anybody still wants the file.</summary>
    private const int RowsPerLook = 64;

    private static readonly ZLibCompressionOptions Fast = new() { CompressionLevel = 1, CompressionStrategy = ZLibCompressionStrategy.Filtered };

    private readonly PooledFile _file;
    private readonly ChunkStream _chunks;
    private readonly ZLibStream _zlib;
    private readonly PngFilter _filter;
    private readonly PooledBytes _above;
    private readonly int _stride;
    private int _rows;

    public PngFile(int columns, int rows, int samples, ColorProfile? profile)
    {
        _stride = columns * samples;
        _file = new(1024 + (int)Math.Min(int.MaxValue / 2, (long)_stride * rows / 4));
        _file.Write(Signature);
        Span<byte> header = stackalloc byte[HeaderBytes];
        header.Clear();
        BinaryPrimitives.WriteInt32BigEndian(header, columns);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], rows);
        (header[8], header[9]) = (8, samples == 1 ? (byte)GrayType : (byte)RgbType);
        WriteChunk(_file, "IHDR"u8, header);
        if (profile is not null && samples == 3) WriteChunk(_file, "iCCP"u8, ProfileFiles.PngChunk(profile));
        _chunks = new(_file);
        _zlib = new(_chunks, Fast, leaveOpen: true);
        _filter = new(_stride, samples);
        _above = PooledBytes.Rent(_stride);
    }

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>The next rows, whole.</summary>
    public void Add(ReadOnlySpan<byte> rows, CancellationToken cancel)
    {
        for (var at = 0; at < rows.Length; at += _stride, _rows++)
        {
            if (_rows % RowsPerLook == 0) cancel.ThrowIfCancellationRequested();
            var above = _rows == 0 ? [] : at == 0 ? _above.Span[.._stride] : rows.Slice(at - _stride, _stride);
            _zlib.Write(_filter.Apply(above, rows.Slice(at, _stride)));
        }
        rows[^_stride..].CopyTo(_above.Span);
    }

    /// <summary>The file, after its last row; the caller gives it back.</summary>
    public PooledBytes Take()
    {
        _zlib.Dispose();
        _chunks.Flush();
        WriteChunk(_file, "IEND"u8, []);
        return _file.Take();
    }

    public void Dispose()
    {
        _zlib.Dispose();
        _chunks.Dispose();
        _filter.Dispose();
        _above.Dispose();
        _file.Dispose();
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

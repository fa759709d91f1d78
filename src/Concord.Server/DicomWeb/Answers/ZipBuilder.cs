using System.Text;
using Concord.Vault.Blobs;
using Concord.Vault.Bundles;

namespace Concord.Server.DicomWeb.Answers;

/// <summary>Gathers the segments of a ZIP file (PKWARE APPNOTE) of stored entries: where all checksums are known beforehand, of known length, so that a broken
/// download can be taken up again.</summary>
internal sealed class ZipBuilder
{
    private readonly List<Segment> _segments = [];
    private readonly List<Entry> _entries = [];
    private long _at;

    /// <summary>Adds bytes whose checksum is known.</summary>
    public void Add(string name, Segment.Stored body, uint crc)
    {
        var entry = new Entry(name, body.Range.Length, _at) { Crc = crc };
        _entries.Add(entry);
        Put(entry.LocalHeader(flags: 0));
        _segments.Add(body);
        _at += entry.Size;
    }

    /// <summary>Adds bytes that are made when it is their turn; their checksum follows them.</summary>
    public void Add(string name, long size, Func<CancellationToken, ValueTask<Stream>> open)
    {
        var entry = new Entry(name, size, _at) { Flags = ZipFormat.DescriptorFlag };
        _entries.Add(entry);
        Put(entry.LocalHeader(ZipFormat.DescriptorFlag));
        _segments.Add(new Segment.Streamed(ReadOnlyMemory<byte>.Empty, async cancel => new CrcStream(await open(cancel), crc => entry.Crc = crc)));
        _segments.Add(new Segment.Made(null, _ => ValueTask.FromResult<ReadOnlyMemory<byte>>(entry.Descriptor())));
        _at += size + entry.DescriptorLength;
    }

    /// <summary>All segments, the directory last.</summary>
    public IReadOnlyList<Segment> Close()
    {
        var start = _at;
        var hasLate = _entries.Exists(entry => entry.Flags != 0);
        if (hasLate) _segments.Add(new Segment.Made(null, _ => ValueTask.FromResult<ReadOnlyMemory<byte>>(Directory(start))));
        else _segments.Add(new Segment.Memory(Directory(start)));
        return _segments;
    }

    private void Put(byte[] bytes)
    {
        _segments.Add(new Segment.Memory(bytes));
        _at += bytes.Length;
    }

    private byte[] Directory(long start)
    {
        var bytes = new MemoryStream();
        var one = new byte[ZipFormat.CentralFixedLength + Entry.MaxNameLength + 32];
        foreach (var entry in _entries)
            bytes.Write(one, 0, ZipFormat.WriteCentral(one, Encoding.ASCII.GetBytes(entry.Name), entry.Crc, entry.Size, entry.Offset, entry.Flags));
        var end = new byte[ZipFormat.Zip64EndLength + ZipFormat.Zip64LocatorLength + ZipFormat.EndLength];
        var length = ZipFormat.WriteEnd(end, _entries.Count, start, bytes.Length);
        bytes.Write(end, 0, length);
        return bytes.ToArray();
    }

    /// <summary>One entry; names are ASCII, made of UIDs.</summary>
    private sealed class Entry(string name, long size, long offset)
    {
        public const int MaxNameLength = 256;

        public string Name => name;

        public long Size => size;

        public long Offset => offset;

        public uint Crc { get; set; }

        public ushort Flags { get; init; }

        public int DescriptorLength => ZipFormat.NeedsZip64(size) ? 24 : 16;

        public byte[] LocalHeader(ushort flags)
        {
            var isBig = ZipFormat.NeedsZip64(size);
            var header = new byte[ZipFormat.LocalFixedLength + name.Length + (isBig ? 20 : 0)];
            Encoding.ASCII.GetBytes(name, header.AsSpan(ZipFormat.LocalFixedLength));
            ZipFormat.WriteLocal(header, Crc, size, name.Length, isBig ? 20 : 0, flags);
            if (!isBig) return header;
            var extra = header.AsSpan(ZipFormat.LocalFixedLength + name.Length);
            ZipFormat.WriteExtraHeader(extra, ZipFormat.Zip64ExtraId, 16);
            ZipFormat.WriteSizes(extra[4..], size);
            return header;
        }

        public byte[] Descriptor()
        {
            var descriptor = new byte[DescriptorLength];
            BitConverter.TryWriteBytes(descriptor, 0x08074B50);
            BitConverter.TryWriteBytes(descriptor.AsSpan(4), Crc);
            if (DescriptorLength == 24)
            {
                ZipFormat.WriteSizes(descriptor.AsSpan(8), size);
                return descriptor;
            }
            BitConverter.TryWriteBytes(descriptor.AsSpan(8), (uint)size);
            BitConverter.TryWriteBytes(descriptor.AsSpan(12), (uint)size);
            return descriptor;
        }
    }

    /// <summary>Reads through and tells the checksum at the end.</summary>
    private sealed class CrcStream(Stream inner, Action<uint> told) : Stream
    {
        private uint _crc;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await inner.ReadAsync(buffer, cancellationToken);
            if (read > 0) _crc = Crc32.Append(_crc, buffer.Span[..read]);
            else told(_crc);
            return read;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) inner.Dispose();
            base.Dispose(disposing);
        }
    }
}

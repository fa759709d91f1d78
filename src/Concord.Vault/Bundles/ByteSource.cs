using System.Buffers;
using Concord.Vault.Receive;
using Microsoft.Win32.SafeHandles;

namespace Concord.Vault.Bundles;

/// <summary>The bytes of one data set or one bundle, read by position: from memory, a spool file, a bundle file or a blob store. Blocking.</summary>
/// <param name="Length">Bytes there are.</param>
internal abstract record ByteSource(long Length)
{
    /// <summary>Fills the span, or as much of it as there is. Returns the bytes read.</summary>
    public abstract int Read(Span<byte> into, long offset);

    /// <summary>Bytes that lie in memory.</summary>
    public sealed record Memory(ReadOnlySequence<byte> Bytes) : ByteSource(Bytes.Length)
    {
        public override int Read(Span<byte> into, long offset)
        {
            var count = (int)Math.Min(into.Length, Math.Max(0, Length - offset));
            if (count > 0) Bytes.Slice(offset, count).CopyTo(into);
            return count;
        }
    }

    /// <summary>Bytes of a spool file, from an offset in what was received.</summary>
    public sealed record Spooled(SpoolFile File, long Start, long DataSetLength) : ByteSource(DataSetLength)
    {
        public override int Read(Span<byte> into, long offset) => ReadFully(into, Length - offset, (piece, at) => File.Read(piece, Start + offset + at));
    }

    /// <summary>Bytes of an open file.</summary>
    public sealed record OpenFile(SafeFileHandle Handle, long Start, long DataSetLength) : ByteSource(DataSetLength)
    {
        public override int Read(Span<byte> into, long offset) => ReadFully(into, Length - offset, (piece, at) => RandomAccess.Read(Handle, piece, Start + offset + at));
    }

    /// <summary>All bytes of an open file, as long as it is now.</summary>
    public static ByteSource WholeFile(SafeFileHandle file) => new OpenFile(file, 0, RandomAccess.GetLength(file));

    /// <summary>A range of another source.</summary>
    public sealed record Part(ByteSource Whole, long Start, long PartLength) : ByteSource(PartLength)
    {
        public override int Read(Span<byte> into, long offset) => Whole.Read(into[..(int)Math.Min(into.Length, Math.Max(0, Length - offset))], Start + offset);
    }

    /// <summary>Bytes behind a seekable stream.</summary>
    public sealed record Streamed(Stream Stream) : ByteSource(Stream.Length)
    {
        public override int Read(Span<byte> into, long offset)
        {
            Stream.Position = Math.Min(offset, Length);
            into = into[..(int)Math.Min(into.Length, Length - Stream.Position)];
            return Stream.ReadAtLeast(into, into.Length, throwOnEndOfStream: false);
        }
    }

    private static int ReadFully(Span<byte> into, long available, ReadAt read)
    {
        var wanted = (int)Math.Min(into.Length, Math.Max(0, available));
        var total = 0;
        while (total < wanted && read(into[total..wanted], total) is var got and > 0) total += got;
        return total;
    }

    private delegate int ReadAt(Span<byte> into, int at);
}

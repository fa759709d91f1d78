using System.Buffers;
using Concord.Vault.Receive;
using Microsoft.Win32.SafeHandles;

namespace Concord.Vault.Bundles;

/// <summary>The bytes of one data set, read by position: from memory, a spool file or a bundle file.</summary>
/// <param name="Length">Bytes of the data set.</param>
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

    /// <summary>Bytes behind a seekable stream.</summary>
    public sealed record Streamed(Stream Stream) : ByteSource(Stream.Length)
    {
        public override int Read(Span<byte> into, long offset)
        {
            Stream.Position = Math.Min(offset, Length);
            return Stream.ReadAtLeast(into[..(int)Math.Min(into.Length, Length - Stream.Position)], into.Length, throwOnEndOfStream: false);
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

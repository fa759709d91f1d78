using System.Buffers;
using Concord.Vault.Blobs;
using Microsoft.Win32.SafeHandles;

namespace Concord.Vault.Bundles;

/// <summary>What lies in a bundle file, read header by header without any index.</summary>
/// <param name="Entries">Whole objects, in file order.</param>
/// <param name="Damaged">Bytes that are no whole object: a torn tail, or an entry whose bytes do not give its CRC.</param>
/// <param name="TrailerOffset">Where metadata, index and central directory begin; the file's length when there is no trailer.</param>
/// <param name="PlaceholderOf">Arrival number of an object that was being copied here from its spool file at the end; else null.</param>
internal sealed record BundleScan(IReadOnlyList<ScannedEntry> Entries, IReadOnlyList<ByteRange> Damaged, long TrailerOffset, long? PlaceholderOf)
{
    private const int BlockLength = 1 << 20;

    /// <summary>Scans a file; with <paramref name="checkData"/> every byte is read and held against its CRC. Blocking.</summary>
    public static BundleScan Of(SafeFileHandle file, bool checkData, CancellationToken cancel = default)
    {
        var length = RandomAccess.GetLength(file);
        var entries = new List<ScannedEntry>();
        var damaged = new List<ByteRange>();
        var header = new byte[LocalHeader.MaxLength];
        for (long at = 0; at < length;)
        {
            cancel.ThrowIfCancellationRequested();
            var found = ReadHeader(file, at, header);
            if (found is { IsPlaceholder: true }) return new(entries, [.. damaged, new(at, length - at)], length, found.Record!.ArrivalNumber);
            if (found is { Record: null }) return new(entries, damaged, at, null);
            if (found is null || found.Size > length - at - found.Length || found.Record!.FrontLength > found.Size)
            {
                var next = FindHeader(file, at + 1, length);
                damaged.Add(new(at, next - at));
                at = next;
                continue;
            }
            var entry = new ScannedEntry(at, found);
            if (checkData && CrcOf(file, entry.DataOffset, found.Size, cancel) != found.Crc) damaged.Add(new(at, entry.End - at));
            else entries.Add(entry);
            at = entry.End;
        }
        return new(entries, damaged, length, null);
    }

    /// <summary>CRC-32 of a range of the file.</summary>
    /// <exception cref="EndOfStreamException">The file ends within it.</exception>
    public static uint CrcOf(SafeFileHandle file, long offset, long length, CancellationToken cancel = default)
    {
        var block = ArrayPool<byte>.Shared.Rent(BlockLength);
        try
        {
            var crc = 0u;
            while (length > 0)
            {
                cancel.ThrowIfCancellationRequested();
                var read = RandomAccess.Read(file, block.AsSpan(0, (int)Math.Min(length, block.Length)), offset);
                if (read == 0) throw new EndOfStreamException("A bundle file is shorter than its entries say.");
                crc = Crc32.Append(crc, block.AsSpan(0, read));
                offset += read;
                length -= read;
            }
            return crc;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    private static LocalHeader? ReadHeader(SafeFileHandle file, long at, byte[] buffer) => LocalHeader.TryRead(buffer.AsSpan(0, ReadFully(file, buffer, at)));

    private static int ReadFully(SafeFileHandle file, Span<byte> into, long at)
    {
        var total = 0;
        while (total < into.Length && RandomAccess.Read(file, into[total..], at + total) is var read and > 0) total += read;
        return total;
    }

    /// <summary>The next header of an object after damage, or the end: only a header whose own CRC is right counts.</summary>
    private static long FindHeader(SafeFileHandle file, long from, long length)
    {
        var block = new byte[BlockLength];
        var header = new byte[LocalHeader.MaxLength];
        while (from < length)
        {
            var read = ReadFully(file, block, from);
            var bytes = block.AsSpan(0, read);
            for (var at = 0; bytes[at..].IndexOf("PK\u0003\u0004"u8) is var hit and >= 0; at++)
            {
                at += hit;
                if (ReadHeader(file, from + at, header) is { Record: not null }) return from + at;
            }
            if (read < block.Length) break;
            from += read - 3;
        }
        return length;
    }
}

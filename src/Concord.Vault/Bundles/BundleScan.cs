using System.Buffers;
using Concord.Vault.Blobs;
using Microsoft.Win32.SafeHandles;

namespace Concord.Vault.Bundles;

/// <summary>What lies in a bundle file, read header by header without any index.</summary>
/// <param name="Entries">Whole objects, in file order.</param>
/// <param name="Damaged">Bytes that are no whole object: a torn tail, or an entry whose bytes do not give its CRC.</param>
/// <param name="TrailerOffset">Where metadata, index and central directory begin; where the objects end when there is no trailer.</param>
/// <param name="PlaceholderOf">Arrival number of an object that was being copied here from its spool file at the end; else null.</param>
internal sealed record BundleScan(IReadOnlyList<ScannedEntry> Entries, IReadOnlyList<ByteRange> Damaged, long TrailerOffset, long? PlaceholderOf)
{
    private const int BlockLength = 1 << 20;

    /// <summary>Bytes that were read to find headers; a few times the file's length at most, whatever lies in it.</summary>
    public long HeaderBytesRead { get; private init; }

    /// <summary>Scans a file; with <paramref name="checkData"/> every byte is read and held against its CRC. Blocking.</summary>
    public static BundleScan Of(SafeFileHandle file, bool checkData, CancellationToken cancel = default) => Of(ByteSource.WholeFile(file), checkData, cancel);

    /// <summary>As above, wherever the bytes lie.</summary>
    public static BundleScan Of(ByteSource file, bool checkData, CancellationToken cancel = default)
    {
        var length = file.Length;
        var entries = new List<ScannedEntry>();
        var damaged = new List<ByteRange>();
        var window = new HeaderWindow(file, length);
        for (long at = 0; at < length;)
        {
            cancel.ThrowIfCancellationRequested();
            var found = window.At(at);
            if (found is { IsPlaceholder: true }) return Found([.. damaged, new(at, length - at)], length, found.Record!.ArrivalNumber);
            if (found is { Record: null }) return Found(damaged, at, null);
            if (found is null && IsPadding(file, at, length)) return Found(damaged, at, null);
            if (found is null || found.Size > length - at - found.Length || found.Record!.FrontLength > found.Size)
            {
                var next = window.Next(at + 1, cancel);
                damaged.Add(new(at, next - at));
                at = next;
                continue;
            }
            var entry = new ScannedEntry(at, found);
            if (checkData && CrcOf(file, entry.DataOffset, found.Size, cancel) != found.Crc) damaged.Add(new(at, entry.End - at));
            else entries.Add(entry);
            at = entry.End;
        }
        return Found(damaged, length, null);

        BundleScan Found(List<ByteRange> lost, long trailerOffset, long? placeholderOf) => new(entries, lost, trailerOffset, placeholderOf) { HeaderBytesRead = window.BytesRead };
    }

    /// <summary>Zeros that fill up the last block of an open bundle (<see cref="DirectAppend"/>).</summary>
    private static bool IsPadding(ByteSource file, long at, long length)
    {
        if (length - at >= AlignedBlock.Alignment || length % AlignedBlock.Alignment != 0) return false;
        Span<byte> rest = stackalloc byte[(int)(length - at)];
        return file.Read(rest, at) == rest.Length && !rest.ContainsAnyExcept((byte)0);
    }

    /// <summary>CRC-32 of a range of the file.</summary>
    /// <exception cref="EndOfStreamException">The file ends within it.</exception>
    public static uint CrcOf(SafeFileHandle file, long offset, long length, CancellationToken cancel = default) => CrcOf(ByteSource.WholeFile(file), offset, length, cancel);

    /// <summary>As above, wherever the bytes lie.</summary>
    public static uint CrcOf(ByteSource file, long offset, long length, CancellationToken cancel = default)
    {
        var block = ArrayPool<byte>.Shared.Rent(BlockLength);
        try
        {
            var crc = 0u;
            while (length > 0)
            {
                cancel.ThrowIfCancellationRequested();
                var read = file.Read(block.AsSpan(0, (int)Math.Min(length, block.Length)), offset);
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
}

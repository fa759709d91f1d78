using System.Buffers;
using Concord.Vault.Blobs;

namespace Concord.Vault.Bundles;

/// <summary>Reads an entry's bytes again, to be sure of them.</summary>
internal sealed class EntryReading(BundleFiles files, SealedBundles sealedBundles, MovedBundles moved)
{
    private const int BlockLength = 1 << 20;

    /// <summary>True when every byte can be read, and has the CRC-32 that its bundle keeps of it. An object in a spool file has none yet: it is read only.</summary>
    public async ValueTask<bool> IsSound(BundleEntry entry, CancellationToken cancel)
    {
        while (true)
        {
            if (moved.Now(entry) is not { } now) return false;
            if (await IsSoundThere(now, cancel)) return true;
            if (moved.HolderOf(now.BundleId) == now.BundleId) return false; // else it was replaced meanwhile: look again
        }
    }

    private async ValueTask<bool> IsSoundThere(BundleEntry entry, CancellationToken cancel)
    {
        try
        {
            var expected = KnownCrc(entry);
            if (expected is null && !SpoolOffset.Is(entry.PartTenOffset)) return false; // its header is damaged
            var crc = await ReadCrc(entry, cancel);
            return expected is null || crc == expected;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The CRC-32 of an entry's bytes: what its bundle keeps, or, of an object in a spool file, by reading them.</summary>
    /// <exception cref="BundleDamagedException">The entry's header is damaged.</exception>
    public async ValueTask<uint> CrcOf(BundleEntry entry, CancellationToken cancel) =>
        KnownCrc(entry) ?? (SpoolOffset.Is(entry.PartTenOffset) ? await ReadCrc(entry, cancel) : throw new BundleDamagedException(entry.BundleId, "An entry's header is damaged."));

    private uint? KnownCrc(BundleEntry entry) =>
        SpoolOffset.Is(entry.PartTenOffset) ? null : sealedBundles.Load(entry.BundleId)?.Find(entry.ArrivalNumber)?.Crc ?? HeaderCrc(entry);

    private async ValueTask<uint> ReadCrc(BundleEntry entry, CancellationToken cancel)
    {
        await using var stream = files.Open(entry.BundleId, entry.PartTenOffset, entry.PartTenLength);
        var block = ArrayPool<byte>.Shared.Rent(BlockLength);
        try
        {
            uint crc = 0;
            for (long at = 0; at < entry.PartTenLength;)
            {
                var read = await stream.ReadAsync(block, cancel);
                crc = Crc32.Append(crc, block.AsSpan(0, read));
                at += read;
            }
            return crc;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    /// <summary>Of the local header that ends where the object begins; null when there is none.</summary>
    private uint? HeaderCrc(BundleEntry entry)
    {
        var length = (int)Math.Min(LocalHeader.MaxLength, entry.PartTenOffset);
        var before = new byte[length];
        using (var stream = files.Open(entry.BundleId, entry.PartTenOffset - length, length)) stream.ReadExactly(before);
        for (var at = length - ZipFormat.LocalFixedLength; at >= 0; at--)
            if (LocalHeader.TryRead(before.AsSpan(at)) is { IsPlaceholder: false } header && header.Length == length - at && header.Record?.ArrivalNumber == entry.ArrivalNumber) return header.Crc;
        return null;
    }
}

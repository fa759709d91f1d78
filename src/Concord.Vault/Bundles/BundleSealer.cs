using System.Security.Cryptography;
using Concord.Dicom.Dictionary;
using Concord.Vault.Blobs;
using Concord.Vault.Index;

namespace Concord.Vault.Bundles;

/// <summary>Seals a bundle that takes no more objects: spooled objects join, then metadata, index and central directory are written and made durable.
/// Blocking; runs on a disk thread.</summary>
/// <remarks>Until the trailer is durable the bundle is what it was: whatever fails is cut off and tried again.</remarks>
internal sealed class BundleSealer(BundleSurroundings around, int maxHeadBytes)
{
    private const int BlockLength = 1 << 20;
    private readonly List<(int Place, long PartTenOffset)> _joined = [];

    /// <summary>Spooled objects that joined, by place: their offsets in the bundle.</summary>
    public IReadOnlyList<(int Place, long PartTenOffset)> Joined => _joined;

    /// <summary>Writes the trailer; durable on return.</summary>
    /// <param name="file">The bundle, closed to appends.</param>
    /// <param name="durableEnd">Bytes of whole objects in it.</param>
    /// <exception cref="IOException">Not sealed; the bundle is as it was.</exception>
    public IndexEvent.BundleSealed Seal(OpenBundle bundle, DiskFile file, long durableEnd)
    {
        if (file.Length > durableEnd) file.Truncate(durableEnd); // a trailer that failed before
        var entries = BundleScan.Of(file.Handle, checkData: false).Entries;
        if (entries.Count > 0 && entries[^1].End != durableEnd) throw new InvalidDataException("A bundle is not what was written.");
        var objectsEnd = Join(bundle.BundleId, file, durableEnd, entries);
        entries = BundleScan.Of(file.Handle, checkData: false).Entries;
        try
        {
            return WriteTrailer(bundle, file, entries, objectsEnd);
        }
        catch
        {
            file.Truncate(durableEnd);
            throw;
        }
    }

    /// <summary>Copies spooled objects to the end: placeholder header, data, sync, header, sync. Returns the new end.</summary>
    private long Join(long bundleId, DiskFile file, long end, IReadOnlyList<ScannedEntry> present)
    {
        var names = present.Select(entry => entry.Header.Name).ToHashSet(StringComparer.Ordinal);
        var header = new byte[LocalHeader.MaxLength];
        var block = new byte[BlockLength];
        foreach (var (spool, entry) in around.Spooled.Of(bundleId))
        {
            var front = spool.Front!;
            var name = EntryName.Of(front.Record, names);
            names.Add(name);
            var length = LocalHeader.Write(header, name, front.Crc, front.PartTenLength, front.Record);
            file.Write([new byte[4], header.AsMemory(4, length - 4)], end);
            var crc = 0u;
            for (long at = 0; at < front.PartTenLength;)
            {
                var read = spool.ReadRaw(block.AsSpan(0, (int)Math.Min(block.Length, front.PartTenLength - at)), front.PartTenOffset + at);
                if (read == 0) throw new EndOfStreamException("A spool file is shorter than its front says.");
                crc = Crc32.Append(crc, block.AsSpan(0, read));
                file.Write(block.AsSpan(0, read), end + length + at);
                at += read;
            }
            if (crc != front.Crc) throw new InvalidDataException("A spooled object is not what was received.");
            file.SyncData();
            file.Write(header.AsSpan(0, 4), end);
            file.SyncData();
            _joined.Add((SpoolOffset.PlaceOf(entry.PartTenOffset), end + length));
            end += length + front.PartTenLength;
        }
        return end;
    }

    private IndexEvent.BundleSealed WriteTrailer(OpenBundle bundle, DiskFile file, IReadOnlyList<ScannedEntry> entries, long objectsEnd)
    {
        using var whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var reader = new SealedObjectReader(file.Handle, maxHeadBytes);
        using var metadata = new MetadataWriter();
        var objects = new List<SealedEntry>(entries.Count);
        foreach (var scanned in entries)
        {
            var sha256 = Digest(file, scanned, whole);
            var sealedEntry = Describe(bundle.BundleId, scanned, sha256, reader);
            objects.Add(sealedEntry);
            if (sealedEntry.Kind == EntryKind.Instance) // rejected ones too: they may be restored, and until then this is not given out as it lies
                reader.Read(sealedEntry.Entry, dataSet => metadata.Add(sealedEntry.Entry.SopInstanceUid, dataSet));
        }
        objects.Sort((left, right) => left.Entry.ArrivalNumber.CompareTo(right.Entry.ArrivalNumber));
        var trailer = new BundleTrailer(objectsEnd);
        var gzip = trailer.AddFile(EntryName.Metadata, metadata.Complete());
        var sealedBundle = new SealedBundle(bundle.BundleId, bundle.Key, gzip, objects);
        trailer.AddFile(EntryName.Index, SealedIndexCodec.Write(sealedBundle));
        trailer.AddDirectory(entries);
        file.Write(trailer.Buffers, objectsEnd);
        file.SyncData();
        foreach (var piece in trailer.Buffers) whole.AppendData(piece.Span);
        return new(bundle.BundleId, Convert.ToHexStringLower(whole.GetHashAndReset()), trailer.End, sealedBundle.Entries.Count, around.Time.GetUtcNow());
    }

    /// <summary>Reads an entry once: into the file's hash with its header, into its own without; its CRC must still be right.</summary>
    private static byte[] Digest(DiskFile file, ScannedEntry entry, IncrementalHash whole)
    {
        using var own = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var block = System.Buffers.ArrayPool<byte>.Shared.Rent(BlockLength);
        var crc = 0u;
        for (var at = entry.Offset; at < entry.End;)
        {
            var limit = at < entry.DataOffset ? entry.DataOffset : entry.End;
            var read = file.Read(block.AsSpan(0, (int)Math.Min(block.Length, limit - at)), at);
            if (read == 0) throw new EndOfStreamException("A bundle file is shorter than its entries say.");
            whole.AppendData(block, 0, read);
            if (at >= entry.DataOffset)
            {
                own.AppendData(block, 0, read);
                crc = Crc32.Append(crc, block.AsSpan(0, read));
            }
            at += read;
        }
        System.Buffers.ArrayPool<byte>.Shared.Return(block);
        if (crc != entry.Header.Crc) throw new InvalidDataException("An entry of a bundle is not what was written.");
        return own.GetHashAndReset();
    }

    private static SealedEntry Describe(long bundleId, ScannedEntry scanned, byte[] sha256, SealedObjectReader reader)
    {
        var entry = scanned.ToBundleEntry(bundleId);
        var (head, place, fragments) = reader.Locate(entry);
        return new(entry, scanned.Header.Record!.Kind, scanned.Header.Name, scanned.Offset, scanned.Header.Crc, sha256,
            place?.Tag ?? default, place is null ? -1 : entry.DataSetOffset + place.ValueOffset, place?.Length ?? 0,
            head.GetInt(Tags.InstanceNumber) is { } number and >= int.MinValue + 1L and <= int.MaxValue ? (int)number : null, fragments)
        {
            DataSetSha256 = scanned.Header.Record.DataSetSha256,
        };
    }
}

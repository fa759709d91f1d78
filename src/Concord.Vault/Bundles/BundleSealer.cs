using System.Security.Cryptography;
using Concord.Dicom.DataElements;
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
        if (file.Length > objectsEnd) file.Truncate(objectsEnd); // zeros of an append
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
                file.Append([block.AsMemory(0, read)], end + length + at);
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
        using var bytes = new DirectReader(around.Disk, file.Path);
        var reader = new SealedObjectReader(file.Handle, maxHeadBytes);
        using var metadata = new MetadataWriter();
        var objects = new List<SealedEntry>(entries.Count);
        foreach (var scanned in entries)
        {
            var sha256 = Digest(bytes, scanned, whole);
            var entry = scanned.ToBundleEntry(bundle.BundleId);
            ReadOnlyMemory<byte>? dataSet = entry.DataSetLength <= DirectReader.MaxLength ? bytes.Read(entry.DataSetOffset, entry.DataSetLength) : default(ReadOnlyMemory<byte>?);
            if (dataSet?.Length < entry.DataSetLength) throw new EndOfStreamException("A bundle file is shorter than its entries say.");
            objects.Add(Describe(entry, scanned, sha256, reader.Locate(entry, dataSet)));
            if (scanned.Header.Record!.Kind != EntryKind.Instance) continue; // rejected ones are told of too: they may be restored, and until then this is not given out as it lies
            if (dataSet is { } inMemory) reader.Read(entry, inMemory, read => metadata.Add(entry.SopInstanceUid, read));
            else reader.Read(entry, read => metadata.Add(entry.SopInstanceUid, read));
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
    private static byte[] Digest(DirectReader bytes, ScannedEntry entry, IncrementalHash whole)
    {
        using var own = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var crc = 0u;
        for (var at = entry.Offset; at < entry.End;)
        {
            var piece = bytes.Read(at, (at < entry.DataOffset ? entry.DataOffset : entry.End) - at).Span;
            if (piece.IsEmpty) throw new EndOfStreamException("A bundle file is shorter than its entries say.");
            whole.AppendData(piece);
            if (at >= entry.DataOffset)
            {
                own.AppendData(piece);
                crc = Crc32.Append(crc, piece);
            }
            at += piece.Length;
        }
        if (crc != entry.Header.Crc) throw new InvalidDataException("An entry of a bundle is not what was written.");
        return own.GetHashAndReset();
    }

    private static SealedEntry Describe(BundleEntry entry, ScannedEntry scanned, byte[] sha256, (DataSet Head, PixelDataPlace? Place, List<ByteRange> Fragments) found) =>
        new(entry, scanned.Header.Record!.Kind, scanned.Header.Name, scanned.Offset, scanned.Header.Crc, sha256,
            found.Place?.Tag ?? default, found.Place is { } place ? entry.DataSetOffset + place.ValueOffset : -1, found.Place?.Length ?? 0,
            found.Head.GetInt(Tags.InstanceNumber) is { } number and >= int.MinValue + 1L and <= int.MaxValue ? (int)number : null, found.Fragments)
        {
            DataSetSha256 = scanned.Header.Record.DataSetSha256,
        };
}

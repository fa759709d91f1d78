using System.Buffers;
using System.Security.Cryptography;
using Concord.Vault.Blobs;
using Concord.Vault.Integrity;

namespace Concord.Vault.Bundles;

/// <summary>Copies objects of sealed bundles into a new sealed one: headers and bytes as they are, in arrival order, every byte held to the CRC-32 and the SHA-256
/// that its bundle has of it; metadata, index and central directory made anew. One block is held in memory.</summary>
/// <param name="pace">Null: as fast as the disk is.</param>
internal sealed class BundleCopier(DiskThreads threads, int maxHeadBytes, ScrubPace? pace)
{
    private const int BlockLength = 256 << 10;

    /// <summary>Bytes written before they are flushed, so that no flush of the receive path waits behind many.</summary>
    private const long FlushEvery = 32 << 20;

    private readonly byte[] _header = new byte[LocalHeader.MaxLength];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly List<ScannedEntry> _written = [];
    private readonly List<SealedEntry> _objects = [];
    private long _end;
    private long _flushed;

    /// <summary>Writes <paramref name="file"/>; durable on return. The result is what the index is told.</summary>
    /// <exception cref="BundleDamagedException">A source is not what was sealed.</exception>
    /// <exception cref="IOException">The disk does not take it.</exception>
    public async Task<(SealedBundle Bundle, string Sha256)> Write(long bundleId, DiskFile file, IReadOnlyList<BundleSource> sources, IReadOnlySet<long> without, CancellationToken cancel)
    {
        using var whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var metadata = new MetadataWriter();
        var reader = new SealedObjectReader(file.Handle, maxHeadBytes);
        var wanted = sources.SelectMany(source => source.Bundle.Objects.Select(known => (Source: source, Known: known)))
            .Where(one => !without.Contains(one.Known.Entry.ArrivalNumber)).OrderBy(one => one.Known.Entry.ArrivalNumber);
        foreach (var (source, known) in wanted)
        {
            await Copy(bundleId, file, source, known, whole, cancel);
            var copied = _objects[^1];
            if (copied.Kind == EntryKind.Instance)
                await threads.Run(() => reader.Read(copied.Entry, dataSet => metadata.Add(copied.Entry.SopInstanceUid, dataSet)));
        }
        return await threads.Run(() => WriteTrailer(bundleId, file, sources[0].Bundle.Key, metadata, whole));
    }

    private async Task Copy(long bundleId, DiskFile file, BundleSource source, SealedEntry known, IncrementalHash whole, CancellationToken cancel)
    {
        var scanned = source.Scanned(known);
        var record = scanned.Header.Record!;
        var name = EntryName.Of(record, _names);
        if (!_names.Add(name)) throw new BundleDamagedException(source.Bundle.BundleId, "An arrival number is in the bundles twice.");
        var start = _end;
        var headerLength = await threads.Run(() => WriteHeader(file, source, scanned, name, whole));
        using var own = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var crc = 0u;
        for (long at = 0; at < scanned.Header.Size;)
        {
            cancel.ThrowIfCancellationRequested();
            var from = at;
            var (read, next) = await threads.Run(() => CopyBlock(file, source, scanned.DataOffset + from, scanned.Header.Size - from, crc, own, whole));
            (crc, at) = (next, at + read);
            if (pace is not null) await pace.Spend(read, cancel);
        }
        if (crc != known.Crc || !own.GetHashAndReset().AsSpan().SequenceEqual(known.Sha256.Span))
            throw new BundleDamagedException(source.Bundle.BundleId, "An entry's bytes are not those that were sealed.");
        _written.Add(new(start, new LocalHeader(name, known.Crc, scanned.Header.Size, headerLength, record)));
        _objects.Add(Moved(known, bundleId, name, start, start + headerLength - known.Entry.PartTenOffset));
    }

    /// <summary>As it lies, unless another entry has taken the name.</summary>
    private int WriteHeader(DiskFile file, BundleSource source, ScannedEntry scanned, string name, IncrementalHash whole)
    {
        var length = scanned.Header.Length;
        if (name == scanned.Header.Name) source.Bytes.Read(_header.AsSpan(0, length), scanned.Offset);
        else length = LocalHeader.Write(_header, name, scanned.Header.Crc, scanned.Header.Size, scanned.Header.Record);
        Append(file, _header.AsSpan(0, length), whole);
        return length;
    }

    private (int Read, uint Crc) CopyBlock(DiskFile file, BundleSource source, long offset, long left, uint crc, IncrementalHash own, IncrementalHash whole)
    {
        var block = ArrayPool<byte>.Shared.Rent(BlockLength);
        try
        {
            var read = source.Bytes.Read(block.AsSpan(0, (int)Math.Min(BlockLength, left)), offset);
            if (read == 0) throw new BundleDamagedException(source.Bundle.BundleId, "A bundle file is shorter than its entries say.");
            var bytes = block.AsSpan(0, read);
            own.AppendData(bytes);
            Append(file, bytes, whole);
            return (read, Crc32.Append(crc, bytes));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    private void Append(DiskFile file, ReadOnlySpan<byte> bytes, IncrementalHash whole)
    {
        file.Write(bytes, _end);
        whole.AppendData(bytes);
        _end += bytes.Length;
        if (_end - _flushed < FlushEvery) return;
        file.SyncData();
        _flushed = _end;
    }

    private (SealedBundle Bundle, string Sha256) WriteTrailer(long bundleId, DiskFile file, SeriesKey key, MetadataWriter metadata, IncrementalHash whole)
    {
        var trailer = new BundleTrailer(_end);
        var bundle = new SealedBundle(bundleId, key, trailer.AddFile(EntryName.Metadata, metadata.Complete()), _objects);
        trailer.AddFile(EntryName.Index, SealedIndexCodec.Write(bundle));
        trailer.AddDirectory(_written);
        file.Write(trailer.Buffers, _end);
        foreach (var piece in trailer.Buffers) whole.AppendData(piece.Span);
        file.SyncData();
        return (bundle, Convert.ToHexStringLower(whole.GetHashAndReset()));
    }

    private static SealedEntry Moved(SealedEntry known, long bundleId, string name, long headerOffset, long by) => known with
    {
        Entry = known.Entry with { BundleId = bundleId, PartTenOffset = known.Entry.PartTenOffset + by, DataSetOffset = known.Entry.DataSetOffset + by },
        Name = name,
        HeaderOffset = headerOffset,
        PixelDataOffset = known.PixelDataOffset < 0 ? -1 : known.PixelDataOffset + by,
        Fragments = known.Fragments.Count == 0 ? known.Fragments : [.. known.Fragments.Select(range => range with { Offset = range.Offset + by })],
    };
}

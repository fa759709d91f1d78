using System.Buffers;
using System.Security.Cryptography;
using Concord.Vault.Blobs;
using Concord.Vault.Compression;
using Concord.Vault.Integrity;

namespace Concord.Vault.Bundles;

/// <summary>Copies objects of sealed bundles into a new sealed one: headers and bytes as they are, in arrival order, every byte held to the CRC-32 and the SHA-256
/// that its bundle has of it; recipes, metadata, index and central directory made anew. One block is held in memory, and one object where it is recoded.</summary>
/// <param name="pace">Null: as fast as the disk is.</param>
/// <param name="recoding">Null: every object stays as it is.</param>
internal sealed class BundleCopier(DiskThreads threads, int maxHeadBytes, ScrubPace? pace, IObjectRecoding? recoding = null)
{
    private const int BlockLength = 256 << 10;

    /// <summary>Bytes written before they are flushed, so that no flush of the receive path waits behind many.</summary>
    private const long FlushEvery = 32 << 20;

    private readonly byte[] _header = new byte[LocalHeader.MaxLength];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly List<ScannedEntry> _written = [];
    private readonly List<SealedEntry> _objects = [];
    private readonly ArrayBufferWriter<byte> _recipes = new();
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
            var scanned = source.Scanned(known);
            var name = EntryName.Of(scanned.Header.Record!, _names);
            if (!_names.Add(name)) throw new BundleDamagedException(source.Bundle.BundleId, "An arrival number is in the bundles twice.");
            if (await Recode(source, known, scanned, cancel) is { } made) await threads.Run(() => Add(bundleId, file, known, scanned, name, made, whole));
            else await Copy(bundleId, file, source, known, scanned, name, whole, cancel);
            var copied = _objects[^1];
            if (copied.Kind == EntryKind.Instance)
                await threads.Run(() => reader.Read(copied.Entry, dataSet => metadata.Add(copied.Entry.SopInstanceUid, dataSet)));
        }
        return await threads.Run(() => WriteTrailer(bundleId, file, sources[0].Bundle.Key, metadata, whole));
    }

    private async Task<CompressedObject?> Recode(BundleSource source, SealedEntry known, ScannedEntry scanned, CancellationToken cancel)
    {
        if (_objects.Count >= OriginalOffset.MaxPlaces || recoding?.Wants(known, scanned.Header.Record!) != true) return null;
        var partTen = await threads.Run(() => ReadWhole(source, known, scanned));
        if (pace is not null)
            for (var left = partTen.Length; left > 0; left -= BlockLength) await pace.Spend(Math.Min(left, BlockLength), cancel);
        return await recoding.Recode(known, scanned.Header.Record!, partTen, cancel);
    }

    private static byte[] ReadWhole(BundleSource source, SealedEntry known, ScannedEntry scanned)
    {
        var bytes = new byte[scanned.Header.Size];
        for (var at = 0; at < bytes.Length;)
        {
            var read = source.Bytes.Read(bytes.AsSpan(at, Math.Min(BlockLength, bytes.Length - at)), scanned.DataOffset + at);
            if (read == 0) throw new BundleDamagedException(source.Bundle.BundleId, "A bundle file is shorter than its entries say.");
            at += read;
        }
        if (!SHA256.HashData(bytes).AsSpan().SequenceEqual(known.Sha256.Span)) throw new BundleDamagedException(source.Bundle.BundleId, "An entry's bytes are not those that were sealed.");
        return bytes;
    }

    /// <summary>An object in its new form.</summary>
    private void Add(long bundleId, DiskFile file, SealedEntry known, ScannedEntry scanned, string name, CompressedObject made, IncrementalHash whole)
    {
        var start = _end;
        var crc = Crc32.Append(0, made.PartTen.Span);
        var record = scanned.Header.Record! with { TransferSyntax = made.TransferSyntax, FrontLength = made.FrontLength };
        var header = new LocalHeader(name, crc, made.PartTen.Length, LocalHeader.Write(_header, name, crc, made.PartTen.Length, record), record);
        Append(file, _header.AsSpan(0, header.Length), whole);
        for (var at = 0; at < made.PartTen.Length; at += BlockLength) Append(file, made.PartTen.Span.Slice(at, Math.Min(BlockLength, made.PartTen.Length - at)), whole);
        var written = new ScannedEntry(start, header);
        var entry = written.ToBundleEntry(bundleId);
        var (_, place, fragments) = new SealedObjectReader(file.Handle, maxHeadBytes).Locate(entry, made.PartTen[made.FrontLength..]);
        _written.Add(written);
        _objects.Add(known with
        {
            Entry = entry,
            Name = name,
            HeaderOffset = start,
            Crc = crc,
            Sha256 = SHA256.HashData(made.PartTen.Span),
            PixelData = place?.Tag ?? default,
            PixelDataOffset = place is null ? -1 : entry.DataSetOffset + place.ValueOffset,
            PixelDataLength = place?.Length ?? 0,
            Fragments = fragments,
            Original = KeepRecipe(new(known.Entry.TransferSyntax, known.Entry.PartTenLength, scanned.Header.Record!.FrontLength, known.Sha256, default, 0), made.Recipe),
        });
    }

    /// <summary>Its offset counts from the first recipe until the trailer is written.</summary>
    private OriginalForm KeepRecipe(OriginalForm original, ReadOnlyMemory<byte> recipe)
    {
        var range = new ByteRange(_recipes.WrittenCount, recipe.Length);
        _recipes.Write(recipe.Span);
        return original with { Recipe = range, RecipeCrc = Crc32.Append(0, recipe.Span) };
    }

    private OriginalForm? CopyRecipe(BundleSource source, OriginalForm? original)
    {
        if (original is null) return null;
        if (_objects.Count >= OriginalOffset.MaxPlaces) throw new IOException("A bundle would have more objects than there are places for originals.");
        var recipe = new byte[original.Recipe.Length];
        if (source.Bytes.Read(recipe, original.Recipe.Offset) < recipe.Length || Crc32.Append(0, recipe) != original.RecipeCrc)
            throw new BundleDamagedException(source.Bundle.BundleId, "What gives an original back is not what was sealed.");
        return KeepRecipe(original, recipe);
    }

    private async Task Copy(long bundleId, DiskFile file, BundleSource source, SealedEntry known, ScannedEntry scanned, string name, IncrementalHash whole, CancellationToken cancel)
    {
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
        _written.Add(new(start, new LocalHeader(name, known.Crc, scanned.Header.Size, headerLength, scanned.Header.Record)));
        var original = await threads.Run(() => CopyRecipe(source, known.Original));
        _objects.Add(Moved(known, bundleId, name, start, start + headerLength - known.Entry.PartTenOffset) with { Original = original });
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
        ByteRange? recipes = _recipes.WrittenCount > 0 ? trailer.AddFile(EntryName.Recipes, _recipes.WrittenMemory) : null;
        if (recipes is { } range)
            for (var i = 0; i < _objects.Count; i++)
                if (_objects[i].Original is { } original) _objects[i] = _objects[i] with { Original = original with { Recipe = original.Recipe with { Offset = range.Offset + original.Recipe.Offset } } };
        var bundle = new SealedBundle(bundleId, key, trailer.AddFile(EntryName.Metadata, metadata.Complete()), _objects) { Recipes = recipes };
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

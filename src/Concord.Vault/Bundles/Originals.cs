using System.Security.Cryptography;
using Concord.Vault.Blobs;
using Concord.Vault.Compression;

namespace Concord.Vault.Bundles;

/// <summary>Objects as they were before they were compressed at rest. They have entries of their own, whose bytes are restored when they are read. Any number of threads.</summary>
internal sealed class Originals(SealedBundles sealedBundles, IObjectCompressor compressor, RestoreBudget budget)
{
    /// <summary>The original of an entry; null when the entry lies as it came.</summary>
    public BundleEntry? Of(BundleEntry entry)
    {
        if (SpoolOffset.Is(entry.PartTenOffset) || OriginalOffset.Is(entry.PartTenOffset)) return null;
        if (sealedBundles.Load(entry.BundleId) is not { } bundle || bundle.PlaceOf(entry.ArrivalNumber) is not (>= 0 and var place)) return null;
        return bundle.Objects[place].Original is { } original ? EntryOf(bundle.Objects[place].Entry, original, place) with { Correction = entry.Correction } : null;
    }

    /// <summary>A seekable stream over bytes of an original.</summary>
    /// <param name="openThere">Opens bytes of that bundle as they lie.</param>
    /// <exception cref="FileNotFoundException">There is no such original.</exception>
    public Stream Open(long bundleId, long offset, long length, Func<long, long, Stream> openThere)
    {
        var place = OriginalOffset.PlaceOf(offset);
        var (start, bundle) = (OriginalOffset.InObject(offset), sealedBundles.Load(bundleId));
        if (bundle is null || place >= bundle.Objects.Count || bundle.Objects[place] is not { Original: { } original } known || start > original.PartTenLength - length)
            throw new FileNotFoundException("There is no original of that object.");
        Stream kept = openThere(known.Entry.PartTenOffset, known.Entry.PartTenLength), recipe;
        try
        {
            recipe = openThere(original.Recipe.Offset, original.Recipe.Length); // both now: they stay readable while the bundle is replaced
        }
        catch
        {
            kept.Dispose();
            throw;
        }
        return new OriginalStream(cancel => Restore(known, original, kept, recipe, cancel), start, length, [kept, recipe]);
    }

    private async Task<RestoredObject> Restore(SealedEntry known, OriginalForm original, Stream kept, Stream recipe, CancellationToken cancel)
    {
        var lease = await budget.Take(original.PartTenLength + known.Entry.PartTenLength, cancel);
        try
        {
            var told = await ReadAll(recipe, original.Recipe.Length, cancel);
            if (Crc32.Append(0, told) != original.RecipeCrc) throw new BundleDamagedException(known.Entry.BundleId, "What gives an original back is not what was sealed.");
            var bytes = await compressor.Restore(await ReadAll(kept, known.Entry.PartTenLength, cancel), told, original.PartTenLength, isBackground: false, cancel);
            if (!SHA256.HashData(bytes).AsSpan().SequenceEqual(original.Sha256.Span)) throw new BundleDamagedException(known.Entry.BundleId, "An original is not given back as it was.");
            CompressionMetrics.CountRestored(bytes.Length);
            return new(bytes, lease);
        }
        catch (InvalidDataException damaged)
        {
            lease.Dispose();
            throw new BundleDamagedException(known.Entry.BundleId, damaged.Message);
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    private static async Task<byte[]> ReadAll(Stream stream, long length, CancellationToken cancel)
    {
        var bytes = new byte[length];
        stream.Position = 0;
        await stream.ReadExactlyAsync(bytes, cancel);
        return bytes;
    }

    private static BundleEntry EntryOf(BundleEntry kept, OriginalForm original, int place) => kept with
    {
        TransferSyntax = original.TransferSyntax,
        PartTenOffset = OriginalOffset.Of(place, 0),
        PartTenLength = original.PartTenLength,
        DataSetOffset = OriginalOffset.Of(place, original.FrontLength),
    };
}

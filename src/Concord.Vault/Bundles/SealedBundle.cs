namespace Concord.Vault.Bundles;

/// <summary>A sealed bundle, as its <c>index.bin</c> says.</summary>
/// <param name="Metadata">Bytes of <c>metadata.json.gz</c> in the bundle file.</param>
/// <param name="Objects">In arrival order, what is kept aside included.</param>
internal sealed record SealedBundle(long BundleId, SeriesKey Key, ByteRange Metadata, IReadOnlyList<SealedEntry> Objects)
{
    /// <summary>The instances, deleted ones included, in arrival order.</summary>
    public IReadOnlyList<BundleEntry> Entries { get; } = [.. Objects.Where(entry => entry.Kind == EntryKind.Instance).Select(entry => entry.Entry)];

    /// <summary>Bytes of <c>recipes.bin</c> in the bundle file; null when no object was compressed at rest.</summary>
    public ByteRange? Recipes { get; init; }

    public SealedEntry? Find(long arrivalNumber) => PlaceOf(arrivalNumber) is >= 0 and var place ? Objects[place] : null;

    /// <summary>Place among the objects; -1 when it is none of them.</summary>
    public int PlaceOf(long arrivalNumber)
    {
        int low = 0, high = Objects.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var number = Objects[middle].Entry.ArrivalNumber;
            if (number == arrivalNumber) return middle;
            if (number < arrivalNumber) low = middle + 1;
            else high = middle - 1;
        }
        return -1;
    }

    /// <summary>Tells what is in this bundle to who decides duplicates.</summary>
    public void AddTo(BundleContents contents)
    {
        foreach (var entry in Objects)
            if (entry.Kind == EntryKind.Instance) contents.Add(entry.Entry);
            else contents.AddAside(entry.Entry, entry.DataSetSha256);
    }
}

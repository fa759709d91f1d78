using Concord.Dicom.DataElements;
using Concord.Vault.Bundles;
using Concord.Vault.Index;

namespace Concord.Vault.Retrieve;

/// <summary>Finds and opens stored objects: what C-GET, C-MOVE and WADO-RS are thin faces on. Each look-up first waits for the index to catch up, unless that cannot be written just now.</summary>
/// <exception cref="TimeoutException">Of every method: the index did not catch up in 5 s.</exception>
public sealed class VaultRetrieve(VaultIndex index, BundleReader bundles)
{
    /// <summary>Most UIDs or Patient IDs in one list of a selector.</summary>
    public const int MaxNames = 10_000;

    /// <summary>The live instances of a study, a series or one instance, in series and arrival order; empty when nothing is there.</summary>
    public async Task<IReadOnlyList<BundleEntry>> Find(Uid study, Uid? series, Uid? sopInstance, CancellationToken cancel)
    {
        await index.WaitForReading(cancel);
        var candidates = sopInstance is { } sop
            ? (await index.FindBundlesOfInstance(sop, cancel)).Where(bundle => bundle.StudyInstanceUid == study && (series ?? bundle.SeriesInstanceUid) == bundle.SeriesInstanceUid)
            : await index.FindBundles(study, series, cancel);
        return await Entries(candidates, entry => sopInstance is null || entry.SopInstanceUid == sopInstance, cancel);
    }

    /// <summary>An instance by its UID alone (relational retrieve, PS3.4 §C.4.2.2.2); more than one when the UID is in several series.</summary>
    public async Task<IReadOnlyList<BundleEntry>> FindInstance(Uid sopInstance, CancellationToken cancel)
    {
        await index.WaitForReading(cancel);
        return await Entries(await index.FindBundlesOfInstance(sopInstance, cancel), entry => entry.SopInstanceUid == sopInstance, cancel);
    }

    /// <summary>All live instances that a selector names, in study, series and arrival order.</summary>
    /// <exception cref="ArgumentException">The selector names nothing, or more than <see cref="MaxNames"/> in one list.</exception>
    public async Task<IReadOnlyList<BundleEntry>> FindAll(RetrieveSelector selector, CancellationToken cancel)
    {
        if (selector.IsEmpty) throw new ArgumentException("Nothing is named.", nameof(selector));
        if (selector.MostNames > MaxNames) throw new ArgumentException("A list names too much.", nameof(selector));
        await index.WaitForReading(cancel);
        var lookUp = new BundleLookUp(selector);
        var candidates = await index.Read(lookUp.Find, cancel);
        var sops = selector.SopInstanceUids.ToHashSet();
        return await Entries(candidates, entry => sops.Count == 0 || sops.Contains(entry.SopInstanceUid), cancel);
    }

    /// <summary>The entries of the bundles, series by series in the order of their first bundle, each in arrival order.</summary>
    private async Task<IReadOnlyList<BundleEntry>> Entries(IEnumerable<BundleRow> candidates, Func<BundleEntry, bool> isWanted, CancellationToken cancel)
    {
        var found = new List<BundleEntry>();
        foreach (var series in candidates.GroupBy(bundle => (bundle.StudyInstanceUid, bundle.SeriesInstanceUid)))
        {
            var first = found.Count;
            foreach (var bundle in series) found.AddRange((await bundles.ReadEntries(bundle.BundleId, cancel)).Where(isWanted));
            found.Sort(first, found.Count - first, ByArrival);
        }
        return found;
    }

    private static readonly Comparer<BundleEntry> ByArrival = Comparer<BundleEntry>.Create((left, right) => left.ArrivalNumber.CompareTo(right.ArrivalNumber));
}

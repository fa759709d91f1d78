using Archive.Tests.Receive;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Vault.Bundles;
using Concord.Vault.Changes;
using Concord.Vault.Query;
using Concord.Vault.Retrieve;

namespace Archive.Tests.Faults;

/// <summary>Every instance with the hash of its bytes. Queries at each level, retrieval, locator and change feed must tell of the same ones.</summary>
internal sealed class InstanceSight : Sight
{
    public override async IAsyncEnumerable<(string Key, string Value)> Look(TestVault vault)
    {
        var retrieve = new VaultRetrieve(vault.Vault.Index, vault.Vault.Bundles);
        var entries = new List<BundleEntry>();
        foreach (var study in await Find(vault, QueryLevel.Study, new DataSet().SetString(Tags.StudyInstanceUID, "")))
        {
            var uid = study.GetUid(Tags.StudyInstanceUID)!.Value;
            foreach (var series in await Find(vault, QueryLevel.Series, new DataSet().SetUid(Tags.StudyInstanceUID, uid).SetString(Tags.SeriesInstanceUID, "").SetString(Tags.NumberOfSeriesRelatedInstances, "")))
                entries.AddRange(await ReadSeries(vault, retrieve, uid, series));
        }
        await CompareBundles(vault, entries);
        await CompareFeed(vault, entries);
        foreach (var entry in entries)
        {
            Assert.Contains(entry, await retrieve.FindInstance(entry.SopInstanceUid, CancellationToken.None));
            Assert.True(await vault.Vault.Bundles.IsSound(entry, CancellationToken.None), $"entry {entry.ArrivalNumber} is not sound");
            yield return ($"instance {entry.StudyInstanceUid} {entry.SeriesInstanceUid} {entry.SopInstanceUid}", Stage.HashOf(vault.CameAs(entry)));
        }
    }

    private static async Task<IReadOnlyList<BundleEntry>> ReadSeries(TestVault vault, VaultRetrieve retrieve, Uid study, DataSet series)
    {
        var uid = series.GetUid(Tags.SeriesInstanceUID)!.Value;
        var there = await retrieve.Find(study, uid, null, CancellationToken.None);
        Assert.Equal(series.GetInt(Tags.NumberOfSeriesRelatedInstances), there.Count);
        var images = await Find(vault, QueryLevel.Image, new DataSet().SetUid(Tags.StudyInstanceUID, study).SetUid(Tags.SeriesInstanceUID, uid).SetString(Tags.SOPInstanceUID, ""));
        Assert.Equal(there.Select(entry => entry.SopInstanceUid).Order(), images.Select(image => image.GetUid(Tags.SOPInstanceUID)!.Value).Order());
        return there;
    }

    /// <summary>No bundle has what queries do not find, but for objects of no patient.</summary>
    private static async Task CompareBundles(TestVault vault, List<BundleEntry> entries)
    {
        var live = new List<BundleEntry>();
        await foreach (var bundle in vault.Vault.Index.ListBundles(CancellationToken.None)) live.AddRange(await vault.Vault.Bundles.ReadEntries(bundle.BundleId, CancellationToken.None));
        Assert.Equal(live.Select(entry => entry.ArrivalNumber).Order(), entries.Select(entry => entry.ArrivalNumber).Order());
        Assert.Equal(live.Count, live.Select(entry => entry.ArrivalNumber).Distinct().Count());
    }

    /// <summary>Numbers without a gap; what was stored and not deleted since, as who reads it in order sees it, is what is there.</summary>
    private static async Task CompareFeed(TestVault vault, List<BundleEntry> entries)
    {
        var changes = await new ChangeFeed(vault.Vault.Index).Read(0, ChangeFeed.MaxChanges, CancellationToken.None);
        Assert.Equal(Enumerable.Range(1, changes.Count).Select(number => (long)number), changes.Select(change => change.ChangeNumber));
        var told = new HashSet<(Uid Study, Uid Series, Uid Sop)>();
        foreach (var change in changes)
        {
            var named = (change.StudyInstanceUid, change.SeriesInstanceUid, change.SopInstanceUid);
            if (change.Kind == "stored") told.Add(named);
            if (change.Kind == "deleted") told.RemoveWhere(one => IsNamed(one, named));
            if (change.Kind == "restored") told.UnionWith(entries.Select(IdentityOf).Where(one => IsNamed(one, named))); // which of them, the archive says, not the feed
        }
        Assert.Equal(entries.Select(IdentityOf).Order(), told.Order());
    }

    private static (Uid, Uid, Uid) IdentityOf(BundleEntry entry) => (entry.StudyInstanceUid, entry.SeriesInstanceUid, entry.SopInstanceUid);

    /// <summary>A change of a study or a series as a whole names no more than that.</summary>
    private static bool IsNamed((Uid Study, Uid Series, Uid Sop) one, (Uid Study, Uid Series, Uid Sop) named) =>
        one.Study == named.Study && (named.Series == default || one.Series == named.Series) && (named.Sop == default || one.Sop == named.Sop);

    private static async Task<List<DataSet>> Find(TestVault vault, QueryLevel level, DataSet keys)
    {
        var found = new List<DataSet>();
        await foreach (var match in vault.Vault.Query.Find(new QueryRequest(level, keys), CancellationToken.None)) found.Add(match);
        return found;
    }
}

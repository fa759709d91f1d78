using System.Runtime.CompilerServices;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Vault.Bundles;
using Concord.Vault.Index;

namespace Concord.Vault.Query;

/// <summary>Queries at IMAGE level: the index finds the series, their bundles give the instances.</summary>
/// <param name="named">These series and not what the index finds; it knows none of objects of no patient.</param>
internal sealed class ImageScan(VaultIndex index, BundleReader bundles, QueryRequest request, QueryPlan plan, IReadOnlyList<SeriesKey>? named = null)
{
    private int _bundles;
    private int _instances;

    public async IAsyncEnumerable<DataSet> Find(int limit, [EnumeratorCancellation] CancellationToken cancel)
    {
        if (limit == 0) yield break;
        var (take, skip) = (limit, request.Offset);
        var found = named?.Select(key => new LevelRow(new DataSet(), key.Study, key.Series)).ToAsyncEnumerable() ?? VaultQuery.ReadRows(index, QueryLevel.Series, plan, QueryLimits.MaxBundles + 1, 0, cancel);
        await foreach (var series in found)
        {
            await foreach (var head in ReadSeries(series, cancel))
            {
                if (!plan.ImageTests.All(test => test(head)) || skip-- > 0) continue;
                yield return Answer.Of(request, Combine(series.Attributes, head));
                if (--take == 0) yield break;
            }
        }
    }

    private async IAsyncEnumerable<DataSet> ReadSeries(LevelRow series, [EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var bundle in await index.FindBundles(series.Study, series.Series, cancel))
        {
            if (++_bundles > QueryLimits.MaxBundles) throw VaultQuery.TooCostly();
            await foreach (var head in ReadHeads(bundle.BundleId, cancel))
            {
                if (++_instances > QueryLimits.MaxInstances) throw VaultQuery.TooCostly();
                plan.PlaceExtended(head);
                yield return head;
            }
        }
    }

    /// <summary>All heads of a bundle, or of the instances asked for by name only.</summary>
    private async IAsyncEnumerable<DataSet> ReadHeads(long bundleId, [EnumeratorCancellation] CancellationToken cancel)
    {
        if (plan.SopInstanceUids is { } wanted)
        {
            foreach (var entry in await bundles.ReadEntries(bundleId, cancel))
                if (wanted.Contains(entry.SopInstanceUid)) yield return (await bundles.ReadHead(entry, cancel)).Head;
        }
        else
        {
            await foreach (var (_, head) in bundles.ReadHeads(bundleId, cancel)) yield return head;
        }
    }

    /// <summary>What the levels above say holds for the instance; the rest is its own.</summary>
    private DataSet Combine(DataSet series, DataSet head)
    {
        var combined = new DataSet();
        combined.SetString(Tags.SpecificCharacterSet, "ISO_IR 192"); // what both halves are in: the answer must not convert them again
        foreach (var element in head)
            if (request.AllFields || request.Keys.Contains(element.Tag)) HeadCopy.CopyUtf8(combined, head, element);
        foreach (var element in series)
            if (element.Tag != Tags.SpecificCharacterSet) combined.Set(element);
        if (!request.AllFields) return combined;
        foreach (var computed in series.Where(element => !head.Contains(element.Tag) && !request.Keys.Contains(element.Tag)).ToList()) combined.Remove(computed.Tag);
        return combined;
    }
}

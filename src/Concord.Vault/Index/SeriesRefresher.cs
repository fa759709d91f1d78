using Concord.Dicom.DataElements;
using Concord.Trust.Identity;
using Concord.Vault.Bundles;

namespace Concord.Vault.Index;

/// <summary>Gives series that lost the instance their values came from those of the lowest arrival that is left: after a deletion, and at start.</summary>
internal sealed class SeriesRefresher(VaultIndex index, BundleReader bundles)
{
    private const int SeriesPerRun = 4096;

    /// <summary>The arrival is known; only its values are offered again, and the series keeps the issuer of its source.</summary>
    public static readonly Origin NoOrigin = new(OriginKind.Import, "", "", "", DateTimeOffset.UnixEpoch, []);

    /// <summary>On return every series that was stale has been read again and the index has caught up.</summary>
    public async Task Run(CancellationToken cancel)
    {
        await index.WaitUntilCaughtUp(cancel);
        foreach (var (study, series) in await index.FindStaleSeries(SeriesPerRun, cancel)) await Refresh(study, series, cancel);
        await index.WaitUntilCaughtUp(cancel);
    }

    private async Task Refresh(Uid study, Uid series, CancellationToken cancel)
    {
        BundleEntry? lowest = null;
        foreach (var bundle in await index.FindBundles(study, series, cancel))
            foreach (var entry in await bundles.ReadEntries(bundle.BundleId, cancel))
                if (lowest is null || entry.ArrivalNumber < lowest.ArrivalNumber) lowest = entry;
        if (lowest is null) return;
        var head = (await bundles.ReadStoredHead(lowest, cancel)).Head;
        var row = new InstanceRow(lowest.ArrivalNumber, lowest.BundleId, study, series, lowest.SopInstanceUid, lowest.SopClassUid, lowest.TransferSyntax,
            head, lowest.PartTenLength, NoOrigin);
        await index.Enqueue(new IndexEvent.InstanceArrived(row), cancel);
    }
}

using Concord.Dicom.DataElements;
using Concord.Trust.Identity;
using Concord.Vault.Index;

namespace Concord.Vault.Bundles;

/// <summary>Makes the index's rows: the same when an object arrives, when start-up replays it and when reindex reads it.</summary>
internal static class InstanceRows
{
    /// <param name="original">What it was, when it was compressed at rest: what arrived is counted.</param>
    public static InstanceRow Of(BundleEntry entry, DataSet head, Origin origin, OriginalForm? original = null) => new(
        entry.ArrivalNumber, entry.BundleId, entry.StudyInstanceUid, entry.SeriesInstanceUid, entry.SopInstanceUid, entry.SopClassUid,
        original?.TransferSyntax ?? entry.TransferSyntax, head, original?.PartTenLength ?? entry.PartTenLength, origin);

    public static IndexEvent EventOf(BundleEntry entry, EntryRecord record, DataSet head, OriginalForm? original = null)
    {
        var row = Of(entry, head, record.Origin, original);
        return record.Kind == EntryKind.Instance ? new IndexEvent.InstanceArrived(row) : new IndexEvent.InstanceKeptAside(row);
    }
}

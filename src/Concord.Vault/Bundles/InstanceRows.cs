using Concord.Dicom.DataElements;
using Concord.Trust.Identity;
using Concord.Vault.Index;

namespace Concord.Vault.Bundles;

/// <summary>Makes the index's rows: the same when an object arrives, when start-up replays it and when reindex reads it.</summary>
internal static class InstanceRows
{
    public static InstanceRow Of(BundleEntry entry, DataSet head, Origin origin) => new(
        entry.ArrivalNumber, entry.BundleId, entry.StudyInstanceUid, entry.SeriesInstanceUid, entry.SopInstanceUid, entry.SopClassUid,
        entry.TransferSyntax, head, entry.PartTenLength, origin);

    public static IndexEvent EventOf(BundleEntry entry, EntryRecord record, DataSet head)
    {
        var row = Of(entry, head, record.Origin);
        return record.Kind == EntryKind.Instance ? new IndexEvent.InstanceArrived(row) : new IndexEvent.InstanceKeptAside(row);
    }
}

namespace Concord.Vault.Bundles;

/// <summary>An entry as a scan of the bundle file found it.</summary>
/// <param name="Offset">Of the local header.</param>
internal sealed record ScannedEntry(long Offset, LocalHeader Header)
{
    public long DataOffset => Offset + Header.Length;

    public long End => DataOffset + Header.Size;

    /// <summary>The object, as readers know it.</summary>
    public BundleEntry ToBundleEntry(long bundleId) => FromRecord(bundleId, Header.Record!, DataOffset, Header.Size);

    public static BundleEntry FromRecord(long bundleId, EntryRecord record, long partTenOffset, long partTenLength) => new(
        bundleId, record.ArrivalNumber, record.StudyInstanceUid, record.SeriesInstanceUid, record.SopInstanceUid, record.SopClassUid,
        record.TransferSyntax, partTenOffset, partTenLength, partTenOffset + record.FrontLength);
}

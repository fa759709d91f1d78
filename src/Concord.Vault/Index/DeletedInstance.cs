using Concord.Dicom.DataElements;

namespace Concord.Vault.Index;

/// <summary>One deleted entry, named by bundle and arrival number, so that a later resend of the same UID is another entry.</summary>
public sealed record DeletedInstance(long BundleId, long ArrivalNumber, Uid StudyInstanceUid, Uid SeriesInstanceUid, Uid SopInstanceUid)
{
    /// <summary>Of the entry; 0 where it was not noted.</summary>
    public long Bytes { get; init; }
}

using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;
using Concord.Trust.Identity;

namespace Concord.Vault.Bundles;

/// <summary>What Concord writes beside an object: in a private extra field of its ZIP entry, or at the front of its spool file.</summary>
/// <param name="StudyInstanceUid">Of the bundle: for objects of no patient the class's pseudo UID, else what the data set says.</param>
/// <param name="FrontLength">Bytes of preamble and File Meta Information before the data set.</param>
internal sealed record EntryRecord(
    EntryKind Kind, long ArrivalNumber, Uid StudyInstanceUid, Uid SeriesInstanceUid, Uid SopInstanceUid, Uid SopClassUid,
    TransferSyntax TransferSyntax, int FrontLength, Origin Origin)
{
    /// <summary>SHA-256 of the data set; of what was kept aside only, where it decides whether the same content came before.</summary>
    public ReadOnlyMemory<byte> DataSetSha256 { get; init; }
}

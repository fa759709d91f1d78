using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;
using Concord.Trust.Identity;
using Concord.Vault.ExtendedTags;

namespace Concord.Vault.Index;

/// <summary>What the index keeps of an instance that arrived: built on the receive path from the parsed head.</summary>
/// <param name="ArrivalNumber">Rises by one with each instance acknowledged by this archive; the barrier's measure.</param>
/// <param name="BundleId">The bundle that holds it, permanent.</param>
/// <param name="Head">The data set before Pixel Data, values over 64 KiB left out; text in its own character set. Owned by the row.</param>
/// <param name="Bytes">Length of the entry, File Meta included.</param>
public sealed record InstanceRow(
    long ArrivalNumber, long BundleId, Uid StudyInstanceUid, Uid SeriesInstanceUid, Uid SopInstanceUid, Uid SopClassUid, TransferSyntax TransferSyntax,
    DataSet Head, long Bytes, Origin Origin)
{
    /// <summary>The extended tags that the head was slimmed with.</summary>
    internal ExtendedTagSet Extended { get; init; } = ExtendedTagSet.Empty;
}

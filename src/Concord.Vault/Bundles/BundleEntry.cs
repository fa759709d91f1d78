using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;

namespace Concord.Vault.Bundles;

/// <summary>One instance in a bundle: where its bytes are.</summary>
/// <param name="PartTenOffset">Of the Part 10 object's first byte (preamble) in the bundle file.</param>
/// <param name="PartTenLength">Bytes of the Part 10 object.</param>
/// <param name="DataSetOffset">Of the data set's first byte in the bundle file: what goes over the wire in its own syntax.</param>
public sealed record BundleEntry(
    long BundleId, long ArrivalNumber, Uid StudyInstanceUid, Uid SeriesInstanceUid, Uid SopInstanceUid, Uid SopClassUid, TransferSyntax TransferSyntax,
    long PartTenOffset, long PartTenLength, long DataSetOffset)
{
    /// <summary>Which corrections it is under, and so which bytes are given out: other ones, another number; 0 for none. The places are those of the bytes as they lie.</summary>
    public long Correction { get; init; }

    public long DataSetLength => PartTenLength - (DataSetOffset - PartTenOffset);
}

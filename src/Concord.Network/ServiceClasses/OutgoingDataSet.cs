using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;

namespace Concord.Network.ServiceClasses;

/// <summary>An object that lies in memory as a data set, to be sent.</summary>
/// <remarks>The data set must not change until the object is sent. Its class and instance are its own (0008,0016) and (0008,0018).</remarks>
public sealed class OutgoingDataSet : IOutgoingObject
{
    private readonly DataSet _dataSet;

    /// <param name="transferSyntax">What it is offered in first; encapsulated pixel data go out in no other.</param>
    /// <exception cref="FormatException">The data set has no SOP Class UID or no SOP Instance UID.</exception>
    public OutgoingDataSet(DataSet dataSet, TransferSyntax transferSyntax)
    {
        (_dataSet, TransferSyntax) = (dataSet, transferSyntax);
        SopClassUid = dataSet.GetUid(Tags.SOPClassUID) ?? throw new FormatException("The data set has no SOP Class UID.");
        SopInstanceUid = dataSet.GetUid(Tags.SOPInstanceUID) ?? throw new FormatException("The data set has no SOP Instance UID.");
    }

    public Uid SopClassUid { get; }

    public Uid SopInstanceUid { get; }

    public TransferSyntax TransferSyntax { get; }

    public ValueTask<Stream?> OpenDataSet(TransferSyntax transferSyntax, CancellationToken cancel)
    {
        var canBe = transferSyntax.Uid == TransferSyntax.Uid || (!TransferSyntax.IsEncapsulated && !transferSyntax.IsEncapsulated);
        return new(canBe ? new MemoryStream(DataSetWriter.ToArray(_dataSet, transferSyntax), writable: false) : null);
    }
}

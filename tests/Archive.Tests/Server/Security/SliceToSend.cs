using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Network.ServiceClasses;

namespace Archive.Tests.Server.Security;

/// <summary>A data set as it is sent.</summary>
internal sealed class SliceToSend(DataSet dataSet) : IOutgoingObject
{
    public Uid SopClassUid => Uid.Parse(dataSet.GetString(Tags.SOPClassUID)!);

    public Uid SopInstanceUid => Uid.Parse(dataSet.GetString(Tags.SOPInstanceUID)!);

    public TransferSyntax TransferSyntax => TransferSyntax.ExplicitVrLittleEndian;

    public ValueTask<Stream?> OpenDataSet(TransferSyntax transferSyntax, CancellationToken cancel) =>
        new(new MemoryStream(DataSetWriter.ToArray(dataSet, transferSyntax)));
}

using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;
using Concord.Vault.Bundles;

namespace Concord.Vault.Receive;

/// <summary>An object whose head is parsed and whose identifiers were checked.</summary>
/// <param name="DataSetOffset">In what was received: behind a Part 10 file's meta.</param>
/// <param name="DataSet">Its bytes.</param>
internal sealed record ReceivedObject(
    SeriesKey Key, Uid SopInstanceUid, Uid SopClassUid, TransferSyntax TransferSyntax, DataSet Head, long DataSetOffset, ByteSource DataSet, uint DataSetCrc);

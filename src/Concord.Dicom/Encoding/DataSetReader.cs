using Concord.Dicom.DataElements;

namespace Concord.Dicom.Encoding;

/// <summary>Builds a <see cref="DataSet"/> from encoded bytes (PS3.5 §7).</summary>
public static class DataSetReader
{
    /// <summary>Reads one whole data set; values borrow from <paramref name="data"/> (from an inflated copy for Deflated).</summary>
    /// <exception cref="DicomFormatException">The bytes are no data set in this transfer syntax.</exception>
    public static DataSet Read(ReadOnlyMemory<byte> data, TransferSyntax transferSyntax, DataSetReadOptions? options = null) =>
        throw new NotImplementedException();
}

using System.Buffers;
using Concord.Dicom.DataElements;

namespace Concord.Dicom.Encoding;

/// <summary>Builds a <see cref="DataSet"/> from encoded bytes (PS3.5 §7).</summary>
public static class DataSetReader
{
    /// <summary>Reads one whole data set; values borrow from <paramref name="data"/> (from an inflated copy for Deflated).</summary>
    /// <remarks>Elements that stand out of order are put in order; of elements with one tag in one data set the first is kept.</remarks>
    /// <exception cref="DicomFormatException">The bytes are no data set in this transfer syntax.</exception>
    public static DataSet Read(ReadOnlyMemory<byte> data, TransferSyntax transferSyntax, DataSetReadOptions? options = null)
    {
        options ??= DataSetReadOptions.Default;
        if (transferSyntax.IsDeflated) data = Deflated.Inflate(data, options.MaxInflatedBytes);
        var reader = new DicomTokenReader(new ReadOnlySequence<byte>(data), isFinalBlock: true, new DicomTokenState(transferSyntax, options.MaxDepth));
        var builder = new DataSetBuilder(transferSyntax, options, ValueKeeper.Borrowing(data));
        try
        {
            while (reader.Read() && builder.Take(ref reader)) { }
            return builder.Complete();
        }
        finally
        {
            builder.Dispose();
        }
    }
}

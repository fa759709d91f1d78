using System.Buffers;
using Concord.Dicom.DataElements;

namespace Concord.Dicom.Encoding;

/// <summary>Puts a data set into bytes (PS3.5 §7): explicit or implicit VR, either byte order, deflated.</summary>
public static class DataSetWriter
{
    /// <summary>Writes the data set; swaps byte order where the data set's differs from the syntax's.</summary>
    public static void Write(IBufferWriter<byte> output, DataSet dataSet, TransferSyntax transferSyntax) => throw new NotImplementedException();

    public static byte[] ToArray(DataSet dataSet, TransferSyntax transferSyntax)
    {
        var output = new ArrayBufferWriter<byte>();
        Write(output, dataSet, transferSyntax);
        return output.WrittenSpan.ToArray();
    }
}

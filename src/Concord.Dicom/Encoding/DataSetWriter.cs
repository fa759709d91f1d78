using System.Buffers;
using Concord.Dicom.DataElements;

namespace Concord.Dicom.Encoding;

/// <summary>Puts a data set into bytes (PS3.5 §7): explicit or implicit VR, either byte order, deflated.</summary>
/// <remarks>A data set that was read in the same encoding and not changed comes out byte for byte as it was, if it was in order: lengths
/// stay defined or undefined, odd values and group lengths stay. Else values are padded to even length and group lengths, retired since 2008, are dropped
/// (PS3.5 §7.2), that of a command set (0000,0000) is computed.</remarks>
public static class DataSetWriter
{
    /// <summary>Writes the data set; swaps byte order where the data set's differs from the syntax's.</summary>
    public static void Write(IBufferWriter<byte> output, DataSet dataSet, TransferSyntax transferSyntax)
    {
        if (!transferSyntax.IsDeflated)
        {
            new EncodingPass(dataSet, transferSyntax).Write(output);
            return;
        }
        var plain = new ArrayBufferWriter<byte>();
        new EncodingPass(dataSet, transferSyntax).Write(plain);
        output.Write(Deflated.Deflate(plain.WrittenSpan));
    }

    public static byte[] ToArray(DataSet dataSet, TransferSyntax transferSyntax)
    {
        var output = new ArrayBufferWriter<byte>();
        Write(output, dataSet, transferSyntax);
        return output.WrittenSpan.ToArray();
    }
}

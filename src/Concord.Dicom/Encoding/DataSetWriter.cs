using System.Buffers;
using Concord.Dicom.DataElements;

namespace Concord.Dicom.Encoding;

/// <summary>Puts a data set into bytes (PS3.5 §7): explicit or implicit VR, either byte order, deflated.</summary>
/// <remarks>A data set that was read in the same encoding and not changed comes out byte for byte as it was, if it was in order: lengths
/// stay defined or undefined, odd values and group lengths stay. Else values are padded to even length and group lengths, retired since 2008, are dropped
/// (PS3.5 §7.2), that of a command set (0000,0000) is computed.</remarks>
public static class DataSetWriter
{
    private const int Slack = 16; // a buffer is asked for in whole headers

    /// <summary>Writes the data set; swaps byte order where the data set's differs from the syntax's.</summary>
    /// <exception cref="InvalidOperationException">The data set is nested too deep, or a sequence of defined length is too long.</exception>
    public static void Write(IBufferWriter<byte> output, DataSet dataSet, TransferSyntax transferSyntax)
    {
        var pass = new EncodingPass(dataSet, transferSyntax);
        if (transferSyntax.IsDeflated) output.Write(Deflated.Deflate(Encode(pass)));
        else pass.Write(output);
    }

    public static byte[] ToArray(DataSet dataSet, TransferSyntax transferSyntax)
    {
        var plain = Encode(new EncodingPass(dataSet, transferSyntax));
        return transferSyntax.IsDeflated ? Deflated.Deflate(plain) : plain.ToArray();
    }

    private static ReadOnlySpan<byte> Encode(EncodingPass pass)
    {
        var plain = new ArrayBufferWriter<byte>(checked((int)pass.Length + Slack));
        pass.Write(plain);
        return plain.WrittenSpan;
    }
}

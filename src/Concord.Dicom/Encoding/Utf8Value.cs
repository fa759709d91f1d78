using System.Buffers;
using System.Text;
using Concord.Dicom.DataElements;

namespace Concord.Dicom.Encoding;

/// <summary>Text of the models that are UTF-8 throughout (JSON, XML) as raw values.</summary>
internal static class Utf8Value
{
    /// <summary>Puts the text as UTF-8. VRs without a repertoire have ASCII; what else came in them was read as Latin-1 and goes back as that.</summary>
    public static void Put(IBufferWriter<byte> output, string text, Vr vr)
    {
        var isLatin = !vr.UsesCharacterSet && !text.AsSpan().ContainsAnyExceptInRange('\0', '\u00FF');
        EncodingExtensions.GetBytes(isLatin ? System.Text.Encoding.Latin1 : System.Text.Encoding.UTF8, text, output);
    }

    /// <summary>The value padded to even length.</summary>
    public static byte[] Even(byte[] value, Vr vr) => value.Length % 2 == 0 ? value : [.. value, vr.Padding];

    /// <summary>ISO_IR 192 as the data set's Specific Character Set.</summary>
    public static void Declare(DataSet dataSet) => dataSet.Set(new DataElement(Dictionary.Tags.SpecificCharacterSet, Vr.CS, "ISO_IR 192"u8.ToArray()));
}

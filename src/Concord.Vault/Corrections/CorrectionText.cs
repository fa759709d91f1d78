using System.Buffers;
using System.Text;
using System.Text.Json;
using Concord.Dicom.DataElements;
using Concord.Dicom.Json;

namespace Concord.Vault.Corrections;

/// <summary>Attributes as facts and the index keep them: DICOM JSON (PS3.18 §F).</summary>
internal static class CorrectionText
{
    public static string Of(DataSet attributes)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes)) DicomJsonWriter.Write(json, attributes);
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    public static DataSet Read(string text)
    {
        var json = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
        return DicomJsonReader.Read(ref json);
    }
}

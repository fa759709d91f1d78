using System.Text.Json;
using System.Xml;
using Concord.Dicom.DataElements;
using Concord.Dicom.Json;
using Concord.Dicom.Xml;

namespace Concord.Server.DicomWeb.Store.Metadata;

/// <summary>Makes data sets of one metadata part: a JSON array of objects, or one, or one XML document.</summary>
internal static class MetadataReader
{
    /// <param name="slotOf">What stands for a bulk data address.</param>
    /// <exception cref="MultipartException">It is not of the model.</exception>
    public static List<DataSet> Read(byte[] bytes, bool isXml, Func<string, BulkSlot> slotOf)
    {
        try
        {
            return isXml ? [DicomXmlReader.Read(new MemoryStream(bytes), uri => slotOf(uri).Placeholder)] : ReadJson(bytes, uri => slotOf(uri).Placeholder);
        }
        catch (Exception damage) when (damage is JsonException or XmlException)
        {
            throw new MultipartException("The metadata cannot be read: " + damage.Message);
        }
    }

    private static List<DataSet> ReadJson(byte[] bytes, Func<string, ReadOnlyMemory<byte>> bulk)
    {
        List<DataSet> found = [];
        var json = new Utf8JsonReader(bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes.AsSpan(3) : bytes);
        if (!json.Read()) throw new JsonException("There is no JSON.");
        if (json.TokenType == JsonTokenType.StartObject) found.Add(DicomJsonReader.Read(ref json, bulk));
        else if (json.TokenType == JsonTokenType.StartArray)
            while (json.Read() && json.TokenType != JsonTokenType.EndArray) found.Add(DicomJsonReader.Read(ref json, bulk));
        else throw new JsonException("There is neither an object nor an array.");
        if (json.Read()) throw new JsonException("Something follows.");
        return found;
    }
}

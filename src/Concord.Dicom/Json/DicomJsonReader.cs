using System.Text.Json;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;

namespace Concord.Dicom.Json;

/// <summary>Reads the DICOM JSON Model (PS3.18 Annex F) into data sets; text is kept in UTF-8.</summary>
public static class DicomJsonReader
{
    private const int MaxDepth = 3 * 128; // object, array and object a level

    /// <summary>Reads one JSON object, the reader standing on its start or before it. The reader holds the whole object.</summary>
    /// <remarks>Specific Character Set becomes ISO_IR 192 where the object has one, or any text that is not ASCII. An element without <c>vr</c> gets the
    /// dictionary's.</remarks>
    /// <param name="bulkData">Gives the Little Endian value that a BulkDataURI names; without it such elements are left out.</param>
    /// <exception cref="JsonException">No JSON, or not of the model.</exception>
    public static DataSet Read(ref Utf8JsonReader json, Func<string, ReadOnlyMemory<byte>>? bulkData = null)
    {
        if (json.TokenType != JsonTokenType.StartObject && !json.Read()) throw new JsonException("There is no JSON object.");
        if (json.TokenType != JsonTokenType.StartObject) throw Unexpected(ref json);
        try
        {
            var values = new JsonValues();
            var dataSet = ReadObject(ref json, new DataSet(), values, bulkData);
            if (values.HasNonAscii && !dataSet.Contains(Tags.SpecificCharacterSet)) Utf8Value.Declare(dataSet);
            return dataSet;
        }
        catch (InvalidOperationException damage)
        {
            throw new JsonException("A text of the JSON is not UTF-8.", damage); // which the framework's reader tells so
        }
    }

    private static DataSet ReadObject(ref Utf8JsonReader json, DataSet dataSet, JsonValues values, Func<string, ReadOnlyMemory<byte>>? bulkData)
    {
        if (json.CurrentDepth > MaxDepth) throw new JsonException("The JSON is nested too deep.");
        while (Next(ref json) != JsonTokenType.EndObject)
        {
            if (!DataDictionary.TryFindTag(json.GetString()!, out var tag)) throw new JsonException("A name is no tag.");
            if (Next(ref json) != JsonTokenType.StartObject) throw Unexpected(ref json);
            if (ReadElement(ref json, tag, dataSet, values, bulkData) is { } element && !tag.IsGroupLength) dataSet.Append(element);
        }
        dataSet.Complete(syntax: null);
        if (dataSet.Contains(Tags.SpecificCharacterSet)) Utf8Value.Declare(dataSet);
        return dataSet;
    }

    private static DataElement? ReadElement(ref Utf8JsonReader json, Tag tag, DataSet dataSet, JsonValues values, Func<string, ReadOnlyMemory<byte>>? bulkData)
    {
        var vr = FindVr(json, tag, dataSet);
        DataElement? element = vr == Vr.SQ ? DataElement.Sequence(tag, []) : new DataElement(tag, vr, default);
        while (Next(ref json) != JsonTokenType.EndObject)
        {
            var isValue = json.ValueTextEquals("Value"u8);
            var isInline = json.ValueTextEquals("InlineBinary"u8);
            var isBulk = json.ValueTextEquals("BulkDataURI"u8);
            var token = Next(ref json);
            if (isValue && token == JsonTokenType.StartArray)
                element = vr == Vr.SQ ? DataElement.Sequence(tag, ReadItems(ref json, dataSet, values, bulkData)) : new(tag, vr, values.Read(ref json, tag, vr));
            else if (isInline && token == JsonTokenType.String && vr != Vr.SQ)
                element = EncapsulatedStream.ElementOf(tag, vr, json.TryGetBytesFromBase64(out var bytes) ? bytes : throw new JsonException($"{tag} is not in base64."));
            else if (isBulk && token == JsonTokenType.String && vr != Vr.SQ)
                element = bulkData is null ? null : new(tag, vr, bulkData(json.GetString()!));
            else if ((isValue || isInline || isBulk) && token != JsonTokenType.Null) throw Unexpected(ref json);
            else json.Skip();
            if (element is null) SkipRest(ref json);
            if (element is null) return null;
        }
        return element;
    }

    private static List<SequenceItem> ReadItems(ref Utf8JsonReader json, DataSet parent, JsonValues values, Func<string, ReadOnlyMemory<byte>>? bulkData)
    {
        List<SequenceItem> items = [];
        while (Next(ref json) != JsonTokenType.EndArray)
        {
            var item = new DataSet().ChildOf(parent);
            if (json.TokenType == JsonTokenType.StartObject) ReadObject(ref json, item, values, bulkData);
            else if (json.TokenType != JsonTokenType.Null) throw Unexpected(ref json);
            items.Add(new(item));
        }
        return items;
    }

    /// <summary>The <c>vr</c> of the object that the reader, a copy, stands on: names may come in any order.</summary>
    private static Vr FindVr(Utf8JsonReader json, Tag tag, DataSet dataSet)
    {
        while (Next(ref json) != JsonTokenType.EndObject)
        {
            var isVr = json.ValueTextEquals("vr"u8);
            Next(ref json);
            if (!isVr)
            {
                json.Skip();
                continue;
            }
            var letters = json.TokenType == JsonTokenType.String ? json.GetString() : "";
            if (letters is [var first, var second] && (Vr)((first << 8) | second) is { IsKnown: true } vr) return vr;
            throw new JsonException($"{tag} has a vr that is none.");
        }
        return dataSet.DictionaryVrOf(tag);
    }

    private static void SkipRest(ref Utf8JsonReader json)
    {
        while (Next(ref json) != JsonTokenType.EndObject) json.Skip();
    }

    private static JsonTokenType Next(ref Utf8JsonReader json) => json.Read() ? json.TokenType : throw new JsonException("The JSON ends too early.");

    private static JsonException Unexpected(ref Utf8JsonReader json) => new($"{json.TokenType} is not expected at byte {json.TokenStartIndex}.");
}

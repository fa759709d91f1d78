using System.Text.Json;
using Concord.Dicom.DataElements;

namespace Concord.Dicom.Json;

/// <summary>Reads the DICOM JSON Model (PS3.18 Annex F) into data sets; text is kept in UTF-8.</summary>
public static class DicomJsonReader
{
    /// <summary>Reads one JSON object, the reader standing on its start or before it.</summary>
    /// <exception cref="JsonException">No JSON, or not of the model.</exception>
    public static DataSet Read(ref Utf8JsonReader json, Func<string, ReadOnlyMemory<byte>>? bulkData = null) => throw new NotImplementedException();
}

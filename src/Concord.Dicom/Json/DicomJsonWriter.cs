using System.Text.Json;
using Concord.Dicom.DataElements;

namespace Concord.Dicom.Json;

/// <summary>The DICOM JSON Model (PS3.18 Annex F), streamed.</summary>
public static class DicomJsonWriter
{
    /// <summary>Writes one data set as one JSON object.</summary>
    /// <param name="bulkDataUri">For binary values over the threshold and for pixel data: the BulkDataURI, or null to inline. Gets the tag path, <c>7FE00010</c> or <c>54000100/0/54001010</c>.</param>
    public static void Write(Utf8JsonWriter json, DataSet dataSet, Func<string, DataElement, string?>? bulkDataUri = null) => throw new NotImplementedException();
}

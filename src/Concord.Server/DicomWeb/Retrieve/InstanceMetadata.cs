using System.Text.Json;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Json;
using Concord.Vault.Bundles;

namespace Concord.Server.DicomWeb.Retrieve;

/// <summary>One instance's metadata: short values in place, long binary ones and pixels as BulkDataURI (PS3.18 §F.2.2, §F.2.6).</summary>
internal static class InstanceMetadata
{
    /// <summary>Binary values up to this many bytes are sent in place, as in sealed metadata.</summary>
    private const int MaxInlineBytes = 4 << 10;

    public static void Write(Utf8JsonWriter json, BundleEntry entry, DataSet dataSet, string service)
    {
        var address = $"{service}/studies/{entry.StudyInstanceUid}/series/{entry.SeriesInstanceUid}/instances/{entry.SopInstanceUid}/bulkdata/";
        DicomJsonWriter.Write(json, dataSet, (path, element) => IsShort(element) ? null : address + path);
    }

    private static bool IsShort(DataElement element) => element.Fragments is null && element.Value.Length <= MaxInlineBytes && !IsPixels(element.Tag);

    private static bool IsPixels(Tag tag) => tag == Tags.PixelData || tag == Tags.FloatPixelData || tag == Tags.DoubleFloatPixelData;
}

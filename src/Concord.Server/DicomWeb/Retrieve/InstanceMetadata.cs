using System.Text.Json;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Json;
using Concord.Vault.Bundles;

namespace Concord.Server.DicomWeb.Retrieve;

/// <summary>One instance's metadata: short values in place, long binary ones and pixels as BulkDataURI (PS3.18 §F.2.2, §F.2.6).</summary>
internal static class InstanceMetadata
{
    /// <summary>Binary values up to this many bytes are sent in place.</summary>
    private const int MaxInlineBytes = 4 << 10;

    /// <summary>Stands for pixel data, whose bytes are not here.</summary>
    private static readonly byte[] Elsewhere = new byte[2];

    public static void Write(Utf8JsonWriter json, EntryHead found, string service)
    {
        var entry = found.Entry;
        var address = $"{service}/studies/{entry.StudyInstanceUid}/series/{entry.SeriesInstanceUid}/instances/{entry.SopInstanceUid}/bulkdata/";
        DicomJsonWriter.Write(json, WithPixels(found), (path, element) => IsShort(element) ? null : address + path);
    }

    private static bool IsShort(DataElement element) => element.Fragments is null && element.Value.Length <= MaxInlineBytes && !IsPixels(element.Tag);

    private static bool IsPixels(Tag tag) => tag == Tags.PixelData || tag == Tags.FloatPixelData || tag == Tags.DoubleFloatPixelData;

    private static DataSet WithPixels(EntryHead found)
    {
        if (found.PixelData == default || found.Head.Contains(found.PixelData)) return found.Head;
        var vr = found.PixelData == Tags.FloatPixelData ? Vr.OF : found.PixelData == Tags.DoubleFloatPixelData ? Vr.OD : found.PixelDataLength < 0 ? Vr.OB : Vr.OW;
        return found.Head.Set(new DataElement(found.PixelData, vr, Elsewhere));
    }
}

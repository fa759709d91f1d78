using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Vault.Bundles;

namespace Concord.Server.DicomWeb.Retrieve;

/// <summary>One instance's metadata: short values in place, long binary ones and pixels as BulkDataURI (PS3.18 §F.2.2, §F.2.6).</summary>
internal static class InstanceMetadata
{
    /// <summary>Binary values up to this many bytes are sent in place, as in sealed metadata.</summary>
    private const int MaxInlineBytes = 4 << 10;

    /// <summary>The address of each value that is not sent in place.</summary>
    public static Func<string, DataElement, string?> Addresses(BundleEntry entry, string service)
    {
        var address = $"{service}/studies/{entry.StudyInstanceUid}/series/{entry.SeriesInstanceUid}/instances/{entry.SopInstanceUid}/bulkdata/";
        return (path, element) => IsShort(element) ? null : address + path;
    }

    private static bool IsShort(DataElement element) => element.Fragments is null && element.Value.Length <= MaxInlineBytes && !IsPixels(element.Tag);

    public static bool IsPixels(Tag tag) => tag == Tags.PixelData || tag == Tags.FloatPixelData || tag == Tags.DoubleFloatPixelData;
}

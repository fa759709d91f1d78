using Concord.Dicom.Encoding;
using Concord.Imaging;
using Concord.Server.DicomWeb.Answers;
using Concord.Vault.Bundles;

namespace Concord.Server.DicomWeb.Retrieve;

/// <summary>Part 10 objects in the syntax in which they lie: their bytes, with what is corrected.</summary>
internal static class WholeObjects
{
    /// <summary>The object as a piece of an answer; one that is to be corrected and is not well formed fails when it is its turn.</summary>
    public static Segment Of(BundleReader bundles, BundleEntry entry)
    {
        try
        {
            return bundles.Corrected(entry) is { } corrected
                ? new Segment.Corrected(corrected)
                : new Segment.Stored(bundles, entry.BundleId, new(entry.PartTenOffset, entry.PartTenLength));
        }
        catch (DicomFormatException)
        {
            return new Segment.Streamed(default, _ => throw new FrameException(FrameFailure.Malformed, "The object is not well formed and cannot be corrected"));
        }
    }
}

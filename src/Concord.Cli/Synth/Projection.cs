using Concord.Cli.Synth.Phantoms;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;

namespace Concord.Cli.Synth;

/// <summary>What all images of the DX family of IODs say of themselves (PS3.3 §C.8.11).</summary>
internal static class Projection
{
    /// <summary>A flat panel and what it measures.</summary>
    public static void SetDetector(DataSet image, float spacing) => image
        .SetString(Tags.PresentationIntentType, "FOR PRESENTATION").SetString(Tags.DetectorType, "DIRECT").SetEmpty(Tags.AcquisitionContextSequence)
        .SetString(Tags.DetectorDescription, "a-Se flat panel").SetString(Tags.DetectorID, "SYN-D1").SetString(Tags.DetectorConditionsNominalFlag, "YES")
        .SetDoubles(Tags.ImagerPixelSpacing, [VolumeGrid.Rounded(spacing), VolumeGrid.Rounded(spacing)])
        .SetDoubles(Tags.PixelSpacing, [VolumeGrid.Rounded(spacing), VolumeGrid.Rounded(spacing)])
        .SetString(Tags.BurnedInAnnotation, "NO").SetString(Tags.LossyImageCompression, "00");

    /// <summary>Grey values ready to be looked at (PS3.3 §C.8.11.3).</summary>
    public static void SetGrey(DataSet image, Plane view, int bits, double centre, double width)
    {
        Pixels.SetGrey16(image, view.Columns, view.Rows, Pixels.ToUnsigned(view, bits), signed: false, bits);
        Pixels.SetRescale(image, 0, 1, "US");
        Pixels.SetWindow(image, centre, width);
        image.SetString(Tags.PixelIntensityRelationship, "LOG").SetInt(Tags.PixelIntensityRelationshipSign, -1, Vr.SS)
            .SetString(Tags.PresentationLUTShape, "IDENTITY");
    }
}

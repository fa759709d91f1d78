using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;

namespace Concord.Imaging.Rendering;

/// <summary>How tall a pixel is to its width.</summary>
public static class PixelAspect
{
    private const double Largest = 10;

    private const double Noticeable = 0.002;

    /// <summary>Height divided by width: of Pixel Aspect Ratio, else of a spacing (PS3.3 §C.7.6.3.1.7, §10.7.1.3). 1 when nothing is said, or nothing sensible.</summary>
    public static double Of(FrameAttributes attributes)
    {
        var ratio = Ratio(attributes.Head, Tags.PixelAspectRatio) ?? Ratio(attributes.Macro(Tags.PixelMeasuresSequence), Tags.PixelSpacing)
            ?? Ratio(attributes.Head, Tags.ImagerPixelSpacing) ?? Ratio(attributes.Head, Tags.NominalScannedPixelSpacing) ?? 1;
        return ratio is >= 1 / Largest and <= Largest && Math.Abs(ratio - 1) > Noticeable ? ratio : 1;
    }

    private static double? Ratio(DataSet source, Tag tag) =>
        source.GetDouble(tag) is { } vertical && source.GetDouble(tag, 1) is { } horizontal && vertical > 0 && horizontal > 0 ? vertical / horizontal : null;
}

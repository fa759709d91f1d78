using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;

namespace Concord.Imaging.Presentation;

/// <summary>The part of the image that is shown (PS3.3 §C.10.4), pixels of the image; it may reach beyond it.</summary>
/// <param name="Aspect">Height of a pixel divided by its width.</param>
/// <param name="Magnification">Pixels of the picture for one of the image; null: as fits.</param>
public sealed record DisplayedArea(double X, double Y, double Width, double Height, double Aspect, double? Magnification)
{
    private const double MaxMagnification = 32;

    /// <summary>Of the item for that frame; null when there is none, or its corners are none.</summary>
    public static DisplayedArea? Of(DataSet state, Uid image, int frame)
    {
        foreach (var item in state.GetItems(Tags.DisplayedAreaSelectionSequence))
            if (ImageReference.Concerns(item, image, frame)) return Parse(item);
        return null;
    }

    private static DisplayedArea? Parse(DataSet item)
    {
        if (Corner(item, Tags.DisplayedAreaTopLeftHandCorner) is not { } first || Corner(item, Tags.DisplayedAreaBottomRightHandCorner) is not { } second) return null;
        var (left, top) = (Math.Min(first.X, second.X) - 1, Math.Min(first.Y, second.Y) - 1);
        var magnification = item.GetString(Tags.PresentationSizeMode) == "MAGNIFY" ? item.GetDouble(Tags.PresentationPixelMagnificationRatio) : null;
        return new(left, top, Math.Max(first.X, second.X) - left, Math.Max(first.Y, second.Y) - top, AspectOf(item),
            magnification is > 0 ? Math.Min(magnification.Value, MaxMagnification) : null);
    }

    private static (double X, double Y)? Corner(DataSet item, Tag tag) =>
        item.GetInt(tag) is { } x && item.GetInt(tag, 1) is { } y && Math.Abs(x) <= ushort.MaxValue && Math.Abs(y) <= ushort.MaxValue ? (x, y) : null;

    private static double AspectOf(DataSet item)
    {
        var ratio = Ratio(item, Tags.PresentationPixelSpacing) ?? Ratio(item, Tags.PresentationPixelAspectRatio) ?? 1;
        return ratio is >= 0.1 and <= 10 ? ratio : 1;
    }

    private static double? Ratio(DataSet item, Tag tag) => item.GetDouble(tag) is { } down && item.GetDouble(tag, 1) is { } across && down > 0 && across > 0 ? down / across : null;
}

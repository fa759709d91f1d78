using Concord.Dicom.Dictionary;

namespace Concord.Imaging.Rendering;

/// <summary>From stored values to the modality's own, Hounsfield units for one (PS3.3 §C.11.1): Rescale Slope and Intercept, or a Modality LUT.</summary>
public sealed class ModalityTransform
{
    private readonly LookupTable? _table;
    private readonly double _slope = 1;
    private readonly double _intercept;

    private ModalityTransform(LookupTable table) => _table = table;

    private ModalityTransform(double slope, double intercept) => (_slope, _intercept) = (slope, intercept);

    /// <summary>Values stay as they are stored.</summary>
    public static ModalityTransform Identity { get; } = new(1, 0);

    public bool IsIdentity => _table is null && _slope == 1 && _intercept == 0;

    /// <summary>Null when a table says what values become.</summary>
    public double? Slope => _table is null ? _slope : null;

    /// <summary>What the frame's attributes say; <see cref="Identity"/> when they say nothing, or nothing that can be.</summary>
    public static ModalityTransform Of(FrameAttributes attributes, ImagePixels image)
    {
        if (attributes.FindMacro(Tags.PixelValueTransformationSequence) is null && attributes.Head.GetItems(Tags.ModalityLUTSequence) is [var item, ..] && LookupTable.TryParse(item, image.IsSigned) is { } table)
            return new(table);
        var source = attributes.Macro(Tags.PixelValueTransformationSequence);
        if (source.GetDouble(Tags.RescaleSlope) is not { } slope || !double.IsFinite(slope) || slope == 0) return Identity;
        var intercept = source.GetDouble(Tags.RescaleIntercept) ?? 0;
        return double.IsFinite(intercept) ? new(slope, intercept) : Identity;
    }

    public double Map(double stored) => _table is { } table ? table.Map(stored) : (stored * _slope) + _intercept;

    /// <summary>Smallest and largest output for stored values from <paramref name="low"/> to <paramref name="high"/>.</summary>
    public (double Low, double High) MapRange(double low, double high)
    {
        var (least, most) = (Math.Min(Map(low), Map(high)), Math.Max(Map(low), Map(high)));
        if (_table is null) return (least, most);
        for (var stored = Math.Max(low, _table.FirstMapped); stored <= Math.Min(high, _table.FirstMapped + _table.Count - 1.0); stored++)
            (least, most) = (Math.Min(least, _table.Map(stored)), Math.Max(most, _table.Map(stored)));
        return (least, most);
    }
}

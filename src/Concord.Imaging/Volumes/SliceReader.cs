using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Imaging.Rendering;

namespace Concord.Imaging.Volumes;

/// <summary>Reads where frames lie: from the data set, or from the functional groups of an enhanced object.</summary>
public static class SliceReader
{
    private const double MaxSkew = 1e-2; // cosine between row and column

    /// <summary>What tells apart frames at one place, the strongest word first: time, cardiac phase, echo, diffusion, acquisition, order.</summary>
    public static IReadOnlyList<Tag> TimeAttributes { get; } =
    [
        Tags.TemporalPositionIdentifier, Tags.TemporalPositionIndex, Tags.NominalCardiacTriggerDelayTime, Tags.TriggerTime, Tags.EchoTime, Tags.EffectiveEchoTime, Tags.DiffusionBValue, Tags.AcquisitionNumber, Tags.FrameReferenceTime, Tags.InstanceNumber,
    ];

    private static readonly Tag[] TimeMacros = [Tags.FrameContentSequence, Tags.TemporalPositionSequence, Tags.CardiacSynchronizationSequence, Tags.MREchoSequence, Tags.MRDiffusionSequence];

    /// <summary>Reads one frame's geometry; null when it has none, or none that can be.</summary>
    /// <param name="instance">Place of the object in its series.</param>
    /// <param name="frame">From 0.</param>
    public static SliceGeometry? TryRead(DataSet head, int columns, int rows, int instance, int frame)
    {
        var attributes = new FrameAttributes(head, frame);
        var position = attributes.Macro(Tags.PlanePositionSequence);
        var orientation = attributes.Macro(Tags.PlaneOrientationSequence);
        var measures = attributes.Macro(Tags.PixelMeasuresSequence);
        if (Vector(position, Tags.ImagePositionPatient, 0) is not { } origin || Vector(orientation, Tags.ImageOrientationPatient, 0) is not { } row || Vector(orientation, Tags.ImageOrientationPatient, 3) is not { } column)
            return null;
        if (Spacing(measures, 0) is not { } rowSpacing || Spacing(measures, 1) is not { } columnSpacing) return null;
        (row, column) = (row.Normalized(), column.Normalized());
        if (!row.IsFinite || !column.IsFinite || Math.Abs(row.Dot(column)) > MaxSkew) return null;
        column = (column - (row * row.Dot(column))).Normalized(); // rounding in the text
        return new(instance, frame, columns, rows, origin, row, column, columnSpacing, rowSpacing, [.. TimeAttributes.Select(tag => TimeOf(attributes, tag))]);
    }

    private static double TimeOf(FrameAttributes attributes, Tag tag)
    {
        foreach (var macro in TimeMacros)
            if (attributes.FindMacro(macro)?.GetDouble(tag) is { } value) return value;
        return attributes.Head.GetDouble(tag) ?? double.NaN;
    }

    private static Vector3D? Vector(DataSet dataSet, Tag tag, int first) =>
        dataSet.GetDouble(tag, first) is { } x && dataSet.GetDouble(tag, first + 1) is { } y && dataSet.GetDouble(tag, first + 2) is { } z && IsSane(x) && IsSane(y) && IsSane(z) ? new(x, y, z) : null;

    private static double? Spacing(DataSet dataSet, int index) => dataSet.GetDouble(Tags.PixelSpacing, index) is { } spacing and > 1e-4 and < 1e3 ? spacing : null;

    /// <summary>Within a kilometre: what lies farther is no patient, and would lose its digits.</summary>
    private static bool IsSane(double value) => Math.Abs(value) < 1e6;
}

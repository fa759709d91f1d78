using System.Buffers.Binary;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Imaging.Drawing;

namespace Concord.Imaging.Presentation;

/// <summary>Reads the graphic annotations that a presentation state has for one frame, layer by layer.</summary>
/// <exception cref="FrameException">There are more objects or points than are drawn.</exception>
public sealed class AnnotationReader(DataSet state, Uid image, int frame)
{
    /// <summary>Most graphic and text objects of a frame.</summary>
    public const int MaxObjects = 20_000;

    /// <summary>Most points of all graphic objects of a frame.</summary>
    public const int MaxPoints = 200_000;

    private const int MaxLayers = 1_000;

    private const int MaxTextLength = 1_024;

    private const int MaxLines = 64;

    private readonly Dictionary<string, (List<GraphicMark> Graphics, List<TextMark> Texts)> _byLayer = new(StringComparer.Ordinal);
    private int _objects;
    private int _points;

    /// <summary>Lowest layer first.</summary>
    public IReadOnlyList<AnnotationLayer> Read()
    {
        foreach (var item in state.GetItems(Tags.GraphicAnnotationSequence))
            if (ImageReference.Concerns(item, image, frame)) Add(item);
        var described = new Dictionary<string, DataSet>(StringComparer.Ordinal);
        foreach (var layer in state.GetItems(Tags.GraphicLayerSequence).Take(MaxLayers)) described.TryAdd(layer.GetString(Tags.GraphicLayer) ?? "", layer);
        return [.. _byLayer.Select(pair => Layer(pair.Key, described.GetValueOrDefault(pair.Key), pair.Value.Graphics, pair.Value.Texts)).OrderBy(layer => layer.Order)];
    }

    private static AnnotationLayer Layer(string name, DataSet? described, List<GraphicMark> graphics, List<TextMark> texts) =>
        new(name, described?.GetInt(Tags.GraphicLayerOrder) ?? 0, described is null ? Ink.White : InkOf(described), graphics, texts);

    /// <summary>The colour that is recommended, else the gray value, else white.</summary>
    internal static Ink InkOf(DataSet layer)
    {
        if (CieLab.Of(layer, Tags.GraphicLayerRecommendedDisplayCIELabValue) is { } lab) return lab;
        var rgb = Tags.GraphicLayerRecommendedDisplayRGBValue;
        if (layer.GetInt(rgb) is { } red && layer.GetInt(rgb, 1) is { } green && layer.GetInt(rgb, 2) is { } blue) return new((byte)(red >> 8), (byte)(green >> 8), (byte)(blue >> 8));
        return layer.GetInt(Tags.GraphicLayerRecommendedDisplayGrayscaleValue) is { } gray ? Ink.Gray((byte)(gray >> 8)) : Ink.White;
    }

    private void Add(DataSet annotation)
    {
        var name = annotation.GetString(Tags.GraphicLayer) ?? "";
        if (!_byLayer.TryGetValue(name, out var marks))
        {
            if (_byLayer.Count == MaxLayers) throw TooMany();
            _byLayer.Add(name, marks = ([], []));
        }
        foreach (var item in annotation.GetItems(Tags.GraphicObjectSequence))
            if (Graphic(item) is { } mark) marks.Graphics.Add(mark);
        foreach (var item in annotation.GetItems(Tags.TextObjectSequence))
            if (Text(item) is { } mark) marks.Texts.Add(mark);
    }

    private GraphicMark? Graphic(DataSet item)
    {
        Count();
        GraphicShape? shape = item.GetString(Tags.GraphicType) switch
        {
            "POINT" => GraphicShape.Point,
            "POLYLINE" => GraphicShape.Polyline,
            "INTERPOLATED" => GraphicShape.Interpolated,
            "CIRCLE" => GraphicShape.Circle,
            "ELLIPSE" => GraphicShape.Ellipse,
            _ => null,
        };
        if (shape is null || item.Find(Tags.GraphicData) is not { Items: null } data) return null;
        var values = data.Value.Span;
        var count = (int)Math.Clamp(item.GetInt(Tags.NumberOfGraphicPoints) ?? int.MaxValue, 0, values.Length / 8);
        if ((_points += count) > MaxPoints) throw TooMany();
        var points = new PointD[count];
        for (var i = 0; i < count; i++) points[i] = new(Single(values[(8 * i)..], item.ByteOrder), Single(values[((8 * i) + 4)..], item.ByteOrder));
        return new(shape.Value, item.GetString(Tags.GraphicFilled) == "Y", IsDisplay(item, Tags.GraphicAnnotationUnits), points);
    }

    private TextMark? Text(DataSet item)
    {
        Count();
        if (item.GetString(Tags.UnformattedTextValue) is not { } text) return null;
        if (text.Length > MaxTextLength) text = text[..MaxTextLength];
        var lines = text.ReplaceLineEndings("\n").Split('\n', MaxLines);
        return new(lines, Place(item, Tags.BoundingBoxTopLeftHandCorner), Place(item, Tags.BoundingBoxBottomRightHandCorner), IsDisplay(item, Tags.BoundingBoxAnnotationUnits),
            item.GetString(Tags.BoundingBoxTextHorizontalJustification) ?? "LEFT", Place(item, Tags.AnchorPoint), IsDisplay(item, Tags.AnchorPointAnnotationUnits), item.GetString(Tags.AnchorPointVisibility) == "Y");
    }

    private static PointD? Place(DataSet item, Tag tag) => item.GetDouble(tag) is { } x && item.GetDouble(tag, 1) is { } y ? new(x, y) : null;

    private static bool IsDisplay(DataSet item, Tag units) => item.GetString(units) == "DISPLAY";

    private static float Single(ReadOnlySpan<byte> bytes, ByteOrder order) =>
        order == ByteOrder.BigEndian ? BinaryPrimitives.ReadSingleBigEndian(bytes) : BinaryPrimitives.ReadSingleLittleEndian(bytes);

    private void Count()
    {
        if (++_objects > MaxObjects) throw TooMany();
    }

    private static FrameException TooMany() => new(FrameFailure.TooLarge, "The presentation state has more annotations than are drawn");
}

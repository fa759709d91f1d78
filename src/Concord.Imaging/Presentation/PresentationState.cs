using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Imaging.Rendering;

namespace Concord.Imaging.Presentation;

/// <summary>A softcopy presentation state, as far as it is drawn here.</summary>
/// <remarks>Immutable as long as its data set is.</remarks>
public sealed class PresentationState(DataSet dataSet)
{
    private const string Grayscale = "1.2.840.10008.5.1.4.1.1.11.1";

    private const string Color = "1.2.840.10008.5.1.4.1.1.11.2";

    /// <summary>What it says of the gray steps; taken in place of what the image says.</summary>
    private static readonly Tag[] GrayTags =
    [
        Tags.ModalityLUTSequence, Tags.RescaleSlope, Tags.RescaleIntercept, Tags.VOILUTSequence, Tags.WindowCenter, Tags.WindowWidth, Tags.WindowCenterWidthExplanation, Tags.VOILUTFunction,
    ];

    public DataSet DataSet { get; } = dataSet;

    public IReadOnlyList<ImageReference> References { get; } = ImageReference.Of(dataSet);

    public Orientation Orientation { get; } = Orientation.Of(dataSet);

    /// <summary>Objects of that class are drawn as presentation states.</summary>
    public static bool Is(Uid sopClass) => sopClass.ToString() is Grayscale or Color;

    /// <summary>The gray steps of a frame: the state's own. Without a VOI transformation all that the modality's gives is shown.</summary>
    /// <param name="range">Of the frame's stored values.</param>
    public GrayPipeline PipelineFor(DataSet head, ImagePixels image, Uid sopInstance, int frame, SampleRange range)
    {
        var attributes = new FrameAttributes(GrayAttributes(sopInstance, frame), 0);
        var modality = ModalityTransform.Of(attributes, image);
        var (low, high) = image.Kind == SampleKind.Integer && image.BitsStored <= 16 ? Storable(image) : (range.Low, range.High);
        var (least, most) = modality.MapRange(low, high);
        var voi = VoiTransform.Of(attributes, RenderOptions.Default, least < 0) ?? VoiTransform.Of(VoiWindow.Spanning(least, most));
        var table = DataSet.GetItems(Tags.PresentationLUTSequence) is [var item, ..] ? LookupTable.TryParse(item, isInputSigned: false) : null;
        return new(modality, voi, PixelPadding.Of(head, image), DataSet.GetString(Tags.PresentationLUTShape) == "INVERSE") { Presentation = table };
    }

    private DataSet GrayAttributes(Uid sopInstance, int frame)
    {
        var attributes = new DataSet(DataSet.ByteOrder);
        Copy(DataSet, attributes);
        foreach (var item in DataSet.GetItems(Tags.SoftcopyVOILUTSequence))
        {
            if (!ImageReference.Concerns(item, sopInstance, frame)) continue;
            Copy(item, attributes);
            break;
        }
        return attributes;
    }

    private static void Copy(DataSet from, DataSet to)
    {
        foreach (var tag in GrayTags)
            if (from.TryGet(tag, out var element)) to.Set(element);
    }

    private static (double Low, double High) Storable(ImagePixels image) =>
        image.IsSigned ? (-(1 << (image.BitsStored - 1)), (1 << (image.BitsStored - 1)) - 1) : (0, (1 << image.BitsStored) - 1);
}

using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Imaging.Drawing;
using Concord.Imaging.Rendering.Overlays;

namespace Concord.Imaging.Presentation;

/// <summary>The overlays that a presentation state shows (PS3.3 §C.11.7): those whose group it gives a layer, its own planes before the image's.</summary>
internal static class ActiveOverlays
{
    private const ushort ActivationLayer = 0x1001;

    public static IReadOnlyList<(OverlayBits Bits, Ink Ink)> Of(DataSet state, DataSet head, ImagePixels image, int frame, DecodedFrame decoded)
    {
        var own = OverlayPlane.AllOf(state);
        var shown = new List<(OverlayBits, Ink)>();
        foreach (var plane in own.Concat(OverlayPlane.AllOf(head).Where(plane => own.All(other => other.Group != plane.Group))))
        {
            if (state.GetString(new(plane.Group, ActivationLayer)) is not { } layer) continue;
            foreach (var bits in OverlayBits.Of([plane], image, frame, decoded)) shown.Add((bits, InkOf(state, layer)));
        }
        return shown;
    }

    private static Ink InkOf(DataSet state, string layer)
    {
        foreach (var item in state.GetItems(Tags.GraphicLayerSequence))
            if (item.GetString(Tags.GraphicLayer) == layer) return AnnotationReader.InkOf(item);
        return Ink.White;
    }
}

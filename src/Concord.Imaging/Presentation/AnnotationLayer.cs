using Concord.Imaging.Drawing;

namespace Concord.Imaging.Presentation;

/// <summary>What a graphic layer has for one frame, and its colour (PS3.3 §C.10.5, §C.10.7).</summary>
/// <param name="Order">Higher is drawn over lower.</param>
public sealed record AnnotationLayer(string Name, long Order, Ink Ink, IReadOnlyList<GraphicMark> Graphics, IReadOnlyList<TextMark> Texts);

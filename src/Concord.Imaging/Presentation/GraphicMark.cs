using Concord.Imaging.Drawing;

namespace Concord.Imaging.Presentation;

/// <summary>One graphic object (PS3.3 §C.10.5).</summary>
/// <param name="Points">In pixels of the image from its upper left corner, or in parts of the displayed area.</param>
public sealed record GraphicMark(GraphicShape Shape, bool IsFilled, bool IsOfDisplay, IReadOnlyList<PointD> Points);

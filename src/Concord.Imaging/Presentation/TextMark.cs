using Concord.Imaging.Drawing;

namespace Concord.Imaging.Presentation;

/// <summary>One text object (PS3.3 §C.10.5): in a box, at a point, or in a box that speaks of a point.</summary>
public sealed record TextMark(IReadOnlyList<string> Lines, PointD? TopLeft, PointD? BottomRight, bool IsBoxOfDisplay, string Justification, PointD? Anchor, bool IsAnchorOfDisplay, bool IsAnchorVisible);

namespace Concord.Imaging.Presentation;

/// <summary>Graphic Type (0070,0023).</summary>
public enum GraphicShape
{
    Point,
    Polyline,
    Interpolated,
    Circle,
    Ellipse,
}

namespace Concord.Imaging.Drawing;

/// <summary>A place on a picture, pixels; (0, 0) is the middle of the first pixel.</summary>
public readonly record struct PointD(double X, double Y)
{
    public bool IsFinite => double.IsFinite(X) && double.IsFinite(Y);
}

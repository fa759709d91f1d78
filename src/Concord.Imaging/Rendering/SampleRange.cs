namespace Concord.Imaging.Rendering;

/// <summary>The stored values of a frame from the smallest to the largest.</summary>
/// <param name="Low">Of all samples.</param>
/// <param name="High">Of all samples; below <paramref name="Low"/> when there are none.</param>
/// <param name="ImageLow">Of the samples that are no padding.</param>
/// <param name="ImageHigh">Of the samples that are no padding; below <paramref name="ImageLow"/> when all are.</param>
public readonly record struct SampleRange(double Low, double High, double ImageLow, double ImageHigh)
{
    public bool HasImage => ImageLow <= ImageHigh;
}

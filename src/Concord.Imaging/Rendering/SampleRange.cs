namespace Concord.Imaging.Rendering;

/// <summary>The stored values of a frame from the smallest to the largest.</summary>
/// <param name="Low">Of all samples.</param>
/// <param name="High">Of all samples; below <paramref name="Low"/> when there are none.</param>
/// <param name="ImageLow">Of the samples that are no padding.</param>
/// <param name="ImageHigh">Of the samples that are no padding; below <paramref name="ImageLow"/> when all are.</param>
public readonly record struct SampleRange(double Low, double High, double ImageLow, double ImageHigh)
{
    public static SampleRange Empty { get; } = new(double.PositiveInfinity, double.NegativeInfinity, double.PositiveInfinity, double.NegativeInfinity);

    public bool HasImage => ImageLow <= ImageHigh;

    /// <summary>All values that an image of integers can have.</summary>
    public static SampleRange Possible(ImagePixels image)
    {
        var least = image.IsSigned ? -(1L << (image.BitsStored - 1)) : 0;
        var most = least + (1L << image.BitsStored) - 1;
        return new(least, most, least, most);
    }

    /// <summary>Of the samples of both.</summary>
    public SampleRange With(SampleRange other) =>
        new(Math.Min(Low, other.Low), Math.Max(High, other.High), Math.Min(ImageLow, other.ImageLow), Math.Max(ImageHigh, other.ImageHigh));
}

using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;

namespace Concord.Imaging.Rendering;

/// <summary>Stored values that are no image but what fills it up: Pixel Padding Value and Range Limit (PS3.3 §C.7.5.1.1.2). Background in a picture, and no part of an automatic window.</summary>
/// <param name="Low">Smallest such value; larger than <paramref name="High"/> when there is none.</param>
public readonly record struct PixelPadding(double Low, double High)
{
    public static PixelPadding None { get; } = new(1, 0);

    public bool IsNone => Low > High;

    /// <summary>Both attributes are as wide and as signed as the samples, whatever VR they came in.</summary>
    public static PixelPadding Of(DataSet head, ImagePixels image)
    {
        if (!image.Photometric.IsMonochrome || image.Kind != SampleKind.Integer || head.GetInt(Tags.PixelPaddingValue) is not { } value) return None;
        var first = AsSample(value, image);
        var last = head.GetInt(Tags.PixelPaddingRangeLimit) is { } limit ? AsSample(limit, image) : first;
        return new(Math.Min(first, last), Math.Max(first, last));
    }

    public bool Contains(double stored) => stored >= Low && stored <= High;

    private static long AsSample(long value, ImagePixels image) => image.BitsAllocated switch
    {
        <= 8 => image.IsSigned ? (sbyte)value : (byte)value,
        <= 16 => image.IsSigned ? (short)value : (ushort)value,
        _ => image.IsSigned ? (int)value : (uint)value,
    };
}

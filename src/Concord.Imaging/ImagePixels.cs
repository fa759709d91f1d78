using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;

namespace Concord.Imaging;

/// <summary>What the Image Pixel module says of an image (PS3.3 §C.7.6.3), checked: every size that follows from it fits in memory and in an <see cref="int"/> a frame.</summary>
/// <param name="Columns">1-65535.</param>
/// <param name="Rows">1-65535.</param>
/// <param name="SamplesPerPixel">1-4.</param>
/// <param name="BitsAllocated">1, or a multiple of 8 up to 64; 12 for packed images of old (PS3.5 §8.1.1, retired).</param>
/// <param name="BitsStored">1-<paramref name="BitsAllocated"/>.</param>
/// <param name="HighBit">Of the stored bits; nearly always BitsStored - 1.</param>
/// <param name="IsSigned">Pixel Representation 1: two's complement.</param>
/// <param name="IsPlanar">Planar Configuration 1: all red samples of a frame, then all green, then all blue. Of native pixel data alone it says how they lie.</param>
public sealed record ImagePixels(
    int Columns, int Rows, int SamplesPerPixel, int BitsAllocated, int BitsStored, int HighBit, bool IsSigned, bool IsPlanar,
    PhotometricInterpretation Photometric, int NumberOfFrames, SampleKind Kind)
{
    /// <summary>Largest frame that is taken for one, decoded, bytes.</summary>
    public const int MaxFrameBytes = 1 << 30;

    private const int MaxDimension = ushort.MaxValue;

    private const int MaxSamples = 4;

    /// <summary>Samples of a frame.</summary>
    public long SamplesPerFrame => (long)Columns * Rows * SamplesPerPixel;

    /// <summary>Bytes of one decoded sample: its container. Images of 1 bit stay packed and have none of their own: 0. Packed 12-bit images are decoded to 2.</summary>
    public int BytesPerSample => BitsAllocated == 1 ? 0 : (BitsAllocated + 7) / 8;

    /// <summary>Bytes of one decoded frame; of 1-bit images packed, the least significant bit first.</summary>
    public int DecodedFrameBytes => (int)(BitsAllocated == 1 ? (SamplesPerFrame + 7) / 8 : SamplesPerFrame * BytesPerSample);

    /// <summary>Bits of one native frame as it lies: YBR_FULL_422 has two samples a pixel there (PS3.3 §C.7.6.3.1.2), packed images no gaps between frames.</summary>
    public long NativeFrameBits => Photometric is PhotometricInterpretation.YbrFull422 or PhotometricInterpretation.YbrPartial422 && SamplesPerPixel == 3
        ? (long)Rows * ((Columns + 1) / 2 * 2) * 2 * BitsAllocated
        : SamplesPerFrame * BitsAllocated;

    /// <summary>Reads the module.</summary>
    /// <param name="head">The data set; its pixels need not be there, but which of the three elements it has must be told by <paramref name="pixelData"/>.</param>
    /// <param name="pixelData">Tag of the pixel data.</param>
    /// <param name="image">Null when there is a problem.</param>
    /// <param name="problem">What is absent or cannot be: names attributes, never values. Null when all is well.</param>
    public static bool TryParse(DataSet head, Tag pixelData, out ImagePixels? image, out string? problem)
    {
        var kind = pixelData == Tags.FloatPixelData ? SampleKind.Float : pixelData == Tags.DoubleFloatPixelData ? SampleKind.Double : SampleKind.Integer;
        var allocated = (int)(head.GetInt(Tags.BitsAllocated) ?? (kind == SampleKind.Float ? 32 : kind == SampleKind.Double ? 64 : 0));
        var stored = (int)(head.GetInt(Tags.BitsStored) ?? allocated);
        var parsed = new ImagePixels(
            (int)(head.GetInt(Tags.Columns) ?? 0), (int)(head.GetInt(Tags.Rows) ?? 0), (int)(head.GetInt(Tags.SamplesPerPixel) ?? 1), allocated, stored,
            (int)(head.GetInt(Tags.HighBit) ?? stored - 1), head.GetInt(Tags.PixelRepresentation) == 1, head.GetInt(Tags.PlanarConfiguration) == 1,
            PhotometricTerms.Parse(head.GetString(Tags.PhotometricInterpretation)), (int)Math.Clamp(head.GetInt(Tags.NumberOfFrames) ?? 1, 0, int.MaxValue), kind);
        problem = parsed.Problem();
        image = problem is null ? parsed : null;
        return problem is null;
    }

    private string? Problem() => this switch
    {
        { Columns: < 1 or > MaxDimension } => "Columns (0028,0011) is absent or out of range",
        { Rows: < 1 or > MaxDimension } => "Rows (0028,0010) is absent or out of range",
        { SamplesPerPixel: < 1 or > MaxSamples } => "Samples per Pixel (0028,0002) is out of range",
        { BitsAllocated: not (1 or 8 or 12 or 16 or 24 or 32 or 40 or 48 or 56 or 64) } => "Bits Allocated (0028,0100) is absent or out of range",
        { Kind: SampleKind.Float, BitsAllocated: not 32 } or { Kind: SampleKind.Double, BitsAllocated: not 64 } => "Bits Allocated (0028,0100) does not fit float pixel data",
        _ when BitsStored < 1 || BitsStored > BitsAllocated => "Bits Stored (0028,0101) is out of range",
        _ when HighBit < BitsStored - 1 || HighBit >= BitsAllocated => "High Bit (0028,0102) is out of range",
        { NumberOfFrames: < 1 } => "Number of Frames (0028,0008) is out of range",
        _ when SamplesPerFrame * Math.Max(BytesPerSample, 1) > MaxFrameBytes => "A frame is larger than what is decoded",
        _ => null,
    };
}

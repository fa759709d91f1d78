namespace Concord.Imaging.Volumes;

/// <summary>The samples of one slice, 16 bits each, and what they mean: value = (sample + Offset) * Slope + Intercept.</summary>
/// <param name="Samples">Rows * Columns, row by row.</param>
/// <param name="Offset">32768 for unsigned samples of 16 bits, which are kept as signed; else 0.</param>
public sealed record SliceSamples(short[] Samples, int Offset, float Slope, float Intercept)
{
    public float this[int index] => ((Samples[index] + Offset) * Slope) + Intercept;

    /// <summary>Takes the samples of a decoded frame.</summary>
    /// <exception cref="FrameException">It has several samples a pixel, or more than 16 bits.</exception>
    public static SliceSamples Of(DecodedFrame frame, double slope, double intercept)
    {
        if (frame.Image is not { SamplesPerPixel: 1, Kind: SampleKind.Integer, BytesPerSample: 1 or 2 } || frame.Image.Photometric == PhotometricInterpretation.PaletteColor)
            throw new FrameException(FrameFailure.Unsupported, "A volume is made of gray frames of up to 16 bits");
        var samples = new short[frame.Image.SamplesPerFrame];
        var isWide = frame.Image is { BytesPerSample: 2, IsSigned: false };
        if (frame.Image.BytesPerSample == 1)
        {
            for (var i = 0; i < samples.Length; i++) samples[i] = frame.Image.IsSigned ? (sbyte)frame.Bytes.Span[i] : frame.Bytes.Span[i];
        }
        else
        {
            var from = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, ushort>(frame.Bytes.Span);
            for (var i = 0; i < samples.Length; i++) samples[i] = (short)(isWide ? from[i] - 32768 : from[i]);
        }
        return new(samples, isWide ? 32768 : 0, (float)slope, (float)intercept);
    }
}

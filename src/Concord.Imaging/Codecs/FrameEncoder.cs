using Concord.Dicom.Encoding;
using Concord.Imaging.Codecs.Rle;

namespace Concord.Imaging.Codecs;

/// <summary>From the samples of one frame to its bytes in a compressed transfer syntax (PS3.5 §8.2, Annex A.4).</summary>
/// <remarks>Any number of callers.</remarks>
public sealed class FrameEncoder(CodecPool pool)
{
    /// <summary>True when such an image can be put into that syntax here: bits, samples and sign fit the codec, and losslessly where the syntax or the options ask it.</summary>
    public static bool Can(TransferSyntax syntax, ImagePixels image, EncodeOptions options) => EncodePlan.Of(syntax, image, options) is not null;

    /// <summary>Encodes a frame.</summary>
    /// <param name="frame">Colour by pixel, as <see cref="FrameDecoder"/> gives it. Lossless syntaxes want nothing above Bits Stored (<see cref="HighBits"/>).</param>
    /// <exception cref="FrameException"><see cref="Can"/> is false, bits above Bits Stored are used, or the codec failed.</exception>
    public async ValueTask<EncodedFrame> Encode(TransferSyntax syntax, DecodedFrame frame, EncodeOptions options, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var image = frame.Image;
        var plan = EncodePlan.Of(syntax, image, options) ?? throw new FrameException(FrameFailure.Unsupported, "Such an image is not put into this transfer syntax here");
        if (frame.Bytes.Memory.Length != image.DecodedFrameBytes) throw new FrameException(FrameFailure.Malformed, "The samples are not as many as the image has");
        if (plan.Format is not { } format) return new(image.Photometric, false, false, RleEncoder.Encode(frame.Bytes.Span, image.Columns, image.Rows, image.SamplesPerPixel, image.BytesPerSample));
        if (!HighBits.AreClean(frame.Bytes.Span, image.BytesPerSample, image.BitsStored, image.IsSigned))
            throw new FrameException(FrameFailure.Unsupported, "Bits above Bits Stored are used, and the codec would lose them");
        var samples = new CodecImage(image.Columns, image.Rows, image.SamplesPerPixel, image.BytesPerSample, image.BitsStored, image.IsSigned);
        using var answer = await pool.Run(
            new(true, format, samples, frame.Bytes.Memory)
            {
                IsLossless = plan.IsLossless,
                HasColorTransform = plan.HasColorTransform,
                Quality = Math.Clamp(options.Quality, 1, 100),
                NearLossless = plan.IsLossless ? 0 : NearLosslessOf(options.Quality),
                QuantisationStep = plan.IsLossless ? 0 : StepOf(options.Quality, image.BitsStored),
                IsBackground = options.IsBackground,
            },
            cancel);
        return new(plan.Photometric, false, !plan.IsLossless, Even(answer.Bytes.Memory.Span));
    }

    /// <summary>The largest difference of a sample in JPEG-LS: 1 at 100 and one more for each 8 below.</summary>
    internal static int NearLosslessOf(int quality) => 1 + ((100 - Math.Clamp(quality, 1, 100)) / 8);

    /// <summary>HTJ2K's base step, as a part of the samples' range: a quarter of a grey level at 100, doubled for each 12.5 below.</summary>
    internal static double StepOf(int quality, int bitsStored) => Math.Min(0.5, Math.Pow(2, ((100 - Math.Clamp(quality, 1, 100)) / 12.5) - 2 - bitsStored));

    /// <summary>Each codec of ours ends its stream with a marker; a zero after it is never read (PS3.5 §8.2).</summary>
    private static PooledBytes Even(ReadOnlySpan<byte> stream)
    {
        var bytes = PooledBytes.Rent(stream.Length + (stream.Length % 2));
        stream.CopyTo(bytes.Span);
        if (stream.Length % 2 != 0) bytes.Span[^1] = 0;
        return bytes;
    }
}

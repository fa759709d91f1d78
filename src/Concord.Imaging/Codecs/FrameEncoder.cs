using Concord.Dicom.Encoding;

namespace Concord.Imaging.Codecs;

/// <summary>From the samples of one frame to its bytes in a compressed transfer syntax (PS3.5 §8.2, Annex A.4).</summary>
/// <remarks>Any number of callers.</remarks>
public sealed class FrameEncoder(CodecPool pool)
{
    private readonly CodecPool _pool = pool;

    /// <summary>True when such an image can be put into that syntax here: bits, samples and sign fit the codec, and losslessly where the syntax or the options ask it.</summary>
    public static bool Can(TransferSyntax syntax, ImagePixels image, EncodeOptions options) => false;

    /// <summary>Encodes a frame.</summary>
    /// <exception cref="FrameException"><see cref="Can"/> is false, or it failed.</exception>
    public ValueTask<EncodedFrame> Encode(TransferSyntax syntax, DecodedFrame frame, EncodeOptions options, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        throw new FrameException(FrameFailure.Unsupported, "Frames are not put into this transfer syntax here");
    }
}

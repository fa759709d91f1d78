using System.Runtime.CompilerServices;
using Concord.Dicom.Encoding;
using Concord.Imaging.Codecs;
using Concord.Imaging.Frames;

namespace Concord.Imaging.Transcoding;

/// <summary>All frames of a source, transcoded, in their order; a few ahead of the one that is taken.</summary>
internal sealed class FrameRun(FrameDecoder decoder, FrameEncoder encoder, IFrameSource source, TransferSyntax target, TranscodeOptions options)
{
    /// <summary>The caller disposes each frame.</summary>
    /// <exception cref="FrameException">One cannot be had, or not like the first.</exception>
    public async IAsyncEnumerable<TranscodedFrame> Read([EnumeratorCancellation] CancellationToken cancel)
    {
        if (source.Count < source.Image.NumberOfFrames || source.Count == 0) throw new FrameException(FrameFailure.Malformed, "The object has fewer frames than it says");
        var atOnce = options.FramesAtOnce(source.Image.SamplesPerFrame * Math.Max(1, source.Image.BytesPerSample));
        var ahead = new Queue<Task<TranscodedFrame>>();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        try
        {
            TranscodedFrame? first = null;
            for (var i = 0; i < source.Count || ahead.Count > 0;)
            {
                while (i < source.Count && ahead.Count < atOnce)
                {
                    var index = i++;
                    ahead.Enqueue(Task.Run(() => Make(index, ended.Token), ended.Token));
                }
                var frame = await ahead.Dequeue();
                first ??= frame;
                if (!frame.IsLike(first))
                {
                    frame.Dispose();
                    throw new FrameException(FrameFailure.Malformed, "The frames are not all of one kind");
                }
                yield return frame;
            }
        }
        finally
        {
            await ended.CancelAsync();
            await ((Task)Task.WhenAll(ahead)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // the failure that ended the run is told already
            foreach (var left in ahead)
                if (left.IsCompletedSuccessfully) (await left).Dispose();
        }
    }

    /// <summary>One frame.</summary>
    public async Task<TranscodedFrame> Make(int index, CancellationToken cancel)
    {
        var image = source.Image;
        var lies = await source.ReadFrame(index, cancel);
        if (source.TransferSyntax.FrameCoding == FrameCoding.Native && !target.IsEncapsulated)
        {
            var isPacked = image.BitsAllocated % 8 != 0;
            return new(image, lies, isPacked ? image.NativeFrameBits : lies.Memory.Length * 8L, false);
        }
        using (lies)
        {
            var decoded = await decoder.Decode(source.TransferSyntax, image, lies.Memory, DecodeOptions.Whole, cancel);
            if (!target.IsEncapsulated) return new(decoded.Image, decoded.Bytes, decoded.Image.BitsAllocated == 1 ? decoded.Image.SamplesPerFrame : decoded.Bytes.Memory.Length * 8L, false);
            using (decoded)
            {
                var encoded = await encoder.Encode(target, decoded, options.Encoding, cancel);
                var said = decoded.Image with { Photometric = encoded.Photometric, IsPlanar = encoded.IsPlanar };
                return new(said, encoded.Bytes, encoded.Bytes.Memory.Length * 8L, encoded.IsLossy);
            }
        }
    }
}

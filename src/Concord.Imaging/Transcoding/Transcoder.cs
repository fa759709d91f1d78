using System.Buffers;
using System.IO.Pipelines;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Imaging.Codecs;
using Concord.Imaging.Frames;

namespace Concord.Imaging.Transcoding;

/// <summary>Puts objects into another transfer syntax (PS3.5 §8.2, Annex A).</summary>
/// <remarks>Any number of callers.</remarks>
public sealed class Transcoder(FrameDecoder decoder, FrameEncoder encoder)
{
    /// <summary>Samples of one native object at most: its length is 32 bits.</summary>
    private const long MaxNativeBytes = 0xFFFFFFFE;

    /// <summary>What any encoder takes.</summary>
    private static readonly ImagePixels Simplest = new(16, 16, 1, 8, 8, 7, false, false, PhotometricInterpretation.Monochrome2, 1, SampleKind.Integer);

    /// <summary>True when frames of that image can be put from the one syntax into the other here.</summary>
    /// <param name="image">Null: only the syntaxes are looked at; a compressed target may turn out not to take the image.</param>
    public static bool Can(TransferSyntax from, TransferSyntax target, ImagePixels? image, TranscodeOptions options)
    {
        if (!FrameDecoder.Can(from)) return false;
        if (!target.IsEncapsulated) return target.IsStandard;
        return FrameEncoder.Can(target, image is null ? Simplest : Decoded(image), options.Encoding);
    }

    /// <summary>The whole object in memory, little endian, its Basic Offset Table filled where offsets fit.</summary>
    /// <param name="source">Frames of the whole object.</param>
    /// <returns>Of the target: pixel data native or encapsulated. A lossy one is another object, with its own SOP Instance UID.</returns>
    /// <exception cref="FrameException">It cannot be done.</exception>
    public async Task<DataSet> ToDataSet(IFrameSource source, TransferSyntax target, TranscodeOptions options, CancellationToken cancel)
    {
        Require(source, target, options);
        List<TranscodedFrame> frames = [];
        try
        {
            await foreach (var frame in new FrameRun(decoder, encoder, source, target, options).Read(cancel)) frames.Add(frame);
            var head = await TranscodedHead.Of(source, frames[0], decoder, cancel);
            var bytes = frames.Sum(frame => frame.Bytes.Memory.Length);
            if (frames.Any(frame => frame.IsLossy)) TranscodedHead.Derive(head, target, (double)source.Image.SamplesPerFrame * source.Image.BitsStored * frames.Count / 8 / bytes);
            return head.Set(target.IsEncapsulated ? Encapsulated(frames) : Native(source, frames));
        }
        finally
        {
            foreach (var frame in frames) frame.Dispose();
        }
    }

    /// <summary>Writes the data set (no File Meta Information) as its frames are made; what is in memory does not follow their number.</summary>
    /// <param name="output">Not completed here.</param>
    /// <exception cref="FrameException">It cannot be done; when it is the first frame nothing was written. Lossy compression is refused: its ratio comes before its frames.</exception>
    public async Task Write(IFrameSource source, TransferSyntax target, TranscodeOptions options, PipeWriter output, CancellationToken cancel)
    {
        Require(source, target, options);
        if (!target.IsDeflated)
        {
            await WritePlain(source, target, options, output, cancel);
            return;
        }
        await using var deflated = new DeflatedPipe(output, cancel);
        await WritePlain(source, target, options, deflated.Writer, cancel);
        await deflated.Complete();
    }

    private async Task WritePlain(IFrameSource source, TransferSyntax target, TranscodeOptions options, PipeWriter output, CancellationToken cancel)
    {
        DataSetStream? stream = null;
        await foreach (var frame in new FrameRun(decoder, encoder, source, target, options).Read(cancel))
        {
            using (frame)
            {
                if (frame.IsLossy) throw new FrameException(FrameFailure.Unsupported, "Lossy compression is not streamed");
                if (stream is null)
                {
                    stream = new(output, target, await TranscodedHead.Of(source, frame, decoder, cancel));
                    await stream.Begin(PixelTag(source), PixelVr(source, frame, target), target.IsEncapsulated ? null : NativeLength(frame.Bits, source.Count), source.Count, cancel);
                }
                await stream.Add(frame, cancel);
            }
        }
        await stream!.End(cancel);
    }

    /// <summary>One frame: native samples by pixel, little endian, or a compressed stream of even length. The caller disposes it.</summary>
    /// <exception cref="FrameException">It cannot be had.</exception>
    public async Task<PooledBytes> ToFrame(IFrameSource source, int index, TransferSyntax target, TranscodeOptions options, CancellationToken cancel)
    {
        Require(source, target, options);
        return (await new FrameRun(decoder, encoder, source, target, options).Make(index, cancel)).Bytes;
    }

    private static void Require(IFrameSource source, TransferSyntax target, TranscodeOptions options)
    {
        if (!Can(source.TransferSyntax, target, source.Image, options)) throw new FrameException(FrameFailure.Unsupported, "Such an image is not put into this transfer syntax here");
    }

    private static ImagePixels Decoded(ImagePixels image) => image with { IsPlanar = false, BitsAllocated = image.BitsAllocated == 12 ? 16 : image.BitsAllocated };

    private static uint NativeLength(long frameBits, int frames)
    {
        var bytes = ((frameBits * frames) + 7) / 8;
        return bytes + (bytes % 2) <= MaxNativeBytes ? (uint)bytes : throw new FrameException(FrameFailure.TooLarge, "The object is too large to be native");
    }

    private static Tag PixelTag(IFrameSource source) => source.Image.Kind switch
    {
        SampleKind.Float => Tags.FloatPixelData,
        SampleKind.Double => Tags.DoubleFloatPixelData,
        _ => Tags.PixelData,
    };

    /// <summary>PS3.5 §8.2, §A.1, §A.2, §A.4.</summary>
    private static Vr PixelVr(IFrameSource source, TranscodedFrame frame, TransferSyntax target) => source.Image.Kind switch
    {
        SampleKind.Float => Vr.OF,
        SampleKind.Double => Vr.OD,
        _ when target.IsEncapsulated => Vr.OB,
        _ => frame.Image.BitsAllocated > 8 || !target.IsExplicitVr ? Vr.OW : Vr.OB,
    };

    private static DataElement Native(IFrameSource source, List<TranscodedFrame> frames)
    {
        var length = NativeLength(frames[0].Bits, frames.Count);
        if (length > Array.MaxLength) throw new FrameException(FrameFailure.TooLarge, "The object is too large to be held in memory");
        var value = new byte[length + (length % 2)];
        var (packer, at) = (new BitPacker(), 0);
        foreach (var frame in frames) at += packer.Add(frame.Bytes.Span, frame.Bits, value.AsSpan(at));
        if (packer.Rest is { } rest) value[at] = rest;
        return new(PixelTag(source), PixelVr(source, frames[0], TransferSyntax.ExplicitVrLittleEndian), value);
    }

    private static DataElement Encapsulated(List<TranscodedFrame> frames)
    {
        var parts = new ReadOnlyMemory<byte>[frames.Count + 1];
        var table = new ArrayBufferWriter<byte>(frames.Count * 4);
        var offset = 0L;
        for (var i = 0; i < frames.Count; i++)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32LittleEndian(table.GetSpan(4), (uint)Math.Min(offset, uint.MaxValue));
            table.Advance(4);
            parts[i + 1] = frames[i].Bytes.Memory.ToArray();
            offset += 8 + parts[i + 1].Length + (parts[i + 1].Length % 2);
        }
        parts[0] = offset <= uint.MaxValue ? table.WrittenMemory : default;
        return DataElement.Encapsulated(Tags.PixelData, parts);
    }
}

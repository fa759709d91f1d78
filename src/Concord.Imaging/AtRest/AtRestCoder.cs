using System.Buffers;
using System.Runtime.InteropServices;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Dicom.Files;
using Concord.Imaging.Codecs;
using Concord.Imaging.Frames;
using Concord.Imaging.Transcoding;

namespace Concord.Imaging.AtRest;

/// <summary>Puts uncompressed objects into the form in which they are kept, and gives the originals back.</summary>
/// <remarks>Any number of callers. One object is in memory a few times over while it is worked on.</remarks>
public sealed class AtRestCoder(FrameDecoder decoder, FrameEncoder encoder)
{
    private readonly Transcoder _transcoder = new(decoder, encoder);
    private static readonly TranscodeOptions Options = TranscodeOptions.Lossless with { Encoding = EncodeOptions.Lossless with { IsBackground = true }, MaxBytes = 32 << 20 };

    /// <summary>What objects are kept in: HTJ2K, lossless, RPCL.</summary>
    public static TransferSyntax Syntax { get; } = TransferSyntax.Of(Uid.Parse("1.2.840.10008.1.2.4.202"));

    /// <summary>Compresses an object.</summary>
    /// <param name="partTen">The whole object, in one of the native syntaxes.</param>
    /// <returns>The object to be kept, or why there is none. That it gives the original back is for the caller to try.</returns>
    /// <exception cref="FrameException">The codecs cannot be had just now.</exception>
    public async Task<(KeptObject? Kept, AtRestRefusal Refusal)> Compress(ReadOnlyMemory<byte> partTen, CancellationToken cancel)
    {
        if (Open(partTen, out var head, out var source) is { } refused) return (null, refused);
        try
        {
            var clean = new CleanFrames(source!);
            var dataSet = await _transcoder.ToDataSet(clean, Syntax, Options, cancel);
            var kept = Assemble(head!.Meta, dataSet, out var dataSetOffset);
            var recipe = await WriteRecipe(partTen, source!, clean, kept, dataSetOffset, cancel);
            return kept.Length + recipe.Length < partTen.Length ? (new(kept, dataSetOffset, recipe), default) : (null, AtRestRefusal.NotSmaller);
        }
        catch (FrameException failed) when (failed.Failure is not (FrameFailure.Busy or FrameFailure.Unavailable))
        {
            return (null, failed.Failure == FrameFailure.Malformed ? AtRestRefusal.Malformed : AtRestRefusal.Codec);
        }
    }

    /// <summary>Gives the original back, byte for byte if nothing was damaged: the caller holds it to its hash.</summary>
    /// <param name="partTen">The object that is kept.</param>
    /// <param name="originalLength">Bytes of the original.</param>
    /// <param name="isBackground">Nobody waits for it.</param>
    /// <exception cref="FormatException">The recipe does not belong to this object, or is damaged.</exception>
    /// <exception cref="DicomFormatException">The object is damaged.</exception>
    /// <exception cref="FrameException">A frame cannot be decoded.</exception>
    public async Task<byte[]> Restore(ReadOnlyMemory<byte> partTen, ReadOnlyMemory<byte> recipe, long originalLength, bool isBackground, CancellationToken cancel)
    {
        if (originalLength < 0 || originalLength > Array.MaxLength) throw new FormatException("The original is longer than what is held in memory.");
        var told = RestoreRecipe.Parse(recipe, partTen.Length, originalLength);
        var (head, dataSet) = Part10.Read(partTen);
        var source = DataSetFrames.Of(dataSet, head.TransferSyntax);
        if ((long)source.Count * source.Image.DecodedFrameBytes != told.Pixels) throw new FormatException("A recipe of another object.");
        var original = new byte[originalLength];
        var pixels = original.AsMemory((int)told.Before, (int)told.Pixels);
        await Decode(source, pixels, isBackground, cancel);
        SampleForms.Apply(told.Form, pixels.Span, source.Image);
        var around = new byte[told.Before + told.After];
        try
        {
            ByteResidue.Apply(told.Residue, pixels.Span);
            using var delta = new BinaryReader(new MemoryStream(told.Delta.ToArray()));
            ByteDelta.Read(delta, Around(partTen.Span, told.PixelsFrom, told.PixelsEnd), around);
        }
        catch (Exception error) when (error is EndOfStreamException or InvalidDataException)
        {
            throw new FormatException("The recipe is damaged.", error);
        }
        around.AsSpan(0, (int)told.Before).CopyTo(original);
        around.AsSpan((int)told.Before).CopyTo(original.AsSpan((int)(told.Before + told.Pixels)));
        return original;
    }

    /// <summary>The frames of an object that may be taken; else why not.</summary>
    private static AtRestRefusal? Open(ReadOnlyMemory<byte> partTen, out Part10Head? head, out DataSetFrames? source)
    {
        (head, source) = (null, null);
        try
        {
            Part10.TryReadHead(new(partTen), isWhole: true, out head);
            if (!IsNative(head!.TransferSyntax)) return AtRestRefusal.NotNative;
            var dataSet = DataSetReader.Read(partTen[(int)head.DataSetOffset..], head.TransferSyntax);
            if (!dataSet.IsWholeAsRead) return AtRestRefusal.Malformed;
            if (DataSetFrames.PixelDataOf(dataSet) != Tags.PixelData) return AtRestRefusal.NoImage;
            source = DataSetFrames.Of(dataSet, head.TransferSyntax);
            return Judge(source.Image) ?? (source.Count < source.Image.NumberOfFrames ? AtRestRefusal.Malformed : HasOverlayInPixels(dataSet) ? AtRestRefusal.OverlayInPixels : null);
        }
        catch (DicomFormatException)
        {
            return AtRestRefusal.Malformed;
        }
        catch (FrameException)
        {
            return AtRestRefusal.NoImage;
        }
    }

    private static bool IsNative(TransferSyntax syntax) =>
        syntax == TransferSyntax.ImplicitVrLittleEndian || syntax == TransferSyntax.ExplicitVrLittleEndian || syntax == TransferSyntax.ExplicitVrBigEndian;

    private static AtRestRefusal? Judge(ImagePixels image)
    {
        if (image.SamplesPerPixel != 1 || !image.Photometric.IsMonochrome) return AtRestRefusal.NotGrayscale;
        if (image is { IsSigned: true, BitsStored: <= 8 }) return AtRestRefusal.Depth; // the codecs of browsers lose what is below 0
        return image.BitsAllocated is 8 or 16 && FrameEncoder.Can(Syntax, image, EncodeOptions.Lossless) ? null : AtRestRefusal.Depth;
    }

    private static bool HasOverlayInPixels(DataSet dataSet)
    {
        for (ushort group = 0x6000; group <= 0x601E; group += 2)
            if (dataSet.GetInt(new Tag(group, 0x0102)) is > 0 && !dataSet.Contains(new Tag(group, 0x3000))) return true;
        return false;
    }

    private static byte[] Assemble(DataSet meta, DataSet dataSet, out int dataSetOffset)
    {
        var output = new ArrayBufferWriter<byte>();
        new FileMeta(dataSet.GetUid(Tags.SOPClassUID) ?? throw NoUid(), dataSet.GetUid(Tags.SOPInstanceUID) ?? throw NoUid(), Syntax)
        {
            SourceApplicationEntityTitle = meta.GetString(Tags.SourceApplicationEntityTitle) ?? "",
        }.Write(output);
        dataSetOffset = output.WrittenCount;
        DataSetWriter.Write(output, dataSet, Syntax);
        return output.WrittenSpan.ToArray();

        static FrameException NoUid() => new(FrameFailure.Malformed, "The object has no SOP Class or Instance UID");
    }

    private static async Task<byte[]> WriteRecipe(ReadOnlyMemory<byte> original, DataSetFrames source, CleanFrames clean, byte[] kept, int dataSetOffset, CancellationToken cancel)
    {
        var value = source.Head[Tags.PixelData].Value;
        if (!MemoryMarshal.TryGetArray(value, out var there) || !MemoryMarshal.TryGetArray(original, out var whole) || there.Array != whole.Array)
            throw new ArgumentException("The object must lie in one array.", nameof(original));
        var samples = new byte[(long)source.Count * source.Image.DecodedFrameBytes];
        for (var i = 0; i < source.Count; i++)
        {
            using var frame = await clean.ReadFrame(i, cancel);
            frame.Memory.CopyTo(samples.AsMemory(i * source.Image.DecodedFrameBytes));
        }
        var before = there.Offset - whole.Offset;
        var pixels = original.Span.Slice(before, samples.Length);
        var form = SeenForms.Nearest(samples, pixels, source.Image, source.TransferSyntax.IsBigEndian);
        var (from, end) = PixelsOf(kept, dataSetOffset);
        var around = Around(original.Span, before, before + samples.Length);
        return new RestoreRecipe(form, from, end, before, samples.Length, original.Length - before - samples.Length,
            Written(around, Around(kept, from, end), ByteDelta.Write), Written(pixels, samples, ByteResidue.Write)).ToBytes();
    }

    private static byte[] Written(ReadOnlySpan<byte> to, ReadOnlySpan<byte> from, WritePart write)
    {
        using var bytes = new MemoryStream();
        using var output = new BinaryWriter(bytes);
        write(output, from, to);
        return bytes.ToArray();
    }

    private delegate void WritePart(BinaryWriter output, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to);

    /// <summary>Where the fragments of the kept object lie, the Basic Offset Table and the delimiter with them.</summary>
    private static (long From, long End) PixelsOf(byte[] kept, int dataSetOffset)
    {
        var reader = new DicomTokenReader(new ReadOnlySequence<byte>(kept.AsMemory(dataSetOffset)), isFinalBlock: true, new DicomTokenState(Syntax));
        long from = -1;
        while (reader.Read())
        {
            if (reader.TokenType == DicomTokenType.FragmentsStart && reader.Depth == 1) from = reader.ValueOffset;
            if (from >= 0 && reader.TokenType == DicomTokenType.FragmentsEnd) return (dataSetOffset + from, dataSetOffset + reader.TokenOffset); // behind the delimiter
        }
        throw new FrameException(FrameFailure.Malformed, "The compressed object has no pixel data");
    }

    private static byte[] Around(ReadOnlySpan<byte> bytes, long from, long end) => [.. bytes[..(int)from], .. bytes[(int)end..]];

    private async Task Decode(DataSetFrames source, Memory<byte> into, bool isBackground, CancellationToken cancel)
    {
        var length = source.Image.DecodedFrameBytes;
        var options = DecodeOptions.Whole with { IsBackground = isBackground, IsOwn = true };
        var atOnce = new ParallelOptions { MaxDegreeOfParallelism = isBackground ? 1 : Environment.ProcessorCount, CancellationToken = cancel };
        await Parallel.ForAsync(0, source.Count, atOnce, async (index, stop) =>
        {
            using var lies = await source.ReadFrame(index, stop);
            using var decoded = await decoder.Decode(source.TransferSyntax, source.Image, lies.Memory, options, stop);
            if (decoded.Bytes.Memory.Length != length) throw new FrameException(FrameFailure.Malformed, "A frame is not of the size that the data set says");
            decoded.Bytes.Memory.CopyTo(into.Slice(index * length, length));
        });
    }
}

using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Imaging;
using Concord.Imaging.Captions;
using Concord.Imaging.Codecs;
using Concord.Imaging.Frames;
using Concord.Imaging.Rendering;
using Concord.Imaging.Rendering.Icc;
using Concord.Server.DicomWeb.Retrieve;
using Concord.Server.Imaging.Thumbnails;
using Concord.Server.Settings;
using Concord.Vault.Bundles;

namespace Concord.Server.Imaging;

/// <summary>From stored frames to files that a browser shows: read, decode, draw, encode.</summary>
/// <remarks>Any number of callers; a few are served at once, by <see cref="RenderBudget"/>.</remarks>
internal sealed class PictureMaker(BundleReader bundles, HeadSource heads, FrameDecoder decoder, JpegEncoder jpeg, RenderBudget budget, ImagingOptions options)
{
    /// <summary>What a client gets that takes any picture: JPEG (PS3.18 Table 8.7.4-1), or PNG where no codec program is.</summary>
    public PictureFormat DefaultFormat => File.Exists(options.CodecProgram) ? PictureFormat.Jpeg : PictureFormat.Png;

    /// <summary>The frames of an object; null when it has none.</summary>
    /// <exception cref="FrameException">Its attributes describe no image.</exception>
    public async ValueTask<StoredFrameSource?> Open(BundleEntry entry, CancellationToken cancel) =>
        await StoredFrameSource.Open(bundles, heads, entry, cancel) is { Count: > 0 } source ? source : null;

    /// <summary>The frame that stands for an object of many: Representative Frame Number (PS3.3 §C.7.6.6), else the first. From 0.</summary>
    public static int Representative(IFrameSource source) =>
        source.Head.GetInt(Tags.RepresentativeFrameNumber) is { } number && number >= 1 && number <= source.Count ? (int)number - 1 : 0;

    /// <summary>The file of one frame's picture; the caller gives it back.</summary>
    /// <param name="frame">From 0.</param>
    /// <param name="draw">Draws the whole frame in another way than the image's own; the frame is given away to it.</param>
    /// <exception cref="FrameException">It cannot be drawn.</exception>
    public async ValueTask<PooledBytes> Make(IFrameSource source, int frame, PictureRequest request, CancellationToken cancel, Func<DecodedFrame, Picture>? draw = null)
    {
        if (draw is null && request.Captions == CaptionKinds.None && FrameRenderer.IsGrayByRows(source.Head, source.Image, frame, request.Options))
            return await MakeByRows(source, frame, request, cancel);
        using var share = await budget.Enter(BytesFor(source.Image, request), cancel);
        var reduce = draw is null ? FrameRenderer.ReduceLevels(source.Head, source.Image, frame, request.Options) : 0;
        var decoded = await Decode(source, frame, reduce, cancel);
        using var picture = draw is null ? FrameRenderer.Render(source.Head, source.Image, frame, decoded, request.Options) : draw(decoded);
        if (request.Captions != CaptionKinds.None) CaptionPainter.Paint(picture, source.Head, frame, request.Captions);
        return await Encode(picture, request.Format, request.Quality, cancel, ProfileFor(picture, source.Head, request.Colors));
    }

    /// <summary>The same of a picture much smaller than its frame, of which no more is read than is needed.</summary>
    public async ValueTask<PooledBytes> MakeSmall(StoredFrameSource source, int frame, PictureRequest request, CancellationToken cancel)
    {
        var step = request.Options.Viewport is { } size ? SparseFrames.StepFor(source, size.Width, size.Height) : 1;
        if (step == 1) return await Make(source, frame, request, cancel);
        using var share = await budget.Enter(BytesFor(source.Image, request) / ((long)step * step), cancel);
        var decoded = await SparseFrames.Read(source, frame, step, cancel);
        using var picture = FrameRenderer.Render(source.Head, source.Image, frame, decoded, request.Options);
        return await Encode(picture, request.Format, request.Quality, cancel);
    }

    /// <summary>A picture of one frame, for whoever has a share of the budget.</summary>
    public async ValueTask<Picture> Draw(StoredFrameSource source, int frame, RenderOptions options, CancellationToken cancel)
    {
        var decoded = await Decode(source, frame, FrameRenderer.ReduceLevels(source.Head, source.Image, frame, options), cancel);
        return FrameRenderer.Render(source.Head, source.Image, frame, decoded, options);
    }

    /// <summary>The file; the caller gives it back.</summary>
    /// <param name="profile">Of its colours; null: nothing is said.</param>
    public async ValueTask<PooledBytes> Encode(Picture picture, PictureFormat format, int quality, CancellationToken cancel, ColorProfile? profile = null)
    {
        cancel.ThrowIfCancellationRequested();
        if (format == PictureFormat.Png) return PngEncoder.Encode(picture, cancel, profile);
        var file = await jpeg.Encode(picture, quality, cancel);
        if (profile is null) return file;
        using (file) return PooledBytes.Of(ProfileFiles.IntoJpeg(file.Span, profile));
    }

    /// <summary>A gray picture, drawn as it is encoded: of a frame that lies in its file as it is decoded, no more than some rows are ever in memory.</summary>
    private async ValueTask<PooledBytes> MakeByRows(IFrameSource source, int frame, PictureRequest request, CancellationToken cancel)
    {
        var attributes = new FrameAttributes(source.Head, frame);
        if (source is StoredFrameSource { IsPlain: true } plain)
        {
            using var share = await budget.Enter(BytesByRows(source.Image), cancel);
            using var stored = new StoredBytes(plain.OpenFrame(frame));
            using var drawn = await GrayRows.Open(attributes, source.Image, request.Options, stored, cancel);
            return await Encode(drawn, request, cancel);
        }
        using var whole = await budget.Enter((2L * source.Image.DecodedFrameBytes) + BytesByRows(source.Image), cancel);
        using var decoded = await Decode(source, frame, reduceLevels: 0, cancel);
        using var rows = await GrayRows.Open(attributes, decoded.Image, request.Options, new DecodedBytes(decoded), cancel);
        return await Encode(rows, request, cancel);
    }

    private async ValueTask<PooledBytes> Encode(GrayRows rows, PictureRequest request, CancellationToken cancel) =>
        request.Format == PictureFormat.Png ? await PngEncoder.Encode(rows, cancel) : await jpeg.Encode(rows, request.Quality, cancel);

    /// <summary>The profile that goes into the file, after the picture's colours were turned into it.</summary>
    private static ColorProfile? ProfileFor(Picture picture, DataSet head, ColorHandling colors)
    {
        if (colors == ColorHandling.None || picture.Samples == 1) return null;
        var own = ColorProfile.Of(head);
        if (colors == ColorHandling.Embed) return own;
        if (own is null) return SrgbProfile.Profile;
        if (MatrixProfile.Of(own) is not { } matrix) throw new FrameException(FrameFailure.Unsupported, "The colour profile of the object has tables; it can be given with the picture, not turned into sRGB");
        matrix.Apply(picture);
        return SrgbProfile.Profile;
    }

    private async ValueTask<DecodedFrame> Decode(IFrameSource source, int frame, int reduceLevels, CancellationToken cancel)
    {
        using var bytes = await source.ReadFrame(frame, cancel);
        return await decoder.Decode(source.TransferSyntax, source.Image, bytes.Memory, new DecodeOptions { ReduceLevels = reduceLevels }, cancel);
    }

    /// <summary>The file, whose size is not known: at most about that of the samples; and the strips on their way.</summary>
    private static long BytesByRows(ImagePixels image) => ((long)image.Columns * image.Rows) + JpegEncoder.MaxStripBytes;

    /// <summary>The frame as it lies and decoded, its picture before and after scaling, and the file.</summary>
    private static long BytesFor(ImagePixels image, PictureRequest request)
    {
        var pixels = (long)image.Columns * image.Rows;
        var wanted = request.Options.Viewport is { } viewport ? Math.Min((long)viewport.Width * viewport.Height, PictureGeometry.MaxPixels) : pixels;
        return (2L * image.DecodedFrameBytes) + (3 * pixels) + (6 * wanted);
    }
}

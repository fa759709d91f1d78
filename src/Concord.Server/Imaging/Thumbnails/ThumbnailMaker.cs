using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Imaging;
using Concord.Imaging.Cards;
using Concord.Imaging.Presentation;
using Concord.Imaging.Rendering;
using Concord.Imaging.Waveforms;
using Concord.Server.DicomWeb.Retrieve;
using Concord.Server.Imaging.Programs;
using Concord.Vault.Bundles;

namespace Concord.Server.Imaging.Thumbnails;

/// <summary>A small picture of any object.</summary>
/// <remarks>Any number of callers; a few are served at once, by <see cref="RenderBudget"/>.</remarks>
internal sealed class ThumbnailMaker(HeadSource heads, PictureMaker pictures, PresentationMaker presentations, DocumentPages pages, VideoPoster posters, RenderBudget budget, ThumbnailCache cache)
{
    /// <summary>What drawing a card, curves or a page takes at most, bytes.</summary>
    private const long DrawingBytes = 32L << 20;

    /// <exception cref="FrameException">All are busy.</exception>
    /// <exception cref="BadHttpRequestException">There is no such frame: 404.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> Make(BundleEntry entry, Thumbnail asked, CancellationToken cancel)
    {
        if (cache.Find(asked) is { } known) return known;
        var file = await Image(entry, asked, cancel) ?? await Drawing(entry, asked, cancel);
        if (!PresentationState.Is(entry.SopClassUid)) cache.Add(asked, file); // another object than that may decide how it looks
        return file;
    }

    /// <summary>The frame that stands for an object: the one it names, else the middle one.</summary>
    private static int Representative(StoredFrameSource source) =>
        source.Head.GetInt(Tags.RepresentativeFrameNumber) is null ? source.Count / 2 : PictureMaker.Representative(source);

    private async ValueTask<ReadOnlyMemory<byte>?> Image(BundleEntry entry, Thumbnail asked, CancellationToken cancel)
    {
        var request = new PictureRequest(RenderOptions.Default with { Viewport = new(asked.Width, asked.Height) }, asked.Format, asked.Quality);
        try
        {
            if (PresentationState.Is(entry.SopClassUid) && await presentations.Open(entry, cancel) is { First: { } first } set) return Kept(await presentations.Make(set, first, request, cancel));
            if (await pictures.Open(entry, cancel) is not { } source) return null;
            if (asked.Frame >= source.Count) throw NoFrame();
            return Kept(await pictures.MakeSmall(source, asked.Frame ?? Representative(source), request, cancel));
        }
        catch (FrameException e) when (asked.Frame is null && e.Failure is FrameFailure.Malformed or FrameFailure.Unsupported or FrameFailure.TooLarge or FrameFailure.OutOfRange)
        {
            return null; // a card then
        }
    }

    private async ValueTask<ReadOnlyMemory<byte>> Drawing(BundleEntry entry, Thumbnail asked, CancellationToken cancel)
    {
        using var share = await budget.Enter(DrawingBytes, cancel);
        if (entry.TransferSyntax.IsEncapsulated && await posters.Take(entry, asked.Width, asked.Height, asked.Format, cancel) is { } poster) return poster;
        if (asked.Frame is not null) throw NoFrame();
        var head = await heads.ReadAll(entry, cancel);
        if (await pages.FirstPage(head, Math.Min(asked.Width, asked.Height), asked.Format, cancel) is { } page) return page;
        using var picture = Draw(head, asked);
        return Kept(await pictures.Encode(picture, asked.Format, asked.Quality, cancel));
    }

    /// <summary>A small file that stays, in memory of its own size.</summary>
    private static ReadOnlyMemory<byte> Kept(PooledBytes file)
    {
        using (file) return file.Memory.ToArray();
    }

    private static BadHttpRequestException NoFrame() => new("The object has no such frame.", StatusCodes.Status404NotFound);

    private static Picture Draw(DataSet head, Thumbnail asked) =>
        WaveformGroup.Of(head) is { } waveform ? WaveformPainter.Paint(waveform, asked.Width, asked.Height) : CardPainter.Paint(Card.Of(head), asked.Width, asked.Height);
}

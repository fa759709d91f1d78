using System.Globalization;
using Concord.Dicom.DataElements;
using Concord.Server.DicomWeb.Answers;
using Concord.Server.DicomWeb.Negotiation;
using Concord.Server.DicomWeb.Rendered;
using Concord.Server.DicomWeb.Retrieve;
using Concord.Server.Imaging;
using Concord.Server.Imaging.Programs;
using Concord.Server.Imaging.Thumbnails;
using Concord.Vault.Bundles;
using Concord.Vault.Retrieve;

namespace Concord.Server.DicomWeb.Thumbnails;

/// <summary>Retrieve Transaction, thumbnail resources (PS3.18 §10.4.1.1.5).</summary>
internal sealed class ThumbnailEndpoints(VaultRetrieve retrieve, ThumbnailMaker maker, PictureMaker pictures, ImagingPrograms programs)
{
    /// <summary>Changes when the same request gives another picture than before.</summary>
    private const string Version = "thumbnail 1";

    private const int DefaultSide = 256;

    private const int MaxSide = 1024;

    private const int Quality = 80;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGetOrHead("/studies/{study}/thumbnail", (HttpContext context, Uid study, ThumbnailEndpoints face) => face.Get(context, study, null, null, null));
        routes.MapGetOrHead("/studies/{study}/series/{series}/thumbnail", (HttpContext context, Uid study, Uid series, ThumbnailEndpoints face) =>
            face.Get(context, study, series, null, null));
        routes.MapGetOrHead("/studies/{study}/series/{series}/instances/{instance}/thumbnail", (HttpContext context, Uid study, Uid series, Uid instance, ThumbnailEndpoints face) =>
            face.Get(context, study, series, instance, null));
        routes.MapGetOrHead("/studies/{study}/series/{series}/instances/{instance}/frames/{frames}/thumbnail",
            (HttpContext context, Uid study, Uid series, Uid instance, string frames, ThumbnailEndpoints face) => face.Get(context, study, series, instance, frames));
    }

    private async Task<IResult> Get(HttpContext context, Uid study, Uid? series, Uid? instance, string? frames)
    {
        IReadOnlyList<int>? numbers = null;
        if (frames is not null && !FrameList.TryParse(frames, out numbers)) return Wrong("Frames are positive numbers parted by commas.");
        if (!TrySize(context.Request.Query["viewport"].ToString(), out var width, out var height)) return Wrong($"viewport is a width and a height from 1 to {MaxSide} pixels.");
        context.Response.Headers.Vary = "Accept";
        var entries = await retrieve.Find(study, series, instance, context.RequestAborted);
        if (entries.Count == 0) return TypedResults.NotFound();
        if (PictureNegotiation.Choose(AcceptHeader.Of(context.Request), canBeSingle: true, pictures.DefaultFormat) is not { IsMultipart: false } chosen) return PictureNegotiation.NotAcceptable();
        var entry = Representatives.Of(entries);
        return await Answer(context, entry, new(entry.ArrivalNumber, numbers?[numbers.Count / 2] - 1, width, height, chosen.Format, Quality));
    }

    private async Task<IResult> Answer(HttpContext context, BundleEntry entry, Thumbnail asked)
    {
        var mediaType = asked.Format == PictureFormat.Png ? "image/png" : "image/jpeg";
        var etag = EntityTags.Of([entry], $"{Version} {programs.Version} {asked}");
        if (Conditions.IsNotModified(context.Request, etag)) return new SegmentedAnswer([], mediaType, etag);
        if (HttpMethods.IsHead(context.Request.Method)) return new SegmentedAnswer([new Segment.Made(null, _ => ValueTask.FromResult<ReadOnlyMemory<byte>>(default))], mediaType, etag);
        return new SegmentedAnswer([new Segment.Memory(await maker.Make(entry, asked, context.RequestAborted))], mediaType, etag);
    }

    private static bool TrySize(string text, out int width, out int height)
    {
        (width, height) = (DefaultSide, DefaultSide);
        if (text.Length == 0) return true;
        var words = text.Split(',');
        return words.Length == 2 && TrySide(words[0], out width) && TrySide(words[1], out height);
    }

    private static bool TrySide(string text, out int side) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out side) && side is >= 1 and <= MaxSide;

    private static IResult Wrong(string detail) => TypedResults.Problem(detail, statusCode: StatusCodes.Status400BadRequest);
}

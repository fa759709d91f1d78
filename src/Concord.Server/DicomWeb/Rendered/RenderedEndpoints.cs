using Concord.Dicom.DataElements;
using Concord.Imaging;
using Concord.Imaging.Presentation;
using Concord.Imaging.Rendering;
using Concord.Server.DicomWeb.Answers;
using Concord.Server.DicomWeb.Negotiation;
using Concord.Server.DicomWeb.Retrieve;
using Concord.Server.Documents;
using Concord.Server.Imaging;
using Concord.Server.Imaging.Cine;
using Concord.Vault.Bundles;
using Concord.Vault.Retrieve;
using Microsoft.Net.Http.Headers;

namespace Concord.Server.DicomWeb.Rendered;

/// <summary>Retrieve Transaction, rendered resources (PS3.18 §10.4.1.3): pictures that any browser shows.</summary>
internal sealed class RenderedEndpoints(VaultRetrieve retrieve, PictureMaker maker, PresentationMaker presentations, CineMaker cine, DocumentMaker documents)
{
    /// <summary>Changes when the same request gives another picture than before.</summary>
    private const string Version = "picture 1";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGetOrHead("/studies/{study}/rendered", (HttpContext context, Uid study, RenderedEndpoints face) => face.Get(context, study, null, null, null));
        routes.MapGetOrHead("/studies/{study}/series/{series}/rendered", (HttpContext context, Uid study, Uid series, RenderedEndpoints face) =>
            face.Get(context, study, series, null, null));
        routes.MapGetOrHead("/studies/{study}/series/{series}/instances/{instance}/rendered", (HttpContext context, Uid study, Uid series, Uid instance, RenderedEndpoints face) =>
            face.Get(context, study, series, instance, null));
        routes.MapGetOrHead("/studies/{study}/series/{series}/instances/{instance}/frames/{frames}/rendered",
            (HttpContext context, Uid study, Uid series, Uid instance, string frames, RenderedEndpoints face) => face.Get(context, study, series, instance, frames));
    }

    /// <summary>One picture alone.</summary>
    /// <param name="frame">From 0; null: the one that stands for the object.</param>
    /// <param name="optionsFor">The request's options for an image, when it takes the image to know them.</param>
    public async Task<IResult> Single(HttpContext context, BundleEntry entry, int? frame, PictureRequest request, Func<ImagePixels, RenderOptions>? optionsFor = null)
    {
        var etag = EntityTags.Of([entry], $"{Version} {frame} {request} {(optionsFor is null ? "" : context.Request.QueryString.Value)}");
        if (Conditions.IsNotModified(context.Request, etag)) return new SegmentedAnswer([], request.MediaType, etag);
        var cancel = context.RequestAborted;
        if (await maker.Open(entry, cancel) is not { } source) return NoPicture();
        if (frame >= source.Count) return TypedResults.Problem($"The object has {source.Count} frames.", statusCode: StatusCodes.Status404NotFound);
        if (HttpMethods.IsHead(context.Request.Method)) return new SegmentedAnswer([new Segment.Made(null, _ => ValueTask.FromResult<ReadOnlyMemory<byte>>(default))], request.MediaType, etag);
        if (optionsFor is not null) request = request with { Options = optionsFor(source.Image) };
        return Answer(context, await maker.Make(source, frame ?? PictureMaker.Representative(source), request, cancel), request, etag);
    }

    /// <summary>One picture as a presentation state says: of one of its images, or of the first that is here.</summary>
    /// <param name="wanted">404 when the state is not for it.</param>
    public async Task<IResult> Presented(HttpContext context, BundleEntry state, PresentedFrame? wanted, PictureRequest request)
    {
        var set = await presentations.Open(state, context.RequestAborted);
        var frame = wanted is null ? set.First : set.Frames.FirstOrDefault(frame => frame.Entry.ArrivalNumber == wanted.Entry.ArrivalNumber && (frame.Frame is null || wanted.Frame is null || frame.Frame == wanted.Frame));
        if (frame is null) return TypedResults.Problem("No image that the presentation state is for is here.", statusCode: StatusCodes.Status404NotFound);
        if (wanted?.Frame is { } number) frame = frame with { Frame = number };
        var etag = EntityTags.Of([state, frame.Entry], $"{Version} presented {frame.Frame} {request}");
        if (Conditions.IsNotModified(context.Request, etag)) return new SegmentedAnswer([], request.MediaType, etag);
        if (HttpMethods.IsHead(context.Request.Method)) return new SegmentedAnswer([new Segment.Made(null, _ => ValueTask.FromResult<ReadOnlyMemory<byte>>(default))], request.MediaType, etag);
        return Answer(context, await presentations.Make(set, frame, request, context.RequestAborted), request, etag);
    }

    /// <summary>The file is given back after the answer has gone out.</summary>
    internal static SegmentedAnswer Answer(HttpContext context, PooledBytes file, PictureRequest request, EntityTagHeaderValue etag)
    {
        context.Response.RegisterForDispose(file);
        return new([new Segment.Memory(file.Memory)], request.MediaType, etag);
    }

    private async Task<IResult> Get(HttpContext context, Uid study, Uid? series, Uid? instance, string? frames)
    {
        IReadOnlyList<int>? numbers = null;
        if (frames is not null && !FrameList.TryParse(frames, out numbers)) return Wrong("Frames are positive numbers parted by commas.");
        var parameters = RenderedParameters.Parse(context.Request.Query, out var problem);
        if (problem is not null) return Wrong(problem);
        context.Response.Headers.Vary = "Accept";
        var entries = await retrieve.Find(study, series, instance, context.RequestAborted);
        if (entries.Count == 0) return TypedResults.NotFound();
        var canBeSingle = entries.Count == 1 && (numbers is null || numbers.Count == 1);
        var accepted = AcceptHeader.Of(context.Request);
        if (entries.Count == 1 && frames is null && await documents.Find(context, entries[0], accepted) is { } document) return document;
        if (instance is not null && frames is null && cine.IsPossible && CineNegotiation.Choose(accepted) is { } kind && await Cine(context, entries[0], kind, parameters.Options) is { } moving) return moving;
        if (PictureNegotiation.Choose(accepted, canBeSingle, maker.DefaultFormat) is not { } chosen) return PictureNegotiation.NotAcceptable();
        var request = new PictureRequest(parameters.Options, chosen.Format, parameters.Quality) { Colors = parameters.Colors, Captions = parameters.Captions };
        if (instance is not null && frames is null && !chosen.IsMultipart && PresentationState.Is(entries[0].SopClassUid)) return await Presented(context, entries[0], null, request);
        if (!chosen.IsMultipart) return await Single(context, entries[0], numbers?[0] - 1, request);
        if (instance is not null && frames is null && PresentationState.Is(entries[0].SopClassUid))
            return new RenderedParts(maker, entries, null, request, EntityTags.Of(entries, $"{Version} parts {request}")) { Presented = (presentations, await presentations.Open(entries[0], context.RequestAborted)) };
        if (instance is not null) return await Multipart(context, entries[0], numbers, request, frames);
        return new RenderedParts(maker, entries, null, request, EntityTags.Of(entries, $"{Version} parts {request}"));
    }

    /// <summary>Null when the object does not have several frames.</summary>
    private async Task<IResult?> Cine(HttpContext context, BundleEntry entry, CineFormat format, RenderOptions options)
    {
        var mediaType = CineNegotiation.MediaTypeOf(format);
        var etag = EntityTags.Of([entry], $"{Version} {mediaType} {options}");
        if (Conditions.IsNotModified(context.Request, etag)) return new SegmentedAnswer([], mediaType, etag);
        if (await maker.Open(entry, context.RequestAborted) is not { Count: > 1 } source) return null;
        if (HttpMethods.IsHead(context.Request.Method)) return new SegmentedAnswer([new Segment.Made(null, _ => ValueTask.FromResult<ReadOnlyMemory<byte>>(default))], mediaType, etag);
        return await cine.Make(source, format, options, context.RequestAborted) is { } file ? new SegmentedAnswer([new Segment.Memory(file)], mediaType, etag) : null;
    }

    private async Task<IResult> Multipart(HttpContext context, BundleEntry entry, IReadOnlyList<int>? numbers, PictureRequest request, string? frames)
    {
        if (await maker.Open(entry, context.RequestAborted) is not { } source) return NoPicture();
        if (numbers?.Any(number => number > source.Count) == true) return TypedResults.Problem($"The object has {source.Count} frames.", statusCode: StatusCodes.Status404NotFound);
        return new RenderedParts(maker, [entry], numbers is null ? null : [.. numbers.Select(number => number - 1)], request, EntityTags.Of([entry], $"{Version} parts {frames} {request}"));
    }

    private static IResult NoPicture() => TypedResults.Problem("The object has no frames to make a picture of.", statusCode: StatusCodes.Status406NotAcceptable);

    private static IResult Wrong(string detail) => TypedResults.Problem(detail, statusCode: StatusCodes.Status400BadRequest);
}

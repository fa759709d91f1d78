using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;
using Concord.Imaging.Presentation;
using Concord.Imaging.Rendering;
using Concord.Server.DicomWeb.Negotiation;
using Concord.Server.DicomWeb.Rendered;
using Concord.Server.Documents;
using Concord.Server.Imaging;
using Concord.Vault.Bundles;
using Concord.Vault.Retrieve;

namespace Concord.Server.DicomWeb.Retrieve;

/// <summary>URI Service (PS3.18 §9): <c>/wado?requestType=WADO&amp;studyUID=…&amp;seriesUID=…&amp;objectUID=…&amp;contentType=…</c>: a whole object, or the picture of one frame.</summary>
internal sealed class UriEndpoints(VaultRetrieve retrieve, InstanceEndpoints instances, RenderedEndpoints rendered, PictureMaker maker, DocumentMaker documents)
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGetOrHead("/wado", (HttpContext context, UriEndpoints face) => face.Get(context));

    private async Task<IResult> Get(HttpContext context)
    {
        var query = context.Request.Query;
        if (query["requestType"] != "WADO") return Wrong("requestType must be WADO.");
        if (!Uid.TryParse((string?)query["objectUID"], null, out var instance)) return Wrong("objectUID must be a UID.");
        Uid study = default, series = default;
        if (query.ContainsKey("studyUID") && !Uid.TryParse((string?)query["studyUID"], null, out study)) return Wrong("studyUID must be a UID.");
        if (query.ContainsKey("seriesUID") && !Uid.TryParse((string?)query["seriesUID"], null, out series)) return Wrong("seriesUID must be a UID.");
        foreach (var entry in await retrieve.FindInstance(instance, context.RequestAborted))
        {
            if ((study.IsNone || entry.StudyInstanceUid == study) && (series.IsNone || entry.SeriesInstanceUid == series)) return await Answer(context, entry);
        }
        return TypedResults.NotFound();
    }

    /// <summary>In the first type that is asked for and given here; a picture, for whom any will do and who names none (PS3.18 §9.1.2.1.5).</summary>
    private async Task<IResult> Answer(HttpContext context, BundleEntry entry)
    {
        var asked = AcceptHeader.Parse(context.Request.Query["contentType"]);
        if (asked.Count == 0) return await documents.Find(context, entry, [new("*/*", "", "", 1)]) ?? await Picture(context, entry, maker.DefaultFormat);
        foreach (var range in asked)
        {
            switch (range.MediaType)
            {
                case MediaTypes.Dicom or "*/*" or "application/*": return await Whole(context, entry);
                case "image/jpeg": return await Picture(context, entry, PictureFormat.Jpeg);
                case "image/png": return await Picture(context, entry, PictureFormat.Png);
                case "application/pdf" or "text/html" or "text/plain" or "text/*" when await documents.Find(context, entry, [range]) is { } document: return document;
                case "image/*": return await Picture(context, entry, maker.DefaultFormat);
            }
        }
        return TypedResults.Problem("contentType can be application/dicom, image/jpeg or image/png; of a report text/html or text/plain, of a document its own.", statusCode: StatusCodes.Status406NotAcceptable);
    }

    private async Task<IResult> Whole(HttpContext context, BundleEntry entry)
    {
        if (!context.Request.Query.ContainsKey("transferSyntax")) return await instances.Single(entry, instances.AsItCame(entry), context.RequestAborted);
        return Uid.TryParse((string?)context.Request.Query["transferSyntax"], null, out var syntax) ? await instances.Single(entry, TransferSyntax.Of(syntax), context.RequestAborted) : Wrong("transferSyntax must be a UID.");
    }

    private async Task<IResult> Picture(HttpContext context, BundleEntry entry, PictureFormat format)
    {
        if (UriParameters.Parse(context.Request.Query, out var problem) is not { } parameters) return Wrong(problem);
        if (context.Request.Query.ContainsKey("presentationUID")) return await Presented(context, entry, format, parameters);
        if (PresentationState.Is(entry.SopClassUid)) return await rendered.Presented(context, entry, null, RequestOf(parameters, format));
        return await rendered.Single(context, entry, parameters.Frame, new(RenderOptions.Default, format, parameters.Quality) { Captions = parameters.Captions }, parameters.OptionsFor);
    }

    /// <summary>By a presentation state of the same study: presentationUID and presentationSeriesUID (PS3.18 §9.1.2.2.12, §9.1.2.2.13). Its window and region are the state's.</summary>
    private async Task<IResult> Presented(HttpContext context, BundleEntry image, PictureFormat format, UriParameters parameters)
    {
        var query = context.Request.Query;
        if (!Uid.TryParse((string?)query["presentationUID"], null, out var asked)) return Wrong("presentationUID must be a UID.");
        Uid series = default;
        if (query.ContainsKey("presentationSeriesUID") && !Uid.TryParse((string?)query["presentationSeriesUID"], null, out series)) return Wrong("presentationSeriesUID must be a UID.");
        foreach (var state in await retrieve.FindInstance(asked, context.RequestAborted))
        {
            if (state.StudyInstanceUid == image.StudyInstanceUid && (series.IsNone || state.SeriesInstanceUid == series) && PresentationState.Is(state.SopClassUid))
                return await rendered.Presented(context, state, new(image, parameters.Frame), RequestOf(parameters, format));
        }
        return TypedResults.NotFound();
    }

    private static PictureRequest RequestOf(UriParameters parameters, PictureFormat format)
    {
        var options = RenderOptions.Default;
        if (parameters.Columns is not null || parameters.Rows is not null) options = options with { Viewport = new(parameters.Columns ?? ushort.MaxValue, parameters.Rows ?? ushort.MaxValue) };
        return new(options, format, parameters.Quality) { Captions = parameters.Captions };
    }

    private static IResult Wrong(string detail) => TypedResults.Problem(detail, statusCode: StatusCodes.Status400BadRequest);
}

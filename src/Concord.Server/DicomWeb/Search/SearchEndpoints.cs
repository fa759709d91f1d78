using System.Globalization;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Server.DicomWeb.Answers;
using Concord.Server.DicomWeb.Negotiation;
using Concord.Server.Settings;
using Concord.Vault.ExtendedTags;
using Concord.Vault.Query;
using Microsoft.Net.Http.Headers;

namespace Concord.Server.DicomWeb.Search;

/// <summary>Search Transaction (PS3.18 §10.6): studies, series and instances, streamed, in JSON or XML; pages, order and counts.</summary>
/// <remarks>No match is 200 with an empty array, which clients that parse every answer understand; 204 is a matter of taste of Table 10.6.3-1.</remarks>
internal sealed class SearchEndpoints(VaultQuery query, VaultExtendedTags extended, DicomWebOptions options)
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/studies", (HttpContext context, SearchEndpoints search) =>
            search.Search(context, QueryLevel.Study, null, null, ReturnAttributes.Study));
        routes.MapGet("/series", (HttpContext context, SearchEndpoints search) =>
            search.Search(context, QueryLevel.Series, null, null, [.. ReturnAttributes.Study, .. ReturnAttributes.Series]));
        routes.MapGet("/instances", (HttpContext context, SearchEndpoints search) =>
            search.Search(context, QueryLevel.Image, null, null, [.. ReturnAttributes.Study, .. ReturnAttributes.Series, .. ReturnAttributes.Instance]));
        routes.MapGet("/studies/count", (HttpContext context, SearchEndpoints search) => search.Count(context, QueryLevel.Study));
        routes.MapGet("/series/count", (HttpContext context, SearchEndpoints search) => search.Count(context, QueryLevel.Series));
        routes.MapGet("/instances/count", (HttpContext context, SearchEndpoints search) => search.Count(context, QueryLevel.Image));
        routes.MapGet("/studies/{study}/series", (HttpContext context, Uid study, SearchEndpoints search) =>
            search.Search(context, QueryLevel.Series, study, null, ReturnAttributes.Series));
        routes.MapGet("/studies/{study}/instances", (HttpContext context, Uid study, SearchEndpoints search) =>
            search.Search(context, QueryLevel.Image, study, null, [.. ReturnAttributes.Series, .. ReturnAttributes.Instance]));
        routes.MapGet("/studies/{study}/series/{series}/instances", (HttpContext context, Uid study, Uid series, SearchEndpoints search) =>
            search.Search(context, QueryLevel.Image, study, series, ReturnAttributes.Instance));
    }

    private async Task<IResult> Search(HttpContext context, QueryLevel level, Uid? study, Uid? series, IReadOnlyList<Tag> returned)
    {
        if (ModelNegotiation.ContentType(context.Request) is not { } contentType) return ModelNegotiation.NotAcceptable();
        var request = RequestOf(context.Request, level, study, series, returned);
        if (SearchParameters.IsCounted(context.Request.Query)) context.Response.Headers["X-Total-Count"] = (await query.Count(request, context.RequestAborted)).ToString(CultureInfo.InvariantCulture);
        await Send(context, request, await query.Open(request, context.RequestAborted), contentType, (match, service) => AddressOf(match, level, service));
        return Results.Empty;
    }

    /// <summary>Objects of no patient, of one kind (PS3.18 §12.6).</summary>
    public async Task<IResult> SearchNonPatient(HttpContext context, string kind, IReadOnlyList<Uid> classes, IReadOnlyList<Tag> returned)
    {
        if (ModelNegotiation.ContentType(context.Request) is not { } contentType) return ModelNegotiation.NotAcceptable();
        var request = RequestOf(context.Request, QueryLevel.Image, null, null, returned);
        foreach (var tag in new[] { Tags.StudyInstanceUID, Tags.SeriesInstanceUID }) request.Keys.Remove(tag);
        await Send(context, request, await query.OpenNonPatient(classes, request, context.RequestAborted), contentType, (match, service) => $"{service}/{kind}/{match.GetUid(Tags.SOPInstanceUID)}");
        return Results.Empty;
    }

    private static async Task Send(HttpContext context, QueryRequest request, QueryPage page, string contentType, Func<DataSet, string, string> addressOf)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "no-cache";
        if (page.HasMore is not false) headers.Append(HeaderNames.Warning, $"299 {context.Request.Host} \"There {(page.HasMore is true ? "are" : "may be")} more than {request.Limit} results; ask for them with limit and offset\"");
        if (page.HasMore is true && request.Limit > 0) headers.Link = $"<{NextPage.AddressOf(context, page.Next, request)}>; rel=\"next\"";
        var service = context.ServiceAddress();
        await using var answer = new ModelWriter(context, contentType);
        await foreach (var match in page.Matches.WithCancellation(context.RequestAborted))
            if (await answer.Write(match.SetString(Tags.RetrieveURL, addressOf(match, service)).SetString(Tags.InstanceAvailability, "ONLINE"))) await answer.Flush();
        await answer.End();
    }

    private async Task<IResult> Count(HttpContext context, QueryLevel level) =>
        TypedResults.Json(new CountAnswer(await query.Count(RequestOf(context.Request, level, null, null, []), context.RequestAborted)), SearchJson.Default.CountAnswer);

    private QueryRequest RequestOf(HttpRequest asked, QueryLevel level, Uid? study, Uid? series, IReadOnlyList<Tag> returned)
    {
        var keys = new DataSet();
        if (study is { } studyUid) keys.SetUid(Tags.StudyInstanceUID, studyUid);
        if (series is { } seriesUid) keys.SetUid(Tags.SeriesInstanceUID, seriesUid);
        var request = SearchParameters.Parse(level, keys, asked.Query, extended.Current);
        foreach (var tag in returned.Concat(UniqueKeys(level)))
            if (!keys.Contains(tag)) keys.SetEmpty(tag);
        return request with { Limit = Math.Min(request.Limit ?? options.MaxResults, options.MaxResults) };
    }

    /// <summary>Where the match can be had.</summary>
    private static string AddressOf(DataSet match, QueryLevel level, string service)
    {
        var address = $"{service}/studies/{match.GetUid(Tags.StudyInstanceUID)}";
        if (level >= QueryLevel.Series) address += $"/series/{match.GetUid(Tags.SeriesInstanceUID)}";
        return level >= QueryLevel.Image ? address + $"/instances/{match.GetUid(Tags.SOPInstanceUID)}" : address;
    }

    private static IEnumerable<Tag> UniqueKeys(QueryLevel level)
    {
        yield return Tags.StudyInstanceUID;
        if (level >= QueryLevel.Series) yield return Tags.SeriesInstanceUID;
        if (level >= QueryLevel.Image) yield return Tags.SOPInstanceUID;
    }
}

using System.Text.Json;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Json;
using Concord.Server.DicomWeb.Negotiation;
using Concord.Server.Settings;
using Concord.Vault.Query;
using Microsoft.Net.Http.Headers;

namespace Concord.Server.DicomWeb.Search;

/// <summary>Search Transaction (PS3.18 §10.6): studies, series and instances as streamed DICOM JSON.</summary>
/// <remarks>No match is 200 with an empty array, which clients that parse every answer understand; 204 is a matter of taste of Table 10.6.3-1.</remarks>
internal sealed class SearchEndpoints(VaultQuery query, DicomWebOptions options)
{
    /// <summary>Bytes of the answer that are gathered before they are sent.</summary>
    private const int FlushBytes = 64 << 10;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/studies", (HttpContext context, SearchEndpoints search) =>
            search.Search(context, QueryLevel.Study, null, null, ReturnAttributes.Study));
        routes.MapGet("/series", (HttpContext context, SearchEndpoints search) =>
            search.Search(context, QueryLevel.Series, null, null, [.. ReturnAttributes.Study, .. ReturnAttributes.Series]));
        routes.MapGet("/instances", (HttpContext context, SearchEndpoints search) =>
            search.Search(context, QueryLevel.Image, null, null, [.. ReturnAttributes.Study, .. ReturnAttributes.Series, .. ReturnAttributes.Instance]));
        routes.MapGet("/studies/{study}/series", (HttpContext context, Uid study, SearchEndpoints search) =>
            search.Search(context, QueryLevel.Series, study, null, ReturnAttributes.Series));
        routes.MapGet("/studies/{study}/instances", (HttpContext context, Uid study, SearchEndpoints search) =>
            search.Search(context, QueryLevel.Image, study, null, [.. ReturnAttributes.Series, .. ReturnAttributes.Instance]));
        routes.MapGet("/studies/{study}/series/{series}/instances", (HttpContext context, Uid study, Uid series, SearchEndpoints search) =>
            search.Search(context, QueryLevel.Image, study, series, ReturnAttributes.Instance));
    }

    private async Task<IResult> Search(HttpContext context, QueryLevel level, Uid? study, Uid? series, IReadOnlyList<Tag> returned)
    {
        if (JsonNegotiation.ContentType(context.Request) is not { } contentType) return JsonNegotiation.NotAcceptable();
        var keys = new DataSet();
        if (study is { } studyUid) keys.SetUid(Tags.StudyInstanceUID, studyUid);
        if (series is { } seriesUid) keys.SetUid(Tags.SeriesInstanceUID, seriesUid);
        var request = SearchParameters.Parse(level, keys, context.Request.Query);
        foreach (var tag in returned.Concat(UniqueKeys(level)))
            if (!keys.Contains(tag)) keys.SetEmpty(tag);
        var isCut = request.Limit is null || request.Limit > options.MaxResults;
        request = request with { Limit = Math.Min(request.Limit ?? options.MaxResults, options.MaxResults) };
        context.Response.ContentType = contentType;
        context.Response.Headers.CacheControl = "no-cache";
        await Write(context, request, isCut);
        return Results.Empty;
    }

    private async Task Write(HttpContext context, QueryRequest request, bool isCut)
    {
        var cancel = context.RequestAborted;
        var output = context.Response.BodyWriter;
        var service = context.ServiceAddress();
        var sent = 0L;
        await using var json = new Utf8JsonWriter(output);
        json.WriteStartArray();
        if (request.Limit > 0)
        {
            await foreach (var match in query.Find(request, cancel))
            {
                DicomJsonWriter.Write(json, Completed(match, request.Level, service));
                if (json.BytesCommitted + json.BytesPending - sent < FlushBytes) continue;
                await json.FlushAsync(cancel);
                sent = json.BytesCommitted;
                if (isCut && !context.Response.HasStarted)
                    context.Response.Headers.Append(HeaderNames.Warning, $"299 {context.Request.Host} \"There may be more than {request.Limit} results; ask for them with limit and offset\"");
                await output.FlushAsync(cancel);
            }
        }
        json.WriteEndArray();
        await json.FlushAsync(cancel);
        await output.FlushAsync(cancel);
    }

    /// <summary>Where the match can be had, and that it can be had at once.</summary>
    private static DataSet Completed(DataSet match, QueryLevel level, string service)
    {
        var address = $"{service}/studies/{match.GetUid(Tags.StudyInstanceUID)}";
        if (level >= QueryLevel.Series) address += $"/series/{match.GetUid(Tags.SeriesInstanceUID)}";
        if (level >= QueryLevel.Image) address += $"/instances/{match.GetUid(Tags.SOPInstanceUID)}";
        return match.SetString(Tags.RetrieveURL, address).SetString(Tags.InstanceAvailability, "ONLINE");
    }

    private static IEnumerable<Tag> UniqueKeys(QueryLevel level)
    {
        yield return Tags.StudyInstanceUID;
        if (level >= QueryLevel.Series) yield return Tags.SeriesInstanceUID;
        if (level >= QueryLevel.Image) yield return Tags.SOPInstanceUID;
    }
}

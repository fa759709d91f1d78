using System.Globalization;
using System.Text.Json;
using Concord.Vault.Changes;

namespace Concord.Server.Admin;

/// <summary><c>/api/changes?after=N&amp;limit=M</c>: what happened, oldest first; who follows it keeps the last number that was dealt with.</summary>
internal sealed class ChangeEndpoints(ChangeFeed feed)
{
    /// <summary>Changes of one answer when no limit is asked for.</summary>
    private const int DefaultLimit = 1000;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/changes", (HttpContext context, ChangeEndpoints face) => face.Get(context));

    private async Task<IResult> Get(HttpContext context)
    {
        var query = context.Request.Query;
        if (!TryRead(query["after"], 0, out var after) || !TryRead(query["limit"], DefaultLimit, out var limit))
            return TypedResults.Problem("after and limit are whole numbers.", statusCode: StatusCodes.Status400BadRequest);
        var changes = await feed.Read(after, (int)Math.Min(limit, ChangeFeed.MaxChanges), context.RequestAborted);
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-cache";
        await using (var json = new Utf8JsonWriter(context.Response.BodyWriter)) Write(json, changes, feed.LastNumber);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        return Results.Empty;
    }

    private static bool TryRead(string? text, long otherwise, out long number)
    {
        number = otherwise;
        return string.IsNullOrEmpty(text) || long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    private static void Write(Utf8JsonWriter json, IReadOnlyList<Change> changes, long last)
    {
        json.WriteStartObject();
        json.WriteNumber("lastNumber"u8, last);
        json.WriteStartArray("changes"u8);
        foreach (var change in changes)
        {
            json.WriteStartObject();
            json.WriteNumber("changeNumber"u8, change.ChangeNumber);
            json.WriteString("at"u8, change.At);
            json.WriteString("kind"u8, change.Kind);
            json.WriteString("studyInstanceUid"u8, change.StudyInstanceUid.ToString());
            json.WriteString("seriesInstanceUid"u8, change.SeriesInstanceUid.ToString());
            json.WriteString("sopInstanceUid"u8, change.SopInstanceUid.ToString());
            json.WriteString("who"u8, change.Who);
            json.WriteString("why"u8, change.Why);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}

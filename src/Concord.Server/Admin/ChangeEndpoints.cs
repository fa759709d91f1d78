using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Concord.Server.DicomWeb;
using Concord.Vault.Changes;

namespace Concord.Server.Admin;

/// <summary><c>/dicom-web/changefeed?after=N&amp;limit=M</c>, and <c>/api/changes</c>: what happened, oldest first; who follows it keeps the last number that was
/// dealt with. <c>wait=S</c> waits up to S seconds while there is nothing; <c>Accept: text/event-stream</c> goes on as long as the client listens.</summary>
internal sealed class ChangeEndpoints(ChangeFeed feed, TimeProvider time, IHostApplicationLifetime lifetime)
{
    /// <summary>Changes of one answer when no limit is asked for.</summary>
    private const int DefaultLimit = 1000;

    /// <summary>Longest wait of one request, seconds.</summary>
    private const int MaxWaitSeconds = 60;

    /// <summary>Most clients that listen at once; the next is told to come again.</summary>
    private const int MaxListeners = 256;

    /// <summary>A silent stream says at least this often that it is there.</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>Changes of this long go out together: commits come by the dozen in a second.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private int _listeners;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/changes", (HttpContext context, ChangeEndpoints face) => face.Get(context));
        routes.MapGet(ServiceAddresses.Root + "/changefeed", (HttpContext context, ChangeEndpoints face) => face.Get(context));
    }

    private async Task<IResult> Get(HttpContext context)
    {
        var query = context.Request.Query;
        if (!TryRead(query["after"], 0, out var after) || !TryRead(query["limit"], DefaultLimit, out var limit) || !TryRead(query["wait"], 0, out var wait))
            return TypedResults.Problem("after, limit and wait are whole numbers.", statusCode: StatusCodes.Status400BadRequest);
        context.Response.Headers.CacheControl = "no-cache";
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        if (context.Request.GetTypedHeaders().Accept.Any(range => range.MediaType.Equals("text/event-stream", StringComparison.OrdinalIgnoreCase))) return await Listen(context, after, ended.Token);
        var changes = await feed.Read(after, (int)Math.Min(limit, ChangeFeed.MaxChanges), context.RequestAborted);
        if (changes.Count == 0 && wait > 0) changes = await Wait(after, (int)Math.Min(limit, ChangeFeed.MaxChanges), TimeSpan.FromSeconds(Math.Min(wait, MaxWaitSeconds)), ended.Token);
        context.Response.ContentType = "application/json";
        await using (var json = new Utf8JsonWriter(context.Response.BodyWriter)) Write(json, changes, feed.LastNumber);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        return Results.Empty;
    }

    /// <summary>Nothing, when the server ends meanwhile.</summary>
    private async Task<IReadOnlyList<Change>> Wait(long after, int limit, TimeSpan most, CancellationToken ended)
    {
        try
        {
            return await feed.ReadOrWait(after, limit, most, ended);
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return [];
        }
    }

    /// <summary>Server-sent events, one a change, whose id is its number: a client that comes again goes on behind it.</summary>
    private async Task<IResult> Listen(HttpContext context, long after, CancellationToken ended)
    {
        if (TryRead(context.Request.Headers["Last-Event-ID"], after, out var last)) after = Math.Max(after, last);
        if (Interlocked.Increment(ref _listeners) > MaxListeners)
        {
            Interlocked.Decrement(ref _listeners);
            context.Response.Headers.RetryAfter = "30";
            return TypedResults.Problem("Too many clients listen.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
        try
        {
            context.Response.ContentType = "text/event-stream";
            Put(context.Response.BodyWriter, ": \n\n"); // so that the client knows at once that it is heard
            await context.Response.BodyWriter.FlushAsync(ended);
            while (true)
            {
                var changes = await feed.ReadOrWait(after, DefaultLimit, Heartbeat, ended);
                foreach (var change in changes) WriteEvent(context.Response.BodyWriter, change);
                if (changes.Count == 0) Put(context.Response.BodyWriter, ": \n\n");
                else after = changes[^1].ChangeNumber;
                await context.Response.BodyWriter.FlushAsync(ended);
                if (changes.Count < DefaultLimit) await Task.Delay(Pause, time, ended);
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            return Results.Empty; // the client has gone, or the server goes
        }
        finally
        {
            Interlocked.Decrement(ref _listeners);
        }
    }

    private static bool TryRead(string? text, long otherwise, out long number)
    {
        number = otherwise;
        return string.IsNullOrEmpty(text) || long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    private static void WriteEvent(PipeWriter output, Change change)
    {
        Put(output, string.Create(CultureInfo.InvariantCulture, $"id: {change.ChangeNumber}\nevent: {change.Kind}\ndata: "));
        using (var json = new Utf8JsonWriter(output)) Write(json, change);
        Put(output, "\n\n");
    }

    private static void Put(PipeWriter output, string text) => Encoding.UTF8.GetBytes(text, output);

    private static void Write(Utf8JsonWriter json, IReadOnlyList<Change> changes, long last)
    {
        json.WriteStartObject();
        json.WriteNumber("lastNumber"u8, last);
        json.WriteStartArray("changes"u8);
        foreach (var change in changes) Write(json, change);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Change change)
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
}

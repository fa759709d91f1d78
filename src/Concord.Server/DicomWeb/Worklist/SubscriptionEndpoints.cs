using Concord.Clinic.Worklist;
using Concord.Dicom.DataElements;
using Concord.Server.DicomWeb.Search;
using Concord.Vault.Query;

namespace Concord.Server.DicomWeb.Worklist;

/// <summary>Subscriptions to workitems (PS3.18 §11.10 to §11.12) and the channel that events come by (§8.10.4).</summary>
internal sealed class SubscriptionEndpoints(StepWorklist worklist, EventSocket socket)
{
    private const int MaxAeTitle = 16;

    public static void Map(IEndpointRouteBuilder routes)
    {
        const string one = "/workitems/{workitem}/subscribers/{subscriber}";
        routes.MapPost(one, (HttpContext context, Uid workitem, string subscriber, SubscriptionEndpoints face) => face.Subscribe(context, workitem, subscriber));
        routes.MapDelete(one, (HttpContext context, Uid workitem, string subscriber, SubscriptionEndpoints face) => face.Unsubscribe(context, workitem, subscriber));
        routes.MapPost(one + "/suspend", (HttpContext context, Uid workitem, string subscriber, SubscriptionEndpoints face) => face.Suspend(context, workitem, subscriber));
        routes.MapGet("/subscribers/{subscriber}", (HttpContext context, string subscriber, SubscriptionEndpoints face) => face.Listen(context, subscriber));
    }

    private async Task<IResult> Subscribe(HttpContext context, Uid workitem, string subscriber)
    {
        if (!IsAeTitle(subscriber)) return NoAeTitle();
        var query = context.Request.Query;
        if (query.TryGetValue("deletionlock", out var said) && said is not (["true"] or ["false"])) return TypedResults.Problem("deletionlock is true or false.", statusCode: StatusCodes.Status400BadRequest);
        var turn = await worklist.Subscribe(subscriber, workitem, said is ["true"], workitem == Subscription.Filtered ? FilterOf(query) : null, context.RequestAborted);
        if (WorkitemAnswers.Failure(context, turn, worklist, workitem) is { } failure) return failure;
        context.Response.Headers.ContentLocation = $"{(context.Request.IsHttps ? "wss" : "ws")}://{context.Request.Host}{context.Request.PathBase}{ServiceAddresses.Root}/subscribers/{Uri.EscapeDataString(subscriber)}";
        return TypedResults.StatusCode(StatusCodes.Status201Created);
    }

    private async Task<IResult> Unsubscribe(HttpContext context, Uid workitem, string subscriber)
    {
        if (!IsAeTitle(subscriber)) return NoAeTitle();
        return WorkitemAnswers.Failure(context, await worklist.Unsubscribe(subscriber, workitem, context.RequestAborted), worklist, workitem) ?? TypedResults.Ok();
    }

    private async Task<IResult> Suspend(HttpContext context, Uid workitem, string subscriber)
    {
        if (!IsAeTitle(subscriber)) return NoAeTitle();
        return WorkitemAnswers.Failure(context, await worklist.Suspend(subscriber, workitem, context.RequestAborted), worklist, workitem) ?? TypedResults.Ok();
    }

    private async Task<IResult> Listen(HttpContext context, string subscriber)
    {
        if (!IsAeTitle(subscriber)) return NoAeTitle();
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.Headers.Upgrade = "websocket";
            return TypedResults.Problem("Events come over a WebSocket.", statusCode: StatusCodes.Status426UpgradeRequired);
        }
        if (IsOfAnotherSite(context.Request)) return TypedResults.Problem("A page of another site may not listen here.", statusCode: StatusCodes.Status403Forbidden);
        using var listener = worklist.Listen(subscriber);
        if (listener is null) return TypedResults.Problem("Too many listen already.", statusCode: StatusCodes.Status503ServiceUnavailable);
        await socket.Send(context, listener);
        return Results.Empty;
    }

    /// <summary>The keys of a filtered subscription: <c>filter=00741204=CT,…</c> or attributes as in a search.</summary>
    private static DataSet FilterOf(IQueryCollection query)
    {
        var keys = new DataSet();
        var pairs = query.Where(one => !one.Key.Equals("deletionlock", StringComparison.OrdinalIgnoreCase)).SelectMany(one => one.Key.Equals("filter", StringComparison.OrdinalIgnoreCase)
            ? one.Value.SelectMany(text => (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries)).Select(pair => pair.Split('=', 2)).Select(pair => (Key: pair[0], Value: pair.Length > 1 ? pair[1] : ""))
            : one.Value.Select(text => (one.Key, Value: text ?? "")));
        foreach (var (key, value) in pairs) AttributePath.Parse(key).SetKey(keys, [value]);
        if (keys.Any(key => key.Items is null && keys.GetString(key.Tag) is null)) throw new QueryException("A key of the filter has no value.");
        return keys;
    }

    private static bool IsOfAnotherSite(HttpRequest request) =>
        request.Headers.Origin is [{ } origin] && !(Uri.TryCreate(origin, UriKind.Absolute, out var site) && string.Equals(site.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase));

    private static bool IsAeTitle(string text) => text is { Length: >= 1 and <= MaxAeTitle } && !text.AsSpan().ContainsAnyExceptInRange(' ', '~') && !text.Contains('\\', StringComparison.Ordinal) && text.Trim() == text;

    private static IResult NoAeTitle() => TypedResults.Problem("A subscriber is an AE title of 1-16 characters.", statusCode: StatusCodes.Status400BadRequest);
}

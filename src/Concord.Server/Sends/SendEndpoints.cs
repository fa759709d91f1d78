using System.Globalization;
using Concord.Dicom.DataElements;
using Concord.Server.Hosting;
using Concord.Server.Lifecycle;
using Concord.Server.Peers;
using Concord.Trust.Policy;
using Concord.Vault.Blobs;
using Concord.Vault.Bundles;

namespace Concord.Server.Sends;

/// <summary><c>/api/sends</c>: what is to go to peers is queued, listed, tried again, called off.</summary>
internal sealed class SendEndpoints(SendQueue queue, SendTry tries, PeerDirectory peers, AccessPolicy policy, TimeProvider time, ILogger<SendEndpoints> logger)
{
    /// <summary>Longest body, bytes: room for the most instances.</summary>
    private const int MaxBodyBytes = 1 << 20;

    private const int DefaultLimit = 100, MaxLimit = 1000;

    public static void Map(IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("/api/sends");
        routes.MapPost("", (HttpContext context, SendEndpoints face) => face.Add(context)).WithName("AddSend").WithSummary("Queues objects to go to a peer")
            .Accepts<SendBody>("application/json").Produces<SendLine>(StatusCodes.Status202Accepted).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapGet("", (HttpContext context, SendEndpoints face, string? state, long before = 0, int limit = DefaultLimit) => face.List(context, state, before, limit))
            .WithName("ListSends").WithSummary("Sends, newest first").Produces<SendPage>();
        routes.MapGet("/{number:long}", (HttpContext context, SendEndpoints face, long number) => face.Get(context, number))
            .WithName("GetSend").WithSummary("A send and how far it is").Produces<SendLine>().ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapPost("/{number:long}/retry", (HttpContext context, SendEndpoints face, long number) => face.Change(context, number, face.Retry))
            .WithName("RetrySend").WithSummary("Tries a send again at once").Produces<SendLine>().ProducesProblem(StatusCodes.Status409Conflict);
        routes.MapPost("/{number:long}/cancel", (HttpContext context, SendEndpoints face, long number) => face.Change(context, number, face.Cancel))
            .WithName("CancelSend").WithSummary("Calls a send off").Produces<SendLine>().ProducesProblem(StatusCodes.Status409Conflict);
    }

    private async Task<IResult> Add(HttpContext context)
    {
        if (!policy.MaySend(Deciding.User(context))) return Deciding.NotAllowed("send");
        if (await JsonBody.Read(context, SendJson.Default.SendBody, MaxBodyBytes) is not { } body) return Problem(StatusCodes.Status400BadRequest, "The body is no send: {\"to\":…,\"study\":…}");
        if (body.FindFault() is { } fault) return Problem(StatusCodes.Status400BadRequest, fault);
        if (peers.Find(body.To!) is not { } peer) return Problem(StatusCodes.Status404NotFound, "There is no peer of that AE title.");
        var who = Deciding.Who(context);
        try
        {
            var named = body.Named();
            IReadOnlyList<BundleEntry> found = policy.MayRead(who, Uid.Parse(body.Study!)) ? await tries.Find(body.Study!, body.Series, named, context.RequestAborted) : [];
            if (found.Count == 0) return Problem(StatusCodes.Status404NotFound, "Nothing of that is here.");
            var send = queue.Add(
                number => new(number, time.GetUtcNow(), who, Deciding.User(context), peer.AeTitle, body.Study!, body.Series, named.Count) { Total = found.Count }, named);
            if (send is null) return Later(context, "Too many sends wait; try again later.");
            context.Response.Headers.Location = string.Create(CultureInfo.InvariantCulture, $"/api/sends/{send.Number}");
            return Json(context, send, StatusCodes.Status202Accepted);
        }
        catch (StoreAwayException away)
        {
            return Later(context, away.Message);
        }
        catch (TimeoutException)
        {
            return Later(context, "The index has not caught up; try again.");
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return NotKept(context, failed);
        }
    }

    private IResult List(HttpContext context, string? state, long before, int limit)
    {
        SendState wanted = default;
        if (state is not null && !(Enum.TryParse(state, ignoreCase: true, out wanted) && Enum.IsDefined(wanted) && char.IsLetter(state[0])))
            return Problem(StatusCodes.Status400BadRequest, "state is waiting, sending, done, failed or cancelled.");
        if (before < 0) return Problem(StatusCodes.Status400BadRequest, "before is a number of the list, or 0.");
        if (limit is < 1 or > MaxLimit) return Problem(StatusCodes.Status400BadRequest, $"limit is from 1 to {MaxLimit}.");
        context.Response.Headers.CacheControl = "no-cache";
        var found = queue.List(before > 0 ? before : long.MaxValue, state is null ? null : wanted, limit);
        return TypedResults.Json(new([.. found.Select(send => Line(context, send))], found.Count == limit ? found[^1].Number : null, queue.OpenCount), SendJson.Default.SendPage);
    }

    private IResult Get(HttpContext context, long number)
    {
        context.Response.Headers.CacheControl = "no-cache";
        return queue.Find(number) is { } send ? Json(context, send) : NotFound();
    }

    private IResult Change(HttpContext context, long number, Func<HttpContext, long, IResult> change)
    {
        if (!policy.MaySend(Deciding.User(context))) return Deciding.NotAllowed("send");
        try
        {
            return queue.Find(number) is null ? NotFound() : change(context, number);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return NotKept(context, failed);
        }
    }

    private IResult Retry(HttpContext context, long number) => queue.Retry(number) is { } send
        ? Json(context, send)
        : Problem(StatusCodes.Status409Conflict, "The send is done or under way, or too many wait.");

    private IResult Cancel(HttpContext context, long number) => queue.Cancel(number) is { } send ? Json(context, send) : Problem(StatusCodes.Status409Conflict, "The send has ended.");

    private SendLine Line(HttpContext context, SendRecord send) => SendLine.Of(send, policy.MayRead(Deciding.Who(context), Uid.Parse(send.Study)));

    private IResult Json(HttpContext context, SendRecord send, int status = StatusCodes.Status200OK) => TypedResults.Json(Line(context, send), SendJson.Default.SendLine, statusCode: status);

    private static IResult NotFound() => Problem(StatusCodes.Status404NotFound, "There is no send of that number.");

    private IResult NotKept(HttpContext context, Exception failed)
    {
        logger.SendsNotKept(failed);
        return Later(context, "It could not be kept on the disk, and nothing was changed.");
    }

    private static IResult Later(HttpContext context, string detail)
    {
        context.Response.Headers.RetryAfter = "30";
        return Problem(StatusCodes.Status503ServiceUnavailable, detail);
    }

    private static IResult Problem(int status, string detail) => TypedResults.Problem(detail, statusCode: status);
}

using Concord.Dicom.DataElements;
using Concord.Server.Hosting;
using Concord.Vault.Replica;
using Concord.Vault.Tiers;

namespace Concord.Server.Tiers;

/// <summary><c>/api/tiers</c>: how the stores stand; <c>POST /api/tiers/move</c> and <c>/api/tiers/recall</c> move a study, or bring it into the cache.</summary>
internal static class TierEndpoints
{
    /// <summary>Longest body, bytes.</summary>
    private const int MaxBodyBytes = 16 << 10;

    private const int MaxWhy = 1000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/tiers", Get).WithName("GetTiers").WithSummary("How the stores stand").Produces<TierAnswer>();
        routes.MapPost("/api/tiers/move", Move);
        routes.MapPost("/api/tiers/recall", Recall);
    }

    private static IResult Get(TierMover mover, Replicator replicator, HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-cache";
        var (tiers, replica, cache) = (mover.State, replicator.State, mover.Cache);
        return TypedResults.Json(new TierAnswer(
            new(tiers.IsOn, tiers.Trouble, tiers.WarmBundles, tiers.Moved, tiers.MovedBytes, tiers.Stayed),
            new(cache.Bundles, cache.Bytes, cache.MaxBytes, cache.Wishes),
            new(replica.IsOn, replica.Trouble, replica.Lag, replica.Bundles, replica.Bytes, replica.Failed, replica.CaughtUpAt)), TierJson.Default.TierAnswer);
    }

    private static async Task<IResult> Move(HttpContext context, TierMover mover, ILogger<TierMover> logger, CancellationToken cancel)
    {
        if (await Read(context) is not { } asked || !Uid.TryParse(asked.StudyInstanceUid, null, out var study) || asked.To is not ("warm" or "hot") || asked.Why is not { Length: > 0 and <= MaxWhy })
            return Wrong("The body is no move: {\"studyInstanceUid\":…,\"to\":\"warm\" or \"hot\",\"why\":…}");
        if (!mover.IsOn) return NoWarmStore();
        try
        {
            var result = await mover.MoveStudy(study, asked.To == "warm", WhoAsks(context), asked.Why, cancel);
            return TypedResults.Json(new MoveAnswer(result.Bundles, result.Bytes, result.Stayed), TierJson.Default.MoveAnswer);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            logger.MoveFailed(error);
            return TypedResults.Problem("A store is away, full or failing, or a backup reads: what was moved stays moved, the rest is where it was.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static async Task<IResult> Recall(HttpContext context, TierMover mover, CancellationToken cancel)
    {
        if (await Read(context) is not { } asked || !Uid.TryParse(asked.StudyInstanceUid, null, out var study)) return Wrong("The body names no study: {\"studyInstanceUid\":…}");
        if (!mover.IsOn) return NoWarmStore();
        var (wished, refused) = await mover.Recall(study, cancel);
        return refused == 0
            ? TypedResults.Json(new RecallAnswer(wished), TierJson.Default.RecallAnswer, statusCode: StatusCodes.Status202Accepted)
            : TypedResults.Problem("Too much is on its way into the cache; try again.", statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>The user who asks, where users come in.</summary>
    public static string WhoAsks(HttpContext context) => context.User.Identity?.Name is { Length: > 0 } name ? name : "local";

    private static Task<TierRequest?> Read(HttpContext context) => JsonBody.Read(context, TierJson.Default.TierRequest, MaxBodyBytes);

    private static IResult Wrong(string detail) => TypedResults.Problem(detail, statusCode: StatusCodes.Status400BadRequest);

    private static IResult NoWarmStore() => TypedResults.Problem("There is no warm store (setting Vault:WarmFolder).", statusCode: StatusCodes.Status409Conflict);
}

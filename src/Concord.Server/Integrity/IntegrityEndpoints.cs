using Concord.Server.Describing;
using Concord.Server.Hosting;
using Concord.Server.Tiers;
using Concord.Vault.Integrity;
using Concord.Vault.Receive;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Concord.Server.Integrity;

/// <summary><c>/api/integrity?after=N&amp;limit=M&amp;open=true</c>: how scrubbing stands and what it found; the next page begins after the last number seen; <c>open</c> leaves out what is resolved.
/// <c>POST /api/integrity/{number}/repair</c> puts a bundle back from the replica.</summary>
internal static class IntegrityEndpoints
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 1000;
    private const int MaxWhy = 1000;

    /// <summary>Longest body, bytes; the host's own bound is lifted for objects.</summary>
    private const int MaxBodyBytes = 16 << 10;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/integrity", Get).WithName("GetIntegrity").WithSummary("How scrubbing stands and what it found").Produces<IntegrityAnswer>().ProducesProblem(StatusCodes.Status400BadRequest);
        routes.MapPost("/api/integrity/{number:long}/repair", Repair).WithName("RepairFinding").WithSummary("Puts a bundle back from the replica").Takes<RepairRequest>().Produces<RepairAnswer>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<Results<JsonHttpResult<IntegrityAnswer>, ProblemHttpResult>> Get(
        InstanceVault vault, Scrubber scrubber, HttpContext context, TimeProvider time, CancellationToken cancel, long after = 0, int limit = DefaultLimit, bool open = false)
    {
        if (after < 0 || limit < 0) return TypedResults.Problem("after and limit are whole numbers.", statusCode: StatusCodes.Status400BadRequest);
        context.Response.Headers.CacheControl = "no-cache";
        var state = scrubber.State;
        var most = Math.Min(limit, MaxLimit);
        var findings = open ? vault.Findings.ListOpen().Where(finding => finding.Number > after).Take(most) : vault.Findings.Read(after, most);
        var @unchecked = await vault.Index.FindUnchecked(time.GetUtcNow().AddDays(-2 * scrubber.EveryDays), cancel);
        var (unsealed, longest) = vault.OpenBundles;
        var lines = new List<IntegrityLine>();
        foreach (var finding in findings) lines.Add(await LineOf(vault, finding, cancel));
        var answer = new IntegrityAnswer(
            scrubber.IsOn, state.IsUnderWay, state.FinishedAt, scrubber.NextPassAt, state.Bundles, state.Bytes, vault.Findings.OpenCount,
            @unchecked?.Oldest, @unchecked?.Count ?? 0, unsealed, (long)longest.TotalSeconds, lines);
        return TypedResults.Json(answer, IntegrityAnswerJson.Default.IntegrityAnswer);
    }

    private static async Task<IntegrityLine> LineOf(InstanceVault vault, IntegrityFinding finding, CancellationToken cancel)
    {
        var bundle = await vault.Index.FindBundle(finding.BundleId, cancel);
        return new(finding.Number, finding.At, finding.BundleId, finding.Fault, finding.ResolvedAt, finding.RepairedFrom,
            bundle?.StudyInstanceUid.ToString(), bundle?.SeriesInstanceUid.ToString(), bundle?.Entries, bundle is null ? null : bundle.IsWarm ? "warm" : "hot");
    }

    private static async Task<Results<JsonHttpResult<RepairAnswer>, ProblemHttpResult>> Repair(long number, InstanceVault vault, HttpContext context, CancellationToken cancel)
    {
        if ((await JsonBody.Read(context, IntegrityAnswerJson.Default.RepairRequest, MaxBodyBytes))?.Why is not { Length: > 0 and <= MaxWhy } why) return TypedResults.Problem("The body says why: {\"why\":…}", statusCode: StatusCodes.Status400BadRequest);
        var outcome = await vault.Repair.Repair(number, TierEndpoints.WhoAsks(context), why, cancel);
        return outcome switch
        {
            RepairOutcome.Repaired => TypedResults.Json(new RepairAnswer(number, "replica"), IntegrityAnswerJson.Default.RepairAnswer),
            RepairOutcome.NotOpen => TypedResults.Problem("There is no open finding of that number.", statusCode: StatusCodes.Status404NotFound),
            RepairOutcome.NoReplica => TypedResults.Problem("There is no replica, or it is away.", statusCode: StatusCodes.Status503ServiceUnavailable),
            _ => TypedResults.Problem("The replica has no whole copy of the bundle.", statusCode: StatusCodes.Status409Conflict),
        };
    }

}

using Concord.Vault.Integrity;
using Concord.Vault.Receive;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Concord.Server.Integrity;

/// <summary><c>/api/integrity?after=N&amp;limit=M&amp;open=true</c>: how scrubbing stands and what it found; the next page begins after the last number seen; <c>open</c> leaves out what is resolved.</summary>
internal static class IntegrityEndpoints
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 1000;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/integrity", Get);

    private static Results<JsonHttpResult<IntegrityAnswer>, ProblemHttpResult> Get(
        InstanceVault vault, Scrubber scrubber, HttpContext context, long after = 0, int limit = DefaultLimit, bool open = false)
    {
        if (after < 0 || limit < 0) return TypedResults.Problem("after and limit are whole numbers.", statusCode: StatusCodes.Status400BadRequest);
        context.Response.Headers.CacheControl = "no-cache";
        var state = scrubber.State;
        var most = Math.Min(limit, MaxLimit);
        var findings = open ? vault.Findings.ListOpen().Where(finding => finding.Number > after).Take(most) : vault.Findings.Read(after, most);
        var answer = new IntegrityAnswer(
            scrubber.IsOn, state.IsUnderWay, state.FinishedAt, scrubber.NextPassAt, state.Bundles, state.Bytes, vault.Findings.OpenCount,
            [.. findings.Select(finding => new IntegrityLine(finding.Number, finding.At, finding.BundleId, finding.Fault, finding.ResolvedAt, finding.RepairedFrom))]);
        return TypedResults.Json(answer, IntegrityAnswerJson.Default.IntegrityAnswer);
    }
}

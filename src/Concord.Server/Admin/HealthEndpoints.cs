using Concord.Vault.Receive;
using Concord.Vault.Replica;
using Concord.Vault.Tiers;

namespace Concord.Server.Admin;

/// <summary>What an orchestrator asks: is the process alive, can it keep objects.</summary>
internal static class HealthEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz/live", () => TypedResults.Text("live\n"));
        routes.MapGet("/healthz/ready", IResult (InstanceVault vault, TierMover mover, Replicator replicator) => vault.NotReady is not { } reason
            ? TypedResults.Text("ready\n" + Line(mover.State.Trouble) + Line(replicator.State.Trouble))
            : TypedResults.Problem($"The archive cannot keep objects now: {reason}.", statusCode: StatusCodes.Status503ServiceUnavailable));
        routes.MapGet("/api/health", (HealthReport report, HttpContext context) =>
        {
            context.Response.Headers.CacheControl = "no-cache";
            return TypedResults.Json(report.Make(), AdminJson.Default.HealthAnswer);
        }).WithName("GetHealth").WithSummary("How the archive stands").Produces<HealthAnswer>();
    }

    /// <summary>What keeps no object from being kept, and is to be seen to.</summary>
    private static string Line(string? trouble) => trouble is null ? "" : $"trouble: {trouble}\n";
}

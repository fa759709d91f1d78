using Concord.Vault.Receive;

namespace Concord.Server.Admin;

/// <summary>What an orchestrator asks: is the process alive, can it keep objects.</summary>
internal static class HealthEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz/live", () => TypedResults.Text("live\n"));
        routes.MapGet("/healthz/ready", IResult (InstanceVault vault) => vault.NotReady is not { } reason
            ? TypedResults.Text("ready\n")
            : TypedResults.Problem($"The archive cannot keep objects now: {reason}.", statusCode: StatusCodes.Status503ServiceUnavailable));
    }
}

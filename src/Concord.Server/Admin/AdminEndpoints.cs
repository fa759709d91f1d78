using Concord.Vault.Receive;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Concord.Server.Admin;

/// <summary>What an operator may ask of the archive over HTTP.</summary>
internal static class AdminEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/seal", Seal);

    private static async Task<NoContent> Seal(InstanceVault vault, CancellationToken cancel)
    {
        await vault.SealAll(cancel);
        return TypedResults.NoContent();
    }
}

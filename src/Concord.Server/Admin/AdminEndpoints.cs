using Concord.Network;
using Concord.Server.Hosting;
using Concord.Vault.Receive;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Concord.Server.Admin;

/// <summary>What an operator may ask of the archive over HTTP.</summary>
internal static class AdminEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/seal", Seal);
        routes.MapPost("/api/consolidate", Consolidate);
        routes.MapGet("/api/stats", Stats).Produces<ArchiveStats>();
    }

    private static async Task<NoContent> Seal(InstanceVault vault, CancellationToken cancel)
    {
        await vault.SealAll(cancel);
        return TypedResults.NoContent();
    }

    /// <summary>Puts the small bundles of series together, without waiting until they are quiet.</summary>
    private static async Task<JsonHttpResult<ConsolidationAnswer>> Consolidate(InstanceVault vault, CancellationToken cancel) =>
        TypedResults.Json(new ConsolidationAnswer(await vault.Consolidate(cancel)), AdminJson.Default.ConsolidationAnswer);

    private static JsonHttpResult<ArchiveStats> Stats(InstanceVault vault, Listeners listeners, NetworkOptions dicom) => TypedResults.Json(
        new ArchiveStats(dicom.AeTitle, listeners.DicomEndPoint.Port, vault.IsReady, vault.Index.LastChangeNumber, vault.Index.PendingCount, vault.Index.SetAsideCount),
        AdminJson.Default.ArchiveStats);
}

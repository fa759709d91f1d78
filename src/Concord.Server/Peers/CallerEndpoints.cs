using Concord.Network.ServiceClasses;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Concord.Server.Peers;

/// <summary><c>/api/callers</c>: who has called over DIMSE since the start, the latest first, with implementation, transport and counts.</summary>
internal static class CallerEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/callers", List);

    private static JsonHttpResult<CallerRecord[]> List(CallerLedger callers) => TypedResults.Json(callers.List().ToArray(), PeersJson.Default.CallerRecordArray);
}

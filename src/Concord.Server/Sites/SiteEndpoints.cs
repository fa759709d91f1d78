using Concord.Vault.Receive;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Concord.Server.Sites;

/// <summary><c>/api/sites?after=CODE&amp;limit=M</c>: what is kept of each site and what may be; the next page begins after the last code seen.</summary>
internal static class SiteEndpoints
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 1000;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/sites", Get)
        .WithName("ListSites").WithSummary("What is kept of each site and what may be").Produces<SitePage>().ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task<Results<JsonHttpResult<SitePage>, ProblemHttpResult>> Get(InstanceVault vault, HttpContext context, string? after = null, int limit = DefaultLimit)
    {
        if (limit < 1) return TypedResults.Problem("limit is a whole number above 0.", statusCode: StatusCodes.Status400BadRequest);
        context.Response.Headers.CacheControl = "no-cache";
        await vault.Index.WaitUntilCaughtUp(context.RequestAborted);
        var most = Math.Min(limit, MaxLimit);
        var rest = vault.Quotas.List().Where(standing => after is null || string.CompareOrdinal(standing.Site, after) > 0).Take(most + 1).Select(SiteLine.Of).ToList();
        var page = new SitePage([.. rest.Take(most)], rest.Count > most ? rest[most - 1].Site : null);
        return TypedResults.Json(page, SitesJson.Default.SitePage);
    }
}

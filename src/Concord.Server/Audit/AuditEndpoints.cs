using Concord.Dicom.DataElements;
using Concord.Server.Lifecycle;
using Concord.Trust.Policy;
using Concord.Vault.Changes;

namespace Concord.Server.Audit;

/// <summary><c>/api/audit?before=N&amp;limit=M&amp;study=UID</c>: decisions and corrections, newest first.</summary>
internal static class AuditEndpoints
{
    private const int DefaultLimit = 100;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/audit", List)
        .WithName("ListAudit").WithSummary("Decisions and corrections, newest first").Produces<AuditPage>().ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task<IResult> List(HttpContext context, AuditTrail trail, AccessPolicy policy, string? study, long before = 0, int limit = DefaultLimit)
    {
        Uid uid = default;
        if (study is not null && !Uid.TryParse(study, null, out uid)) return Wrong("study is a UID.");
        if (before < 0) return Wrong("before is a number of the list, or 0.");
        if (limit is < 1 or > AuditTrail.MaxListed) return Wrong($"limit is from 1 to {AuditTrail.MaxListed}.");
        context.Response.Headers.CacheControl = "no-cache";
        var found = await trail.Read(before, study is null ? null : uid, limit, context.RequestAborted);
        var who = Deciding.Who(context);
        return TypedResults.Json(
            new([.. found.Select(entry => AuditLine.Of(entry, policy.MayRead(who, entry.StudyInstanceUid)))], found.Count == limit ? found[^1].Number : null), AuditJson.Default.AuditPage);
    }

    private static IResult Wrong(string detail) => TypedResults.Problem(detail, statusCode: StatusCodes.Status400BadRequest);
}

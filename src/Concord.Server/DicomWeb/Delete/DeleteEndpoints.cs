using Concord.Dicom.DataElements;
using Concord.Trust.Policy;
using Concord.Vault.Decisions;
using Concord.Vault.Receive;

namespace Concord.Server.DicomWeb.Delete;

/// <summary>DELETE of a study, a series or an instance: off until the setting <c>Policy:AllowDelete</c> says otherwise.</summary>
internal static class DeleteEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapDelete("/studies/{study}", (HttpContext context, Uid study, InstanceVault vault, AccessPolicy policy) => Delete(context, vault, policy, study, null, null));
        routes.MapDelete("/studies/{study}/series/{series}", (HttpContext context, Uid study, Uid series, InstanceVault vault, AccessPolicy policy) =>
            Delete(context, vault, policy, study, series, null));
        routes.MapDelete("/studies/{study}/series/{series}/instances/{instance}",
            (HttpContext context, Uid study, Uid series, Uid instance, InstanceVault vault, AccessPolicy policy) => Delete(context, vault, policy, study, series, instance));
    }

    private static async Task<IResult> Delete(HttpContext context, InstanceVault vault, AccessPolicy policy, Uid study, Uid? series, Uid? instance)
    {
        var who = context.User.Identity?.Name ?? context.Connection.RemoteIpAddress?.ToString() ?? "local";
        if (!policy.MayDelete(who, study))
            return TypedResults.Problem("Deleting over the wire is off; start with --allow-delete to allow it.", statusCode: StatusCodes.Status403Forbidden);
        var scope = new DecisionScope(study, series, instance is { } one ? [one] : []);
        return await vault.Decisions.Reject(scope, null, who, "DELETE over HTTP", context.RequestAborted) switch
        {
            DecisionOutcome.Done => TypedResults.NoContent(),
            DecisionOutcome.Held => TypedResults.Problem("The study is under a legal hold.", statusCode: StatusCodes.Status409Conflict),
            _ => TypedResults.NotFound(),
        };
    }
}

using Concord.Dicom.DataElements;
using Concord.Trust.Policy;
using Concord.Vault.Decisions;
using Concord.Vault.Receive;

namespace Concord.Server.Lifecycle;

/// <summary>Pages of decisions and of rejected instances, oldest first.</summary>
internal sealed class DecisionLists(InstanceVault vault, AccessPolicy policy, LifecycleOptions terms, TimeProvider time)
{
    /// <summary>One page of a list.</summary>
    public async Task<IResult> Page(HttpContext context, string? study, int limit, Func<DecisionList, Uid?, int, CancellationToken, Task<IReadOnlyList<ListedDecision>>> find)
    {
        Uid uid = default;
        if (study is not null && !Uid.TryParse(study, null, out uid)) return TypedResults.Problem("study is a UID.", statusCode: StatusCodes.Status400BadRequest);
        if (limit <= 0) return WrongLimit();
        var most = Math.Min(limit, DecisionList.MaxListed);
        var user = Deciding.Who(context);
        var found = await find(vault.Decisions.List, study is null ? null : uid, most, context.RequestAborted);
        context.Response.Headers.CacheControl = "no-cache";
        return TypedResults.Json(
            new([.. found.Select(one => DecisionLine.Of(one, user, policy, terms, time.GetUtcNow()))], found.Count == most ? found[^1].Decision.Number : null),
            LifecycleJson.Default.DecisionPage);
    }

    /// <summary>One page of what is rejected by a decision.</summary>
    public async Task<IResult> Rejected(long number, long after, int limit, CancellationToken cancel)
    {
        if (limit <= 0) return WrongLimit();
        var most = Math.Min(limit, DecisionList.MaxListed);
        var found = await vault.Decisions.List.Rejected(number, after, most, cancel);
        return TypedResults.Json(
            new([.. found.Select(one => new RejectedLine(one.ArrivalNumber, one.StudyInstanceUid.ToString(), one.SeriesInstanceUid.ToString(), one.SopInstanceUid.ToString(), one.Bytes))],
                found.Count == most ? found[^1].ArrivalNumber : null),
            LifecycleJson.Default.RejectedPage);
    }

    private static IResult WrongLimit() => TypedResults.Problem("limit is a number above 0.", statusCode: StatusCodes.Status400BadRequest);
}

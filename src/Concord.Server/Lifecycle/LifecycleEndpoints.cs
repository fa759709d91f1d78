using Concord.Server.Describing;
using Concord.Dicom.DataElements;
using Concord.Server.Settings;
using Concord.Trust.Policy;
using Concord.Vault.Decisions;
using Concord.Vault.Receive;

namespace Concord.Server.Lifecycle;

/// <summary><c>/api/lifecycle</c>: rejecting, restoring, holds and purges, and what was decided.</summary>
internal static class LifecycleEndpoints
{
    private const int DefaultLimit = 100;

    public static void Map(IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("/api/lifecycle");
        Describe(routes.MapPost("/reject", Reject));
        Describe(routes.MapPost("/restore", Restore));
        Describe(routes.MapPost("/holds", Hold));
        Describe(routes.MapPost("/holds/{number:long}/release", Release));
        Describe(routes.MapPost("/purges", Request));
        Describe(routes.MapPost("/purges/{number:long}/approve", Approve));
        Describe(routes.MapPost("/purges/{number:long}/refuse", Refuse));
        routes.MapGet("/rejected", (DecisionLists lists, HttpContext context, string? study, long after = 0, int limit = DefaultLimit) =>
            lists.Page(context, study, limit, (list, uid, most, cancel) => list.Rejections(uid, after, most, cancel))).Produces<DecisionPage>();
        routes.MapGet("/rejected/{number:long}", (DecisionLists lists, long number, CancellationToken cancel, long after = 0, int limit = DefaultLimit) =>
            lists.Rejected(number, after, limit, cancel)).Produces<RejectedPage>();
        routes.MapGet("/holds", (DecisionLists lists, HttpContext context, string? study, bool all = false, long after = 0, int limit = DefaultLimit) =>
            lists.Page(context, study, limit, (list, uid, most, cancel) => list.Holds(uid, all, after, most, cancel))).Produces<DecisionPage>();
        routes.MapGet("/purges", (DecisionLists lists, HttpContext context, string? study, bool all = false, long after = 0, int limit = DefaultLimit) =>
            lists.Page(context, study, limit, (list, uid, most, cancel) => list.PurgeRequests(uid, all, after, most, cancel))).Produces<DecisionPage>();
        routes.MapGet("/studies/{study}", (DecisionLists lists, HttpContext context, Uid study, long after = 0, int limit = DefaultLimit) =>
            lists.Page(context, study.ToString(), limit, (list, uid, most, cancel) => list.OfStudy(study, after, most, cancel))).Produces<DecisionPage>();
        CertificateEndpoints.Map(routes);
    }

    private static void Describe(RouteHandlerBuilder route) => route.Takes<DecisionBody>().Produces<DecisionAnswer>().ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

    private static Task<IResult> Reject(HttpContext context, InstanceVault vault, AccessPolicy policy) => Deciding.Decide(context, wantsScope: true, wantsWhy: false, async body =>
    {
        if (!policy.MayReject(Deciding.User(context))) return Deciding.NotAllowed("reject");
        if (!TryReason(body.Reason, out var reason)) return WrongReason();
        if (reason is null && body.Said!.Length == 0) return TypedResults.Problem("A rejection has a reason, or says why.", statusCode: StatusCodes.Status400BadRequest);
        return Deciding.Answer(await vault.Decisions.Reject(body.Scope()!, reason, Deciding.Who(context), body.Said!, context.RequestAborted));
    });

    private static Task<IResult> Restore(HttpContext context, InstanceVault vault, AccessPolicy policy) => Deciding.Decide(context, wantsScope: true, wantsWhy: true, async body =>
        policy.MayReject(Deciding.User(context))
            ? Deciding.Answer(await vault.Decisions.Restore(body.Scope()!, Deciding.Who(context), body.Said!, context.RequestAborted))
            : Deciding.NotAllowed("restore"));

    private static Task<IResult> Hold(HttpContext context, InstanceVault vault, AccessPolicy policy) => Deciding.Decide(context, wantsScope: true, wantsWhy: true, async body =>
    {
        if (!policy.MayHold(Deciding.User(context))) return Deciding.NotAllowed("hold studies");
        if (body.Series is not null || body.Instances is not null) return TypedResults.Problem("A hold is on a whole study.", statusCode: StatusCodes.Status400BadRequest);
        return Deciding.Answer(await vault.Decisions.Hold(body.Scope()!.Study, body.Until, Deciding.Who(context), body.Said!, context.RequestAborted));
    });

    private static Task<IResult> Release(HttpContext context, long number, InstanceVault vault, AccessPolicy policy) => Deciding.Decide(context, wantsScope: false, wantsWhy: true, async body =>
        policy.MayHold(Deciding.User(context))
            ? Deciding.Answer(await vault.Decisions.Release(number, Deciding.Who(context), body.Said!, context.RequestAborted))
            : Deciding.NotAllowed("release holds"));

    private static Task<IResult> Request(HttpContext context, InstanceVault vault, AccessPolicy policy, HttpOptions http) => Deciding.Decide(context, wantsScope: true, wantsWhy: true, async body =>
    {
        var user = Deciding.User(context);
        if (!policy.MayRequestPurge(user)) return Deciding.NotAllowedToPurge(context, http);
        if (!TryReason(body.Reason, out var reason)) return WrongReason();
        if (body.Reject)
        {
            if (!policy.MayReject(user)) return Deciding.NotAllowed("reject");
            var rejected = await vault.Decisions.Reject(body.Scope()!, reason, user!, body.Said!, context.RequestAborted);
            if (rejected is not (DecisionOutcome.Done or DecisionOutcome.NotFound)) return Deciding.Answer(rejected);
        }
        return Deciding.Answer(await vault.Decisions.RequestPurge(body.Scope()!, user!, body.Said!, context.RequestAborted));
    });

    private static Task<IResult> Approve(HttpContext context, long number, InstanceVault vault, AccessPolicy policy, HttpOptions http, LifecycleOptions terms) =>
        Deciding.Decide(context, wantsScope: false, wantsWhy: false, async body => policy.MayApprovePurge(Deciding.User(context))
            ? Deciding.Answer(await vault.Decisions.ApprovePurge(number, Deciding.User(context)!, body.Said!, terms, context.RequestAborted))
            : Deciding.NotAllowedToPurge(context, http));

    /// <summary>Who may ask or approve may refuse: who asked withdraws.</summary>
    private static Task<IResult> Refuse(HttpContext context, long number, InstanceVault vault, AccessPolicy policy, HttpOptions http) =>
        Deciding.Decide(context, wantsScope: false, wantsWhy: true, async body => policy.MayApprovePurge(Deciding.User(context)) || policy.MayRequestPurge(Deciding.User(context))
            ? Deciding.Answer(await vault.Decisions.RefusePurge(number, Deciding.User(context)!, body.Said!, context.RequestAborted))
            : Deciding.NotAllowedToPurge(context, http));

    private static bool TryReason(string? code, out RejectionReason? reason)
    {
        reason = string.IsNullOrEmpty(code) ? null : RejectionReason.Find(code);
        return reason is not null || string.IsNullOrEmpty(code);
    }

    private static IResult WrongReason() => TypedResults.Problem(
        $"A reason is one of {string.Join(", ", RejectionReason.All.Select(reason => $"{reason.Code} ({reason.Meaning})"))}.", statusCode: StatusCodes.Status400BadRequest);
}

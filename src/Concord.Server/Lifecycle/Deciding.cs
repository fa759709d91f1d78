using Concord.Server.Hosting;
using Concord.Server.Settings;
using Concord.Vault.Decisions;

namespace Concord.Server.Lifecycle;

/// <summary>What all addresses that decide have in common: the body, who it is, what is answered.</summary>
internal static class Deciding
{
    /// <summary>Longest body, bytes.</summary>
    private const int MaxBodyBytes = 1 << 20;

    /// <summary>Reads the body, and decides when it says what it must.</summary>
    /// <param name="wantsScope">It must name a study.</param>
    /// <param name="wantsWhy">It must say why.</param>
    public static async Task<IResult> Decide(HttpContext context, bool wantsScope, bool wantsWhy, Func<DecisionBody, Task<IResult>> decide)
    {
        if (await JsonBody.Read(context, LifecycleJson.Default.DecisionBody, MaxBodyBytes) is not { } body) return Wrong("The body is no decision: {\"study\":…,\"why\":…}");
        if (wantsScope && body.Scope() is null) return Wrong("study, series and instances are UIDs; at least the study is named.");
        if (body.Said is null) return Wrong("why has at most 1000 characters, none of them a control character.");
        if (wantsWhy && body.Said.Length == 0) return Wrong("A decision says why.");
        return await decide(body);
    }

    /// <summary>The user, or the address where users are off: as the change feed says it.</summary>
    public static string Who(HttpContext context) => User(context) ?? context.Connection.RemoteIpAddress?.ToString() ?? "local";

    /// <summary>The user; null where users are off or it came with the one credential.</summary>
    public static string? User(HttpContext context) => context.User.Identity is { IsAuthenticated: true, Name: { Length: > 0 } name } ? name : null;

    public static IResult Answer(DecisionOutcome outcome) => outcome switch
    {
        DecisionOutcome.Done done => TypedResults.Json(new(done.Number, done.Instances, [.. done.NotRestored.Select(uid => uid.ToString())]), LifecycleJson.Default.DecisionAnswer),
        DecisionOutcome.NotFound => TypedResults.Problem("There is nothing that this could be about.", statusCode: StatusCodes.Status404NotFound),
        DecisionOutcome.Held held => Conflict("The study is under a legal hold.", "holds", held.Holds.Select(hold => hold.Number)),
        DecisionOutcome.Conflict conflict => Conflict(conflict.Why, "instances", conflict.Instances.Select(uid => uid.ToString())),
        DecisionOutcome.SamePerson => TypedResults.Problem("A purge is approved by another one than who asked for it.", statusCode: StatusCodes.Status403Forbidden),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public static IResult NotAllowed(string what) => TypedResults.Problem($"The policy does not let you {what}.", statusCode: StatusCodes.Status403Forbidden);

    /// <summary>Why somebody may not take part in a purge.</summary>
    public static IResult NotAllowedToPurge(HttpContext context, HttpOptions http) => User(context) is not null
        ? NotAllowed("do this in a purge")
        : TypedResults.Problem(
            http.Users ? "A purge wants a named user: come as one of the users, not with the one credential."
                : "A purge wants named users: set Http:Users to true and make users with 'concord user add'.",
            statusCode: StatusCodes.Status403Forbidden);

    private static IResult Wrong(string detail) => TypedResults.Problem(detail, statusCode: StatusCodes.Status400BadRequest);

    private static IResult Conflict<T>(string detail, string name, IEnumerable<T> named)
    {
        T[] list = [.. named];
        return list.Length == 0
            ? TypedResults.Problem(detail, statusCode: StatusCodes.Status409Conflict)
            : TypedResults.Problem(detail, statusCode: StatusCodes.Status409Conflict, extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { [name] = list });
    }
}

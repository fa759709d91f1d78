using Concord.Server.Describing;
using System.Text.Json;
using Concord.Dicom.DataElements;
using Concord.Server.Hosting;
using Concord.Server.Lifecycle;
using Concord.Trust.Policy;
using Concord.Vault.Corrections;
using Concord.Vault.Receive;

namespace Concord.Server.Corrections;

/// <summary><c>/api/corrections</c>: what studies say is set right, previewed, listed, undone.</summary>
internal static class CorrectionEndpoints
{
    /// <summary>Longest body, bytes.</summary>
    private const int MaxBodyBytes = 256 << 10;

    private const int DefaultLimit = 100;

    public static void Map(IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("/api/corrections");
        routes.MapGet("", List).WithName("ListCorrections").WithSummary("What was set right, oldest first").Produces<CorrectionPage>().ProducesProblem(StatusCodes.Status400BadRequest);
        Describe(routes.MapPost("", Correct).WithName("Correct").WithSummary("Sets right what studies say").Takes<CorrectionAsk>().Produces<CorrectionDone>());
        Describe(routes.MapPost("/preview", Preview).WithName("PreviewCorrection").WithSummary("What studies would say").Takes<CorrectionAsk>().Produces<PreviewList>());
        Describe(routes.MapPost("/{number:long}/undo", Undo).WithName("UndoCorrection").WithSummary("Takes a correction back").Takes<UndoAsk>().Produces<CorrectionDone>());
    }

    private static void Describe(RouteHandlerBuilder route) =>
        route.ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound);

    private static Task<IResult> Correct(HttpContext context, InstanceVault vault, AccessPolicy policy) => WithBody(context, policy, wantsRequest: true, wantsWhy: true, async body =>
        Answer(await vault.Corrections.Correct(body.Request!, Deciding.Who(context), body.Why, context.RequestAborted)));

    private static Task<IResult> Preview(HttpContext context, InstanceVault vault, AccessPolicy policy) => WithBody(context, policy, wantsRequest: true, wantsWhy: false, async body =>
    {
        var (refusal, studies) = await vault.Corrections.Preview(body.Request!, context.RequestAborted);
        return refusal is not null ? Answer(refusal) : Json(json => WriteArray(json, "studies", studies, CorrectionJson.Write));
    });

    private static Task<IResult> Undo(HttpContext context, long number, InstanceVault vault, AccessPolicy policy) => WithBody(context, policy, wantsRequest: false, wantsWhy: true, async body =>
        Answer(await vault.Corrections.Undo(number, Deciding.Who(context), body.Why, context.RequestAborted)));

    private static async Task<IResult> List(HttpContext context, InstanceVault vault, string? study, long after = 0, int limit = DefaultLimit)
    {
        Uid? one = null;
        if (study is not null)
        {
            if (!Uid.TryParse(study, null, out var uid)) return Wrong("study is a UID.");
            one = uid;
        }
        if (limit is < 1 or > VaultCorrections.MaxListed) return Wrong($"limit is from 1 to {VaultCorrections.MaxListed}.");
        var found = await vault.Corrections.List(one, after, limit, context.RequestAborted);
        return Json(json =>
        {
            WriteArray(json, "corrections", found, CorrectionJson.Write);
            if (found.Select(correction => correction.Number).Distinct().Count() == limit) json.WriteNumber("next", found[^1].Number);
        });
    }

    private static async Task<IResult> WithBody(HttpContext context, AccessPolicy policy, bool wantsRequest, bool wantsWhy, Func<CorrectionBody, Task<IResult>> act)
    {
        if (!policy.MayCorrect(Deciding.User(context))) return Deciding.NotAllowed("correct studies");
        if (await JsonBody.Read(context, MaxBodyBytes) is not { } root) return Wrong("The body is no JSON.");
        return CorrectionBody.Parse(root, wantsRequest, wantsWhy, out var problem) is { } body ? await act(body) : Wrong(problem);
    }

    private static IResult Answer(CorrectionOutcome outcome) => outcome switch
    {
        CorrectionOutcome.Done done => Json(json =>
        {
            json.WriteNumber("number", done.Number);
            json.WriteNumber("studies", done.Studies);
        }),
        CorrectionOutcome.NotFound { Studies.Count: 0 } => TypedResults.Problem("There is no correction of that number that counts.", statusCode: StatusCodes.Status404NotFound),
        CorrectionOutcome.NotFound missing => TypedResults.Problem("Of some of the studies nothing is here.", statusCode: StatusCodes.Status404NotFound,
            extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["studies"] = missing.Studies.Select(uid => uid.ToString()).ToArray() }),
        CorrectionOutcome.Refused refused => Wrong(refused.Why),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static IResult Json(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }
        return TypedResults.Bytes(bytes.ToArray(), "application/json");
    }

    private static void WriteArray<T>(Utf8JsonWriter json, string name, IEnumerable<T> values, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (var value in values) write(json, value);
        json.WriteEndArray();
    }

    private static IResult Wrong(string detail) => TypedResults.Problem(detail, statusCode: StatusCodes.Status400BadRequest);
}

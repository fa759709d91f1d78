using System.Globalization;
using Concord.Dicom.DataElements;
using Concord.Vault.Retention;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Concord.Server.Retention;

/// <summary><c>/api/retention?asOf=DATE&amp;after=UID&amp;limit=M</c>: what expires by a day, so that it can be seen before rules act; <c>/api/retention/summary?asOf=DATE</c>:
/// counts and bytes by rule, site and modalities.</summary>
internal sealed class RetentionEndpoints(RetentionRunner runner) : IDisposable
{
    private const int DefaultLimit = 100;

    /// <summary>Years ahead that may be asked for.</summary>
    private const int MaxYearsAhead = 300;

    /// <summary>Longest that a summary may take.</summary>
    private static readonly TimeSpan MaxSummaryTime = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _oneSummary = new(1, 1);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/retention", (RetentionEndpoints face, HttpContext context, string? asOf, string? after, int limit = DefaultLimit) => face.Get(context, asOf, after, limit))
            .WithName("ListExpiring").WithSummary("What expires by a day").Produces<RetentionPage>().ProducesProblem(StatusCodes.Status400BadRequest);
        routes.MapGet("/api/retention/summary", (RetentionEndpoints face, HttpContext context, string? asOf) => face.Sum(context, asOf));
    }

    public void Dispose() => _oneSummary.Dispose();

    private async Task<Results<JsonHttpResult<RetentionPage>, ProblemHttpResult>> Get(HttpContext context, string? asOf, string? after, int limit)
    {
        if (!TryDay(asOf, out var day)) return NoDay();
        if (limit < 1) return Problem("limit is a whole number above 0.");
        if (!string.IsNullOrEmpty(after) && !Uid.TryParse(after, null, out _)) return Problem("after is the UID that a page named as next.");
        context.Response.Headers.CacheControl = "no-cache";
        var (studies, next) = await runner.List.Page(day, after ?? "", Math.Min(limit, RetentionList.MaxStudies), context.RequestAborted);
        var page = new RetentionPage(day, runner.IsOn, runner.NextRunAt, RunLine.Of(runner.State),
            [.. runner.Options.Rules.Select(rule => new RuleLine(rule.Name, rule.ToText()))], [.. studies.Select(ExpiredLine.Of)], next);
        return TypedResults.Json(page, RetentionAnswersJson.Default.RetentionPage);
    }

    private async Task<Results<JsonHttpResult<RetentionSummary>, ProblemHttpResult>> Sum(HttpContext context, string? asOf)
    {
        if (!TryDay(asOf, out var day)) return NoDay();
        if (!await _oneSummary.WaitAsync(TimeSpan.Zero, context.RequestAborted)) return Busy();
        try
        {
            using var limited = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
            limited.CancelAfter(MaxSummaryTime);
            context.Response.Headers.CacheControl = "no-cache";
            return TypedResults.Json(await runner.List.Sum(day, limited.Token), RetentionAnswersJson.Default.RetentionSummary);
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            return TypedResults.Problem("The summary took too long; read the pages of /api/retention.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
        finally
        {
            _oneSummary.Release();
        }
    }

    /// <summary>Today when none is given.</summary>
    private bool TryDay(string? text, out DateOnly day)
    {
        day = runner.List.Today;
        if (string.IsNullOrEmpty(text)) return true;
        var latest = day.AddYears(MaxYearsAhead);
        return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day) && day.Year > 1 && day <= latest;
    }

    private static ProblemHttpResult NoDay() => Problem(string.Create(CultureInfo.InvariantCulture, $"asOf is a date, as 2035-01-31, at most {MaxYearsAhead} years ahead."));

    private static ProblemHttpResult Problem(string detail) => TypedResults.Problem(detail, statusCode: StatusCodes.Status400BadRequest);

    private static ProblemHttpResult Busy() => TypedResults.Problem("A summary is being made; try again.", statusCode: StatusCodes.Status503ServiceUnavailable);
}

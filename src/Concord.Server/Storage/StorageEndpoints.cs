using Concord.Vault.Index;

namespace Concord.Server.Storage;

/// <summary><c>/api/storage?days=N</c>: what is kept by modality, and what came by day.</summary>
internal static class StorageEndpoints
{
    private const int DefaultDays = 30;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/storage", Get)
        .WithName("GetStorage").WithSummary("What is kept by modality and what came by day").Produces<StorageAnswer>().ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<IResult> Get(HttpContext context, StorageCounter counter, TimeProvider time, int days = DefaultDays)
    {
        if (days is < 1 or > StorageCounter.MaxDays) return TypedResults.Problem($"days is from 1 to {StorageCounter.MaxDays}.", statusCode: StatusCodes.Status400BadRequest);
        context.Response.Headers.CacheControl = "no-cache";
        if (await counter.Get(context.RequestAborted) is not { } counted)
        {
            context.Response.Headers.RetryAfter = "5";
            return TypedResults.Problem("It is being counted; ask again.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
        var figures = counted.Figures;
        return TypedResults.Json(new(
            counted.At, (long)(time.GetUtcNow() - counted.At).TotalSeconds, (long)counted.Held.TotalSeconds, figures.Studies, figures.Series, figures.Instances, figures.Bytes, figures.Modalities,
            LastDays(figures, counted.Today, days)), StorageJson.Default.StorageAnswer);
    }

    private static DayFigures[] LastDays(StorageFigures figures, DateOnly today, int days)
    {
        var known = figures.Days.ToDictionary(day => day.Day);
        return [.. Enumerable.Range(0, days).Select(place => today.AddDays(place + 1 - days)).Select(day => known.GetValueOrDefault(day) ?? new(day, 0, 0, 0))];
    }
}

using Concord.Server.Describing;
using System.Text.Json;
using Concord.Server.Hosting;
using Concord.Server.Lifecycle;
using Concord.Trust.Policy;

namespace Concord.Server.Settings;

/// <summary><c>/api/settings</c>: every setting as it is now; <c>PUT /api/settings/{name}</c> with <c>{"value":…}</c> changes those that may be while the archive runs.</summary>
internal static class SettingsEndpoints
{
    /// <summary>Longest body, bytes.</summary>
    private const int MaxBodyBytes = 16 << 10;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/settings", List).WithName("ListSettings").WithSummary("Every setting as it is now").Produces<SettingList>();
        routes.MapPut("/api/settings/{name}", Change).WithName("ChangeSetting").WithSummary("Changes a setting until the archive is started anew").Takes<SettingValue>()
            .Produces<SettingLine>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static IResult List(HttpContext context, LiveSettings live)
    {
        context.Response.Headers.CacheControl = "no-cache";
        return Json(json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("settings");
            foreach (var setting in SettingsTable.All) SettingsJson.Write(json, setting, live);
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private static async Task<IResult> Change(HttpContext context, string name, LiveSettings live, AccessPolicy policy, ILogger<LiveSettings> logger)
    {
        if (!policy.MayAdminister(Deciding.User(context))) return Deciding.NotAllowed("change settings");
        if (SettingsTable.All.FirstOrDefault(one => string.Equals(one.FullName, name, StringComparison.OrdinalIgnoreCase)) is not { } setting)
            return Problem(StatusCodes.Status404NotFound, "There is no setting of that name.");
        if (!LiveSettings.Names.Contains(setting.FullName))
            return Problem(StatusCodes.Status409Conflict, $"{setting.FullName} is read at the start: change it in appsettings.json or the environment, and start the archive anew.");
        if (await Read(context) is not { } value) return Problem(StatusCodes.Status400BadRequest, "The body is no value: {\"value\":…}");
        if (live.Change(setting, value, Deciding.Who(context)) is { } fault) return Problem(StatusCodes.Status400BadRequest, fault);
        logger.SettingChanged(setting.FullName);
        return Json(json => SettingsJson.Write(json, setting, live));
    }

    private static async Task<JsonElement?> Read(HttpContext context)
    {
        return await JsonBody.Read(context, MaxBodyBytes) is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("value", out var value) ? value : null;
    }

    private static IResult Json(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes)) write(json);
        return TypedResults.Bytes(bytes.ToArray(), "application/json");
    }

    private static IResult Problem(int status, string detail) => TypedResults.Problem(detail, statusCode: status);
}

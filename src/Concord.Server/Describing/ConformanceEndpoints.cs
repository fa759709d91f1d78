using Concord.Server.Documents;

namespace Concord.Server.Describing;

/// <summary><c>/conformance</c>: a conformance statement (PS3.2) made of the settings in force.</summary>
internal static class ConformanceEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/conformance", (HttpContext context, ConformanceStatement statement) =>
    {
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.Headers.Vary = "Accept-Language";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'";
        return TypedResults.Text(ConformancePage.Write(statement, ReportWords.IsChinese(context.Request)), "text/html; charset=utf-8");
    });
}

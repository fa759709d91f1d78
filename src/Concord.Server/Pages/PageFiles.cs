using System.Reflection;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Concord.Server.Pages;

/// <summary>Our plain study list, carried in the assembly: <c>/</c> and what it loads from <c>/pages/</c>; nothing comes from elsewhere.</summary>
internal static class PageFiles
{
    private const string Prefix = "pages/";

    private const string StudyList = Prefix + "index.html";

    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'";

    /// <param name="withStudies">The study list at <c>/</c> is among them: there are no built pages (<see cref="AppFiles"/>).</param>
    public static void Map(IEndpointRouteBuilder routes, bool withStudies)
    {
        var assembly = typeof(PageFiles).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            if (name == StudyList && !withStudies) continue;
            var file = Read(assembly, name);
            routes.MapGet(AddressOf(name), (HttpContext context) => Send(context, name, file.Bytes, file.ETag));
        }
    }

    private static string AddressOf(string name) => name == StudyList ? "/" : "/" + name;

    private static (byte[] Bytes, EntityTagHeaderValue ETag) Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return (bytes, new($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 12))}\""));
    }

    private static IResult Send(HttpContext context, string name, byte[] bytes, EntityTagHeaderValue etag)
    {
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        return TypedResults.Bytes(bytes, TypeOf(name), entityTag: etag);
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => "application/octet-stream",
    };
}

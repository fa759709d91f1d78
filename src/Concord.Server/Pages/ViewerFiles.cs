using System.Buffers;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;

namespace Concord.Server.Pages;

/// <summary>The prepared OHIF viewer under <c>/viewer</c>: files as they lie, every other path its start page.</summary>
internal static class ViewerFiles
{
    /// <summary>What <c>./run</c> writes last, when the whole viewer is there.</summary>
    private const string StampFile = ".stamp";

    /// <summary>The viewer compiles shaders, WebAssembly and workers from blobs, and carries scripts in its page; but all of it is ours.</summary>
    private const string ContentSecurityPolicy =
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; worker-src 'self' blob:; style-src 'self' 'unsafe-inline'; "
        + "img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self' data:; connect-src 'self' data: blob:; object-src 'self' blob:; frame-src 'self' blob:; base-uri 'self'; frame-ancestors 'self'";

    private static readonly SearchValues<char> HashDigits = SearchValues.Create("0123456789abcdef");

    public static bool IsPrepared(string folder) => folder.Length > 0 && File.Exists(Path.Combine(folder, StampFile)) && File.Exists(Path.Combine(folder, "index.html"));

    public static void Map(WebApplication app, string folder)
    {
        if (!IsPrepared(folder))
        {
            app.MapGet("/viewer/{**path}", () => TypedResults.Problem("The viewer is not installed: start ./run with the npm registry in reach.", statusCode: StatusCodes.Status404NotFound));
            return;
        }
        var files = new PhysicalFileProvider(Path.GetFullPath(folder));
        var types = new FileExtensionContentTypeProvider();
        types.Mappings[".wasm"] = "application/wasm";
        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = files,
            RequestPath = "/viewer",
            ContentTypeProvider = types,
            OnPrepareResponse = served => served.Context.Response.Headers.CacheControl = CachingOf(served.File.Name),
        });
        app.MapGet("/viewer/{**path:nonfile}", IResult (HttpContext context, string? path) =>
        {
            if (string.IsNullOrEmpty(path) && context.Request.Query.ContainsKey("StudyInstanceUIDs"))
                return TypedResults.LocalRedirect($"/viewer/viewer{context.Request.QueryString}"); // where the viewer's own router shows a study
            context.Response.Headers.CacheControl = "no-cache";
            context.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
            return TypedResults.PhysicalFile(Path.GetFullPath(Path.Combine(folder, "index.html")), "text/html; charset=utf-8");
        });
    }

    /// <summary>Names that carry a content hash may be kept for ever; all others are asked for again.</summary>
    private static string CachingOf(string name) =>
        name.Split('.').Any(part => part.Length == 16 && !part.AsSpan().ContainsAnyExcept(HashDigits)) ? "public, max-age=31536000, immutable" : "no-cache";
}

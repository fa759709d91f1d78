using System.Security.Cryptography;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace Concord.Server.Pages;

/// <summary>The built pages of <c>web/app</c>: one start page for all their routes, what it loads below <c>/app/</c>. They are read once, at start: a build that replaces the folder does not change what runs.</summary>
internal static class AppFiles
{
    /// <summary>What <c>./run</c> writes last, when all of it is there.</summary>
    private const string StampFile = ".stamp";

    private const string StartPage = "index.html";

    /// <summary>Files below it carry a content hash in their names.</summary>
    private const string HashedFolder = "assets/";

    /// <summary>Beside each file that shrinks lies what gzip made of it.</summary>
    private const string Packed = ".gz";

    /// <summary>Styles are made in the browser; scripts, and WebAssembly that decodes pixels, are ours alone.</summary>
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; worker-src 'self' blob:; "
        + "frame-src 'self'; media-src 'self' blob:; form-action 'self'; base-uri 'none'; frame-ancestors 'self'";

    /// <summary>The routes of <c>web/app/src/routes.tsx</c>.</summary>
    private static readonly string[] Routes = ["/", "/studies/{**rest}", "/system/{**rest}", "/view/{**rest}"];

    /// <summary>Where pages were before, and where they are.</summary>
    private static readonly (string Before, string Now)[] Moved = [("/integrity", "/system/integrity"), ("/lifecycle", "/system/lifecycle")];

    private static readonly FileExtensionContentTypeProvider Types = new();

    public static bool IsPrepared(string folder) => folder.Length > 0 && File.Exists(Path.Combine(folder, StampFile)) && File.Exists(Path.Combine(folder, StartPage));

    /// <param name="folder">One for which <see cref="IsPrepared"/> holds.</param>
    public static void Map(IEndpointRouteBuilder routes, string folder)
    {
        var names = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'));
        foreach (var name in names.Where(name => !name.EndsWith(Packed, StringComparison.Ordinal) && name is not (StampFile or StartPage)))
        {
            var file = AppFile.Read(folder, name);
            routes.MapGet($"/app/{name}", (HttpContext context) => Send(context, file)).ExcludeFromDescription();
        }
        var start = AppFile.Read(folder, StartPage);
        foreach (var route in Routes) routes.MapGet(route, (HttpContext context) => SendPage(context, start)).ExcludeFromDescription();
        foreach (var (before, now) in Moved) routes.MapGet(before, (HttpContext context) => TypedResults.LocalRedirect($"{now}{context.Request.QueryString}", permanent: true)).ExcludeFromDescription();
    }

    private static IResult SendPage(HttpContext context, AppFile page)
    {
        context.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        return Send(context, page);
    }

    private static IResult Send(HttpContext context, AppFile file)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = file.Name.StartsWith(HashedFolder, StringComparison.Ordinal) ? "public, max-age=31536000, immutable" : "no-cache";
        if (file.Packed is not { } packed) return TypedResults.Bytes(file.Bytes, file.Type, entityTag: file.ETag);
        headers.Vary = HeaderNames.AcceptEncoding;
        if (!TakesGzip(context.Request)) return TypedResults.Bytes(file.Bytes, file.Type, entityTag: file.ETag);
        headers.ContentEncoding = "gzip";
        return TypedResults.Bytes(packed, file.Type, entityTag: file.PackedETag);
    }

    private static bool TakesGzip(HttpRequest request) => request.GetTypedHeaders().AcceptEncoding.Any(coding => coding.Value == "gzip" && coding.Quality is not 0);

    private sealed record AppFile(string Name, string Type, byte[] Bytes, byte[]? Packed)
    {
        public EntityTagHeaderValue ETag { get; } = TagOf(Bytes);

        public EntityTagHeaderValue? PackedETag { get; } = Packed is null ? null : TagOf(Packed);

        public static AppFile Read(string folder, string name)
        {
            var path = Path.Combine(folder, name);
            var type = Types.TryGetContentType(name, out var known) ? known : "application/octet-stream";
            if (type.StartsWith("text/", StringComparison.Ordinal)) type += "; charset=utf-8";
            return new(name, type, File.ReadAllBytes(path), File.Exists(path + AppFiles.Packed) ? File.ReadAllBytes(path + AppFiles.Packed) : null);
        }

        private static EntityTagHeaderValue TagOf(byte[] bytes) => new($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 12))}\"");
    }
}

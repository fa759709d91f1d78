using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Concord.Server.Settings;

namespace Concord.Server.Hosting;

/// <summary>One credential for HTTP, where one is set: Basic (RFC 7617) or Bearer (RFC 6750). Health answers without.</summary>
internal sealed class CredentialCheck
{
    private readonly RequestDelegate _next;
    private readonly string? _scheme;
    private readonly byte[] _expected;

    public CredentialCheck(RequestDelegate next, HttpOptions options)
    {
        _next = next;
        var credential = options.Credential ?? "";
        var colon = credential.IndexOf(':', StringComparison.Ordinal);
        _scheme = colon < 0 ? null : credential[..colon];
        var secret = credential[(colon + 1)..];
        _expected = Hash(_scheme == "basic" ? Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)) : secret);
    }

    public Task InvokeAsync(HttpContext context)
    {
        if (_scheme is null || context.Request.Path.StartsWithSegments("/healthz", StringComparison.Ordinal) || IsGiven(context.Request)) return _next(context);
        context.Response.Headers.WWWAuthenticate = _scheme == "basic" ? "Basic realm=\"Concord\", charset=\"UTF-8\"" : "Bearer realm=\"Concord\"";
        return TypedResults.Problem(statusCode: StatusCodes.Status401Unauthorized).ExecuteAsync(context);
    }

    private bool IsGiven(HttpRequest request) =>
        AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var given)
        && string.Equals(given.Scheme, _scheme, StringComparison.OrdinalIgnoreCase)
        && CryptographicOperations.FixedTimeEquals(Hash(given.Parameter ?? ""), _expected);

    /// <summary>Hashed so that neither time nor length tells anything.</summary>
    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}

using System.Net.Http.Headers;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Concord.Server.Settings;
using Concord.Trust.Identity;

namespace Concord.Server.Hosting;

/// <summary>Who may use HTTP, where that is asked: the one credential of <c>Http:Credential</c>, and the users of section <c>Identity</c> where <c>Http:Users</c> is on;
/// Basic (RFC 7617) or Bearer (RFC 6750). Health answers without.</summary>
internal sealed class CredentialCheck
{
    private readonly RequestDelegate _next;
    private readonly IdentityVerifier _verifier;
    private readonly bool _users;
    private readonly string? _scheme;
    private readonly byte[] _expected;

    public CredentialCheck(RequestDelegate next, HttpOptions options, IdentityVerifier verifier)
    {
        (_next, _verifier, _users) = (next, verifier, options.Users);
        var credential = options.Credential ?? "";
        var colon = credential.IndexOf(':', StringComparison.Ordinal);
        _scheme = colon < 0 ? null : credential[..colon];
        var secret = credential[(colon + 1)..];
        _expected = Hash(_scheme == "basic" ? Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)) : secret);
    }

    public async Task InvokeAsync(HttpContext context)
    {
        var isOpen = (_scheme is null && !_users) || context.Request.Path.StartsWithSegments("/healthz", StringComparison.Ordinal);
        if (isOpen || await IsKnown(context))
        {
            await _next(context);
            return;
        }
        if (_users || _scheme == "basic") context.Response.Headers.Append("WWW-Authenticate", "Basic realm=\"Concord\", charset=\"UTF-8\"");
        if ((_users && _verifier.KnowsTokens) || _scheme == "bearer") context.Response.Headers.Append("WWW-Authenticate", "Bearer realm=\"Concord\"");
        await TypedResults.Problem(statusCode: StatusCodes.Status401Unauthorized).ExecuteAsync(context);
    }

    private async ValueTask<bool> IsKnown(HttpContext context)
    {
        if (!AuthenticationHeaderValue.TryParse(context.Request.Headers.Authorization, out var given)) return false;
        if (string.Equals(given.Scheme, _scheme, StringComparison.OrdinalIgnoreCase) && CryptographicOperations.FixedTimeEquals(Hash(given.Parameter ?? ""), _expected)) return true;
        if (!_users || await Identify(given, context) is not { } user) return false;
        context.User = new(new ClaimsIdentity([new Claim(ClaimTypes.Name, user)], given.Scheme));
        return true;
    }

    private ValueTask<string?> Identify(AuthenticationHeaderValue given, HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress?.ToString() ?? "";
        if (string.Equals(given.Scheme, "Bearer", StringComparison.OrdinalIgnoreCase)) return _verifier.VerifyToken(given.Parameter ?? "", address, context.RequestAborted);
        if (!string.Equals(given.Scheme, "Basic", StringComparison.OrdinalIgnoreCase) || !TrySplit(given.Parameter ?? "", out var user, out var passcode)) return new((string?)null);
        return _verifier.VerifyPasscode(user, passcode, address, context.RequestAborted);
    }

    private static bool TrySplit(string base64, out string user, out string passcode)
    {
        (user, passcode) = ("", "");
        var bytes = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, bytes, out var length)) return false;
        var text = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0) return false;
        (user, passcode) = (text[..colon], text[(colon + 1)..]);
        return true;
    }

    /// <summary>Hashed so that neither time nor length tells anything.</summary>
    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}

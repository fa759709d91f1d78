using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Concord.Trust.Identity;

/// <summary>Verifies JSON Web Tokens (RFC 7519): signature by a key of the file, issuer, audience, time. Safe for any thread.</summary>
internal sealed class TokenVerifier(IdentityOptions options, TimeProvider time, Action<Exception> unreadable)
{
    private const int MaxTokenBytes = 65_535; // what fits into a user identity item (PS3.7 §D.3.3.7)

    /// <summary>Public key signatures alone (RFC 8725 §3.1): no HMAC, and never none.</summary>
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    private readonly FollowedFile<IReadOnlyList<SecurityKey>> _keys = new(options.TokenKeysFile, TokenKeys.Read, time, unreadable);
    private readonly JsonWebTokenHandler _handler = new() { MaximumTokenSizeInBytes = MaxTokenBytes, MapInboundClaims = false };

    /// <summary>The user, or null when the token is not to be believed.</summary>
    internal async ValueTask<string?> Verify(string token)
    {
        if (token.Length is 0 or > MaxTokenBytes) return null;
        var result = await _handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = options.TokenIssuer,
            ValidAudience = options.TokenAudience,
            IssuerSigningKeys = _keys.Current,
            TryAllIssuerSigningKeys = true,
            ValidAlgorithms = Algorithms,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            LifetimeValidator = IsNow,
        });
        if (!result.IsValid || !result.Claims.TryGetValue(options.TokenUserClaim, out var claim)) return null;
        return claim is string name && UserAccount.IsName(name) ? name : null;
    }

    private bool IsNow(DateTime? notBefore, DateTime? expires, SecurityToken token, TokenValidationParameters parameters)
    {
        var (now, skew) = (time.GetUtcNow().UtcDateTime, TimeSpan.FromSeconds(options.TokenClockSkewSeconds));
        return expires is { } end && now < end + skew && (notBefore is not { } begin || begin - skew <= now);
    }
}

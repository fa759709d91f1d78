using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Archive.Tests.Server.Security;

/// <summary>Makes JSON Web Tokens by hand (RFC 7515 §3.1), right ones and wrong ones.</summary>
internal sealed class Tokens : IDisposable
{
    public const string Issuer = "https://id.example", Audience = "concord";

    private readonly RSA _rsa = RSA.Create(2048);
    private readonly ECDsa _curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public string PublicPem => _rsa.ExportSubjectPublicKeyInfoPem() + "\n" + _curve.ExportSubjectPublicKeyInfoPem();

    /// <summary>The same keys as a JSON Web Key Set, with a symmetric key that must not be used.</summary>
    public string KeySet
    {
        get
        {
            var (rsa, curve) = (_rsa.ExportParameters(false), _curve.ExportParameters(false));
            return $$"""
                {"keys":[{"kty":"RSA","kid":"r","use":"sig","n":"{{Url(rsa.Modulus!)}}","e":"{{Url(rsa.Exponent!)}}"},
                {"kty":"EC","kid":"c","crv":"P-256","x":"{{Url(curve.Q.X!)}}","y":"{{Url(curve.Q.Y!)}}"},
                {"kty":"oct","kid":"o","k":"{{Url(Encoding.ASCII.GetBytes("0123456789abcdef0123456789abcdef"))}}"}]}
                """;
        }
    }

    public string Rsa(object claims) => Sign("RS256", claims, data => _rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    public string Curve(object claims) => Sign("ES256", claims, data => _curve.SignData(data, HashAlgorithmName.SHA256));

    public static string None(object claims) => Sign("none", claims, _ => []);

    public static string Hmac(object claims, byte[] key) => Sign("HS256", claims, data => HMACSHA256.HashData(key, data));

    public static object Claims(string user, int expiresIn = 3600, string issuer = Issuer, string audience = Audience, int begins = -10)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        return new { iss = issuer, aud = audience, sub = user, nbf = now + begins, exp = now + expiresIn };
    }

    public void Dispose()
    {
        _rsa.Dispose();
        _curve.Dispose();
    }

    private static string Sign(string algorithm, object claims, Func<byte[], byte[]> sign)
    {
        var head = $"{Url(JsonSerializer.SerializeToUtf8Bytes(new { alg = algorithm, typ = "JWT" }))}.{Url(JsonSerializer.SerializeToUtf8Bytes(claims))}";
        return $"{head}.{Url(sign(Encoding.ASCII.GetBytes(head)))}";
    }

    private static string Url(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}

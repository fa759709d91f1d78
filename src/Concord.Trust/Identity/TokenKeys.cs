using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Concord.Trust.Identity;

/// <summary>Public keys of a file: a JSON Web Key Set (RFC 7517), or PEM with one or more keys or certificates' keys.</summary>
internal static class TokenKeys
{
    private const int MaxBytes = 1 << 20;

    /// <exception cref="InvalidDataException">There is no public key in it.</exception>
    internal static IReadOnlyList<SecurityKey> Read(string path)
    {
        if (new FileInfo(path).Length > MaxBytes) throw new InvalidDataException($"{path} is too long for a file of keys");
        var text = File.ReadAllText(path);
        try
        {
            var keys = text.TrimStart().StartsWith('{') ? OfSet(text) : OfPem(text);
            return keys.Count > 0 ? keys : throw new InvalidDataException($"{path} has no public key for tokens");
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            throw new InvalidDataException($"{path} cannot be read as keys", e);
        }
    }

    /// <summary>Symmetric keys are left out: who can check such a token could make one.</summary>
    private static List<SecurityKey> OfSet(string json) => [.. new JsonWebKeySet(json).GetSigningKeys().Where(key => key is not SymmetricSecurityKey and not JsonWebKey { Kty: "oct" })];

    private static List<SecurityKey> OfPem(string text)
    {
        var keys = new List<SecurityKey>();
        var rest = text.AsSpan();
        while (PemEncoding.TryFind(rest, out var fields))
        {
            if (rest[fields.Label] is "PUBLIC KEY" or "RSA PUBLIC KEY") keys.Add(OfBlock(rest[fields.Location]));
            rest = rest[fields.Location.End..];
        }
        return keys;
    }

    private static AsymmetricSecurityKey OfBlock(ReadOnlySpan<char> block)
    {
        var rsa = RSA.Create();
        try
        {
            rsa.ImportFromPem(block);
            return new RsaSecurityKey(rsa);
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            rsa.Dispose(); // no RSA key: a curve's, then
            var curve = ECDsa.Create();
            curve.ImportFromPem(block);
            return new ECDsaSecurityKey(curve);
        }
    }
}

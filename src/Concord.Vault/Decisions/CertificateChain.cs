using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Concord.Vault.Decisions;

/// <summary>Each certificate names the SHA-256 of the one before: none can be altered or taken out unseen.</summary>
public sealed class CertificateChain
{
    private string _previous = DeletionCertificate.NoPrevious;

    /// <summary>The number of the last certificate seen; 0 before the first.</summary>
    public long LastNumber { get; private set; }

    /// <summary>SHA-256 of the last certificate seen.</summary>
    public string LastSha256 => _previous;

    public static string Sha256Of(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>The next certificate; null when it follows, else what is wrong, in one line.</summary>
    /// <param name="sha256">As noted when it was issued; null where that is not known.</param>
    public string? Add(long number, string text, string? sha256)
    {
        var (expected, before, found) = (LastNumber + 1, _previous, Sha256Of(text));
        (LastNumber, _previous) = (number, found);
        if (number != expected) return $"certificate {expected} is missing before {number}";
        if (sha256 is not null && !string.Equals(sha256, found, StringComparison.Ordinal)) return $"certificate {number} is not what was issued";
        return TryParse(text) switch
        {
            null => $"certificate {number} cannot be read",
            { } certificate when certificate.Number != number => $"certificate {number} says that it is {certificate.Number}",
            { } certificate when !string.Equals(certificate.Previous, before, StringComparison.Ordinal) => $"certificate {number} does not follow the one before it",
            _ => null,
        };
    }

    public static DeletionCertificate? TryParse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, CertificateJson.Default.DeletionCertificate);
        }
        catch (JsonException)
        {
            return null; // told by the caller
        }
    }
}

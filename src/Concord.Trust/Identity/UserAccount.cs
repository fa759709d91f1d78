using System.Security.Cryptography;
using System.Text;

namespace Concord.Trust.Identity;

/// <summary>A user with what proves its passcode: PBKDF2 with HMAC-SHA-256 (RFC 8018 §5.2), salted, never the passcode itself.</summary>
/// <param name="Name">1 to 64 characters, no control characters and no colon (Basic, RFC 7617 §2, could not carry it).</param>
/// <param name="Salt">Random, 16 bytes.</param>
/// <param name="Hash">32 bytes.</param>
public sealed record UserAccount(string Name, int Iterations, byte[] Salt, byte[] Hash)
{
    /// <summary>Longest passcode, characters.</summary>
    public const int MaxPasscode = 1024;

    /// <summary>Iterations of new accounts.</summary>
    public const int DefaultIterations = 600_000;

    /// <summary>What a file may ask of us: more would be a way to keep us busy.</summary>
    internal const int MaxIterations = 10_000_000;

    private const int MaxName = 64;
    private const int SaltLength = 16;
    private const int HashLength = 32;

    public static UserAccount Create(string name, string passcode) => Create(name, passcode, DefaultIterations);

    internal static UserAccount Create(string name, string passcode, int iterations)
    {
        if (!IsName(name)) throw new ArgumentException("No user name.", nameof(name));
        if (passcode.Length is 0 or > MaxPasscode) throw new ArgumentException("No passcode.", nameof(passcode));
        var salt = RandomNumberGenerator.GetBytes(SaltLength);
        return new(name, iterations, salt, Derive(passcode, salt, iterations));
    }

    /// <summary>Nobody's: takes as long as any other, and matches nothing.</summary>
    internal static UserAccount Unmatchable() => new("nobody", DefaultIterations, RandomNumberGenerator.GetBytes(SaltLength), RandomNumberGenerator.GetBytes(HashLength));

    public static bool IsName(string name) => name.Length is > 0 and <= MaxName && name.Trim() == name && !name.Any(letter => char.IsControl(letter) || letter == ':');

    /// <summary>Takes about a tenth of a second of processor time.</summary>
    public bool Matches(string passcode) => CryptographicOperations.FixedTimeEquals(Derive(passcode, Salt, Iterations), Hash);

    internal bool IsSound => IsName(Name) && Iterations is > 0 and <= MaxIterations && Salt is { Length: >= 8 } && Hash is { Length: HashLength };

    private static byte[] Derive(string passcode, byte[] salt, int iterations) =>
        Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(passcode), salt, iterations, HashAlgorithmName.SHA256, HashLength);
}

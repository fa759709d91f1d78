using System.Buffers;

namespace Concord.Vault.Backup;

/// <summary>Names of objects in a backup: a name becomes a path, so it is nothing but a hash.</summary>
internal static class ObjectName
{
    private const int Length = 64;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    /// <summary>SHA-256 in lower-case hex.</summary>
    public static bool IsValid(string? name) => name is { Length: Length } && !name.AsSpan().ContainsAnyExcept(Digits);

    public static bool IsValidOrNull(string? name) => name is null || IsValid(name);
}

using System.Globalization;

namespace Concord.Vault.Backup;

/// <summary>SHA-256 values, by half of each: a large archive has millions.</summary>
internal sealed class ObjectSet
{
    private readonly HashSet<UInt128> _halves = [];

    /// <summary>False when it was there.</summary>
    public bool Add(string sha256) => _halves.Add(HalfOf(sha256));

    public bool Contains(string sha256) => _halves.Contains(HalfOf(sha256));

    private static UInt128 HalfOf(string sha256) => UInt128.Parse(sha256.AsSpan(0, 32), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}

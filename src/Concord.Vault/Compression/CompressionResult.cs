namespace Concord.Vault.Compression;

/// <summary>What compressing did.</summary>
/// <param name="Bundles">Bundles that were replaced.</param>
/// <param name="Objects">Objects that are kept compressed now.</param>
/// <param name="BytesBefore">Of those objects.</param>
/// <param name="BytesAfter">What is kept of them, recipes included.</param>
/// <param name="Refused">Objects that stay as they came, by why.</param>
public sealed record CompressionResult(int Bundles, long Objects, long BytesBefore, long BytesAfter, IReadOnlyDictionary<string, int> Refused)
{
    public static CompressionResult None { get; } = new(0, 0, 0, 0, new Dictionary<string, int>());

    public CompressionResult Add(CompressionResult other) => new(
        Bundles + other.Bundles, Objects + other.Objects, BytesBefore + other.BytesBefore, BytesAfter + other.BytesAfter,
        Refused.Concat(other.Refused).GroupBy(one => one.Key, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.Sum(one => one.Value), StringComparer.Ordinal));
}

using System.Security.Cryptography;
using System.Text;

namespace Concord.Vault.Compression;

/// <summary>The settings as answers.</summary>
internal sealed class CompressionPolicy(CompressionOptions options)
{
    private readonly IReadOnlyList<string> _modalities = options.Modalities.Count > 0 ? options.Modalities : ["CT", "MR", "CR", "DX", "MG", "PT", "NM"];
    private readonly Dictionary<string, bool> _sources = options.Sources.Select(source => source.Split('=')).DistinctBy(parts => parts[0]).ToDictionary(parts => parts[0], parts => parts[1] == "On", StringComparer.Ordinal);

    /// <summary>Changes when other objects than before are to be compressed: those that were looked at are looked at again.</summary>
    public string Fingerprint { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Join('\n', [.. options.Modalities.Order(StringComparer.Ordinal), "", .. options.Sources.Order(StringComparer.Ordinal), "", $"{options.MaxObjectBytes}"]))).AsSpan(0, 8));

    public bool IsTaken(string callingAeTitle, string modality) =>
        _sources.TryGetValue(callingAeTitle, out var isOn) ? isOn : _modalities.Contains(modality) || _modalities.Contains("*");
}

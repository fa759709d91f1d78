using System.Text.Json.Serialization;

namespace Concord.Vault.Compression;

/// <summary>How far the bundles were looked at, and under which policy.</summary>
internal sealed record CompressionMark([property: JsonPropertyName("policy")] string Policy, [property: JsonPropertyName("b")] long Position);

[JsonSerializable(typeof(CompressionMark))]
internal sealed partial class CompressionJson : JsonSerializerContext;

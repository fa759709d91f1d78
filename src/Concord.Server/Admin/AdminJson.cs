using System.Text.Json;
using System.Text.Json.Serialization;
using Concord.Vault.Compression;

namespace Concord.Server.Admin;

/// <summary>Operators' JSON, camel case.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ArchiveStats))]
[JsonSerializable(typeof(ConsolidationAnswer))]
[JsonSerializable(typeof(HealthAnswer))]
[JsonSerializable(typeof(CompressionState))]
[JsonSerializable(typeof(CompressionResult))]
internal sealed partial class AdminJson : JsonSerializerContext;

using System.Text.Json;
using System.Text.Json.Serialization;

namespace Concord.Server.Admin;

/// <summary>Operators' JSON, camel case.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ArchiveStats))]
[JsonSerializable(typeof(ConsolidationAnswer))]
internal sealed partial class AdminJson : JsonSerializerContext;

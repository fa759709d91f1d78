using System.Text.Json;
using System.Text.Json.Serialization;

namespace Concord.Vault.ExtendedTags;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ExtendedTagRecord))]
[JsonSerializable(typeof(long))]
internal sealed partial class ExtendedTagJson : JsonSerializerContext;

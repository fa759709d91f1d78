using System.Text.Json;
using System.Text.Json.Serialization;
using Concord.Vault.ExtendedTags;

namespace Concord.Server.DicomWeb.ExtendedTags;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ExtendedTagRequest[]))]
[JsonSerializable(typeof(ExtendedTagAnswer[]))]
internal sealed partial class ExtendedTagsJson : JsonSerializerContext;

using System.Text.Json;
using System.Text.Json.Serialization;

namespace Concord.Server.DicomWeb.Search;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(CountAnswer))]
internal sealed partial class SearchJson : JsonSerializerContext;

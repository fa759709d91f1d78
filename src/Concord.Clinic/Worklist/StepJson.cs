using System.Text.Json;
using System.Text.Json.Serialization;

namespace Concord.Clinic.Worklist;

[JsonSerializable(typeof(JsonElement))]
internal sealed partial class StepJson : JsonSerializerContext;

using System.Text.Json.Serialization;

namespace Concord.Vault.Query;

[JsonSerializable(typeof(string[]))]
internal sealed partial class QueryJson : JsonSerializerContext;

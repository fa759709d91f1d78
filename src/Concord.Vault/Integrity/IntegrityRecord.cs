using System.Text.Json.Serialization;

namespace Concord.Vault.Integrity;

/// <summary>One line of the journal of findings.</summary>
/// <param name="Number">Of the finding; a later line with a fault says what is wrong with it now.</param>
/// <param name="From">The store that a repair took the bytes from.</param>
/// <param name="Kind"><c>found</c> or <c>resolved</c>; kinds that a later version adds are passed over.</param>
internal sealed record IntegrityRecord(
    [property: JsonPropertyName("n")] long Number,
    [property: JsonPropertyName("kind")] string Kind,
    [property: JsonPropertyName("at")] DateTimeOffset At,
    [property: JsonPropertyName("b")] long BundleId,
    [property: JsonPropertyName("fault")] BundleFault? Fault = null,
    [property: JsonPropertyName("sha256")] string? Sha256 = null,
    [property: JsonPropertyName("bytes")] long? Bytes = null,
    [property: JsonPropertyName("from")] string? From = null)
{
    public const string Found = "found", Resolved = "resolved";
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IntegrityRecord))]
[JsonSerializable(typeof(ScrubState))]
internal sealed partial class IntegrityJson : JsonSerializerContext;

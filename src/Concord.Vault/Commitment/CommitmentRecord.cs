using System.Text.Json.Serialization;

namespace Concord.Vault.Commitment;

/// <summary>One line of the journal of commitments.</summary>
/// <param name="Number">Of the transaction, ever rising.</param>
/// <param name="Kind"><c>asked</c>, <c>tried</c> (a report that was not taken), <c>reported</c>, <c>given-up</c>, <c>known</c> (of old: only that it was).</param>
/// <param name="References">Class and instance by turns.</param>
/// <param name="Digest">SHA-256 of the references, of an old transaction.</param>
/// <param name="Path">How the report went: <c>same</c> association, or a <c>new</c> one.</param>
/// <param name="Status">The peer's.</param>
internal sealed record CommitmentRecord(
    [property: JsonPropertyName("n")] long Number,
    [property: JsonPropertyName("kind")] string Kind,
    [property: JsonPropertyName("at")] DateTimeOffset At,
    [property: JsonPropertyName("transaction")] string? Transaction = null,
    [property: JsonPropertyName("from")] string? From = null,
    [property: JsonPropertyName("refs")] IReadOnlyList<string>? References = null,
    [property: JsonPropertyName("digest")] string? Digest = null,
    [property: JsonPropertyName("dup")] bool? IsDuplicate = null,
    [property: JsonPropertyName("path")] string? Path = null,
    [property: JsonPropertyName("status")] int? Status = null)
{
    public const string Asked = "asked", Tried = "tried", Reported = "reported", GivenUp = "given-up", Known = "known";
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CommitmentRecord))]
internal sealed partial class CommitmentJson : JsonSerializerContext;

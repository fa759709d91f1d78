using System.Text.Json.Serialization;

namespace Concord.Vault.Lifecycle;

/// <summary>One line of the facts log: what is in no object. Names are short because millions of lines stay for good.</summary>
/// <param name="Number">From the archive's one sequence.</param>
/// <param name="Kind"><c>deleted</c>, <c>replaced</c>, <c>purged</c>; kinds that a later version adds are kept and passed over.</param>
/// <param name="Deleted">What a deletion names.</param>
/// <param name="Replaced">Of <c>replaced</c> and <c>purged</c>: which bundles, by which.</param>
/// <param name="Moved">The bundle that lies in another store since.</param>
/// <param name="Repaired">The bundle whose bytes were put back.</param>
internal sealed record Fact(
    [property: JsonPropertyName("n")] long Number,
    [property: JsonPropertyName("kind")] string Kind,
    [property: JsonPropertyName("at")] DateTimeOffset At,
    [property: JsonPropertyName("who")] string Who,
    [property: JsonPropertyName("why")] string Why,
    [property: JsonPropertyName("deleted")] IReadOnlyList<DeletedFact>? Deleted = null,
    [property: JsonPropertyName("replaced"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ReplacedFact? Replaced = null,
    [property: JsonPropertyName("moved"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] MovedFact? Moved = null,
    [property: JsonPropertyName("repaired"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] RepairedFact? Repaired = null)
{
    public const string DeletedKind = "deleted", ReplacedKind = "replaced", PurgedKind = "purged", MovedKind = "moved", RepairedKind = "repaired";
}

/// <summary>A sealed bundle that was moved from one store to the other.</summary>
internal sealed record MovedFact(
    [property: JsonPropertyName("b")] long BundleId,
    [property: JsonPropertyName("warm")] bool IsToWarm,
    [property: JsonPropertyName("st")] string Study,
    [property: JsonPropertyName("se")] string Series);

/// <summary>A sealed bundle whose damaged bytes were replaced by whole ones.</summary>
/// <param name="From">The store that they came from.</param>
internal sealed record RepairedFact(
    [property: JsonPropertyName("b")] long BundleId,
    [property: JsonPropertyName("from")] string From,
    [property: JsonPropertyName("st")] string Study,
    [property: JsonPropertyName("se")] string Series);

/// <summary>One deleted entry.</summary>
internal sealed record DeletedFact(
    [property: JsonPropertyName("b")] long BundleId,
    [property: JsonPropertyName("a")] long ArrivalNumber,
    [property: JsonPropertyName("st")] string Study,
    [property: JsonPropertyName("se")] string Series,
    [property: JsonPropertyName("i")] string Instance);

[JsonSerializable(typeof(Fact))]
internal sealed partial class FactJson : JsonSerializerContext;

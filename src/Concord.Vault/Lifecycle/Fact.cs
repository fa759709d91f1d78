using System.Text.Json.Serialization;

namespace Concord.Vault.Lifecycle;

/// <summary>One line of the facts log: what is in no object. Names are short because millions of lines stay for good.</summary>
/// <param name="Number">From the archive's one sequence.</param>
/// <param name="Kind"><c>deleted</c>, <c>replaced</c>, <c>purged</c>; kinds that a later version adds are kept and passed over.</param>
/// <param name="Deleted">What a deletion names.</param>
/// <param name="Replaced">Of <c>replaced</c> and <c>purged</c>: which bundles, by which.</param>
internal sealed record Fact(
    [property: JsonPropertyName("n")] long Number,
    [property: JsonPropertyName("kind")] string Kind,
    [property: JsonPropertyName("at")] DateTimeOffset At,
    [property: JsonPropertyName("who")] string Who,
    [property: JsonPropertyName("why")] string Why,
    [property: JsonPropertyName("deleted")] IReadOnlyList<DeletedFact>? Deleted = null,
    [property: JsonPropertyName("replaced"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ReplacedFact? Replaced = null)
{
    public const string DeletedKind = "deleted", ReplacedKind = "replaced", PurgedKind = "purged";
}

/// <summary>One deleted entry.</summary>
internal sealed record DeletedFact(
    [property: JsonPropertyName("b")] long BundleId,
    [property: JsonPropertyName("a")] long ArrivalNumber,
    [property: JsonPropertyName("st")] string Study,
    [property: JsonPropertyName("se")] string Series,
    [property: JsonPropertyName("i")] string Instance);

[JsonSerializable(typeof(Fact))]
internal sealed partial class FactJson : JsonSerializerContext;

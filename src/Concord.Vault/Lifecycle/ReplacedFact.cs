using System.Text.Json.Serialization;

namespace Concord.Vault.Lifecycle;

/// <summary>Sealed bundles of one series were replaced by one: what was in them is in it, but for what was purged.</summary>
/// <param name="From">The bundles that go.</param>
/// <param name="Into">The new bundle's number; its file is there, durable, when the fact is.</param>
/// <param name="Sha256">Of the new bundle, lower-case hex; null when nothing is left, and there is none.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Entries">Its instances, deleted ones included.</param>
/// <param name="FirstArrival">Lowest arrival number in it.</param>
/// <param name="Purged">Objects whose bytes are gone with the old bundles.</param>
internal sealed record ReplacedFact(
    [property: JsonPropertyName("from")] IReadOnlyList<ReplacedSource> From,
    [property: JsonPropertyName("into")] long Into,
    [property: JsonPropertyName("st")] string Study,
    [property: JsonPropertyName("se")] string Series,
    [property: JsonPropertyName("sha256")] string? Sha256,
    [property: JsonPropertyName("bytes")] long Bytes,
    [property: JsonPropertyName("entries")] int Entries,
    [property: JsonPropertyName("first")] long FirstArrival,
    [property: JsonPropertyName("purged")] IReadOnlyList<PurgedFact> Purged);

/// <summary>A bundle that was replaced.</summary>
internal sealed record ReplacedSource([property: JsonPropertyName("b")] long BundleId, [property: JsonPropertyName("sha256")] string? Sha256);

/// <summary>One purged object.</summary>
/// <param name="Sha256">Of its Part 10 file, lower-case hex.</param>
/// <param name="Bytes">Length of that.</param>
internal sealed record PurgedFact(
    [property: JsonPropertyName("a")] long ArrivalNumber,
    [property: JsonPropertyName("i")] string Instance,
    [property: JsonPropertyName("sha256")] string Sha256,
    [property: JsonPropertyName("bytes")] long Bytes);

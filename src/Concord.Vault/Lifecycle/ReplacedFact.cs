using System.Text.Json.Serialization;
using Concord.Trust.Identity;
using Concord.Vault.Bundles;

namespace Concord.Vault.Lifecycle;

/// <summary>Sealed bundles of one series were replaced by one: what was in them is in it, but for what was purged.</summary>
/// <param name="From">The bundles that go.</param>
/// <param name="Into">The new bundle's number; its file is there, durable, when the fact is.</param>
/// <param name="Sha256">Of the new bundle, lower-case hex; null when nothing is left, and there is none.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Entries">Its instances, deleted ones included.</param>
/// <param name="FirstArrival">Lowest arrival number in it.</param>
/// <param name="FirstOrigin">Of that object.</param>
/// <param name="LastAt">When the last of its objects came.</param>
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
    [property: JsonPropertyName("origin"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Origin? FirstOrigin,
    [property: JsonPropertyName("last")] DateTimeOffset LastAt,
    [property: JsonPropertyName("purged")] IReadOnlyList<PurgedFact> Purged)
{
    /// <summary>With the new bundle as it was written from its sources.</summary>
    public ReplacedFact With(SealedBundle bundle, string sha256, long bytes, IReadOnlyList<BundleSource> sources)
    {
        var origins = bundle.Objects.Select(known => sources.Select(source => source.FindOrigin(known.Entry.ArrivalNumber)).First(origin => origin is not null)!).ToList();
        return this with
        {
            Sha256 = sha256,
            Bytes = bytes,
            Entries = bundle.Entries.Count,
            FirstArrival = bundle.Objects[0].Entry.ArrivalNumber,
            FirstOrigin = origins[0],
            LastAt = origins.Max(origin => origin.At),
        };
    }
}

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

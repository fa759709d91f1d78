using System.Text.Json.Serialization;
using Concord.Vault.Sites;

namespace Concord.Vault.Lifecycle;

/// <summary>One line of the facts log: what is in no object. Names are short because millions of lines stay for good.</summary>
/// <param name="Number">From the archive's one sequence.</param>
/// <param name="Kind">What happened; kinds that a later version adds are kept and passed over.</param>
/// <param name="Deleted">What a rejection names.</param>
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
    [property: JsonPropertyName("replaced")] ReplacedFact? Replaced = null,
    [property: JsonPropertyName("moved")] MovedFact? Moved = null,
    [property: JsonPropertyName("repaired")] RepairedFact? Repaired = null)
{
    public const string DeletedKind = "deleted", ReplacedKind = "replaced", PurgedKind = "purged", MovedKind = "moved", RepairedKind = "repaired";
    public const string RestoredKind = "restored", HeldKind = "held", ReleasedKind = "released";
    public const string PurgeRequestedKind = "purge-requested", PurgeApprovedKind = "purge-approved", PurgeRefusedKind = "purge-refused", CertifiedKind = "purge-certified";
    public const string QuotaKind = "quota", CorrectedKind = "corrected", UndoneKind = "correction-undone";

    /// <summary>What was decided and about what; missing in rejections of older versions.</summary>
    [JsonPropertyName("d")]
    public DecisionFact? Decision { get; init; }

    /// <summary>How a site stands with its quota from now on.</summary>
    [JsonPropertyName("q")]
    public QuotaFact? Quota { get; init; }

    /// <summary>What is corrected, or which correction is undone.</summary>
    [JsonPropertyName("c")]
    public CorrectionFact? Correction { get; init; }
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

/// <summary>One entry that a decision names.</summary>
internal sealed record DeletedFact(
    [property: JsonPropertyName("b")] long BundleId,
    [property: JsonPropertyName("a")] long ArrivalNumber,
    [property: JsonPropertyName("st")] string Study,
    [property: JsonPropertyName("se")] string Series,
    [property: JsonPropertyName("i")] string Instance)
{
    /// <summary>Bytes of the Part 10 object; 0 in facts of older versions.</summary>
    [JsonPropertyName("l"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Bytes { get; init; }
}

/// <summary>A site that crossed a bound of its quota.</summary>
internal sealed record QuotaFact([property: JsonPropertyName("site")] string Site, [property: JsonPropertyName("state")] QuotaState State);

/// <summary>Attributes that are set right in studies, or that are not any more.</summary>
internal sealed record CorrectionFact
{
    [JsonPropertyName("s")]
    public required IReadOnlyList<CorrectedStudy> Studies { get; init; }

    /// <summary>Null: all of the studies.</summary>
    [JsonPropertyName("se")]
    public string? Series { get; init; }

    /// <summary>The attributes as DICOM JSON; null in what undoes.</summary>
    [JsonPropertyName("set")]
    public string? Set { get; init; }

    /// <summary>The correction that is undone.</summary>
    [JsonPropertyName("re"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Undoes { get; init; }
}

/// <summary>One study of a correction.</summary>
/// <param name="Before">What the archive said of it before, as DICOM JSON.</param>
internal sealed record CorrectedStudy([property: JsonPropertyName("st")] string Study, [property: JsonPropertyName("b")] string? Before = null);

/// <summary>The circumstances of a decision.</summary>
internal sealed record DecisionFact
{
    [JsonPropertyName("st")]
    public required string Study { get; init; }

    /// <summary>Null above the level of series.</summary>
    [JsonPropertyName("se")]
    public string? Series { get; init; }

    /// <summary>Single instances were named: those of the entries.</summary>
    [JsonPropertyName("each"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool NamesInstances { get; init; }

    /// <summary>What is restored, is to be purged, was purged.</summary>
    [JsonPropertyName("e")]
    public IReadOnlyList<DeletedFact>? Entries { get; init; }

    /// <summary>Code of a rejection's reason.</summary>
    [JsonPropertyName("rc")]
    public string? Reason { get; init; }

    [JsonPropertyName("sd")]
    public string? StudyDate { get; init; }

    [JsonPropertyName("mo")]
    public string? Modalities { get; init; }

    [JsonPropertyName("de")]
    public string? Description { get; init; }

    /// <summary>End of a hold.</summary>
    [JsonPropertyName("until")]
    public DateTimeOffset? Until { get; init; }

    /// <summary>The deletion certificate that is issued: its number.</summary>
    [JsonPropertyName("cn"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Certificate { get; init; }

    /// <summary>Its JSON.</summary>
    [JsonPropertyName("cert")]
    public string? CertificateText { get; init; }

    /// <summary>The decision that this one ends or answers.</summary>
    [JsonPropertyName("re"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Answers { get; init; }
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Fact))]
internal sealed partial class FactJson : JsonSerializerContext;

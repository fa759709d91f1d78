using Concord.Server.Describing;
using System.Text.Json.Serialization;
using Concord.Vault.Integrity;

namespace Concord.Server.Integrity;

/// <summary>What is known of the sealed bundles; numbers only.</summary>
/// <param name="IsOn">Bundles are read again from time to time.</param>
/// <param name="IsUnderWay">A pass has begun and not ended.</param>
/// <param name="LastPassAt">When a pass last came to the end.</param>
/// <param name="NextPassAt">When the next one begins; in the past when it is about to.</param>
/// <param name="BundlesChecked">Bundles looked at in the pass under way, or in the last one.</param>
/// <param name="BytesChecked">Bytes read in it.</param>
/// <param name="OpenFindings">Findings that are not resolved.</param>
/// <param name="OldestCheckAt">When the sealed bundle was checked that was not for the longest time; sealing counts.</param>
/// <param name="Overdue">Sealed bundles that were not checked for twice as long as they should be.</param>
/// <param name="OpenBundles">Bundles that are not sealed: they are not read again before.</param>
/// <param name="LongestOpenSeconds">How long nothing came to the one of them that waits for the longest time.</param>
/// <param name="Findings">Open and resolved, oldest first.</param>
internal sealed record IntegrityAnswer(
    bool IsOn, bool IsUnderWay, DateTimeOffset? LastPassAt, DateTimeOffset? NextPassAt, long BundlesChecked, long BytesChecked, int OpenFindings,
    DateTimeOffset? OldestCheckAt, long Overdue, int OpenBundles, long LongestOpenSeconds, IReadOnlyList<IntegrityLine> Findings);

/// <summary>One finding.</summary>
/// <param name="RepairedFrom">The store that the bytes were put back from.</param>
/// <param name="StudyInstanceUid">What the bundle is of; null when the index does not know it.</param>
/// <param name="Store">Where it lies: <c>hot</c> or <c>warm</c>.</param>
internal sealed record IntegrityLine(
    long Number, DateTimeOffset At, long BundleId, BundleFault Kind, DateTimeOffset? ResolvedAt, string? RepairedFrom, string? StudyInstanceUid, string? SeriesInstanceUid, int? Instances, string? Store);

/// <summary>Why a repair is asked for.</summary>
[OmitsNulls]
internal sealed record RepairRequest(string? Why);

/// <summary>A finding is resolved.</summary>
internal sealed record RepairAnswer(long Number, string RepairedFrom);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(IntegrityAnswer))]
[JsonSerializable(typeof(RepairRequest))]
[JsonSerializable(typeof(RepairAnswer))]
internal sealed partial class IntegrityAnswerJson : JsonSerializerContext;

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
/// <param name="Findings">Open and resolved, oldest first.</param>
internal sealed record IntegrityAnswer(
    bool IsOn, bool IsUnderWay, DateTimeOffset? LastPassAt, DateTimeOffset? NextPassAt, long BundlesChecked, long BytesChecked, int OpenFindings, IReadOnlyList<IntegrityLine> Findings);

/// <summary>One finding.</summary>
/// <param name="RepairedFrom">The store that its bytes were put back from.</param>
internal sealed record IntegrityLine(long Number, DateTimeOffset At, long BundleId, BundleFault Kind, DateTimeOffset? ResolvedAt, string? RepairedFrom);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(IntegrityAnswer))]
internal sealed partial class IntegrityAnswerJson : JsonSerializerContext;

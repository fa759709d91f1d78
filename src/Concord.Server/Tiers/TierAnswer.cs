using System.Text.Json.Serialization;

namespace Concord.Server.Tiers;

/// <summary>How the stores stand; numbers only.</summary>
internal sealed record TierAnswer(WarmAnswer Warm, CacheAnswer Cache, ReplicaAnswer Replica);

/// <summary>The warm store; see <see cref="Concord.Vault.Tiers.TierState"/>.</summary>
internal sealed record WarmAnswer(bool IsOn, string? Trouble, long Bundles, long Moved, long MovedBytes, long Stayed);

/// <summary>Copies of warm bundles that were read lately.</summary>
internal sealed record CacheAnswer(int Bundles, long Bytes, long MaxBytes, int Wishes);

/// <summary>The replica; see <see cref="Concord.Vault.Replica.ReplicatorState"/>.</summary>
internal sealed record ReplicaAnswer(bool IsOn, string? Trouble, long Lag, long Copied, long CopiedBytes, long Failed, DateTimeOffset? CaughtUpAt);

/// <summary>What became of a move.</summary>
internal sealed record MoveAnswer(int Bundles, long Bytes, int Stayed);

/// <summary>Bundles that are on their way into the cache, or there.</summary>
internal sealed record RecallAnswer(int Bundles);

/// <summary>A study that is to move, or to be brought in.</summary>
internal sealed record TierRequest(string? StudyInstanceUid, string? To, string? Why);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(TierAnswer))]
[JsonSerializable(typeof(MoveAnswer))]
[JsonSerializable(typeof(RecallAnswer))]
[JsonSerializable(typeof(TierRequest))]
internal sealed partial class TierJson : JsonSerializerContext;

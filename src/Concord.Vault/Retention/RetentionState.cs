using System.Text.Json.Serialization;

namespace Concord.Vault.Retention;

/// <summary>How far the rules have come.</summary>
/// <param name="IsUnderWay">A run has begun and not ended.</param>
/// <param name="Position">UID of the last study of the last window that the run is through with.</param>
/// <param name="AsOf">The day that the run judges by.</param>
/// <param name="StartedAt">When the run began, or the last one when none is under way; null before the first.</param>
/// <param name="FinishedAt">When a run last ended.</param>
/// <param name="Looked">Studies that this run has looked at.</param>
/// <param name="Expired">Of these: their time is over.</param>
/// <param name="Rejected">Of these: rejected by this run.</param>
/// <param name="Spared">Of these: held, or restored by a person.</param>
/// <param name="Requested">Purges that this run has requested.</param>
public sealed record RetentionState(
    bool IsUnderWay, string Position, DateOnly AsOf, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, long Looked, long Expired, long Rejected, long Spared, long Requested)
{
    /// <summary>No run ever began.</summary>
    public static RetentionState None { get; } = new(false, "", default, null, null, 0, 0, 0, 0, 0);
}

[JsonSerializable(typeof(RetentionState))]
internal sealed partial class RetentionJson : JsonSerializerContext;

using System.Text.Json;
using System.Text.Json.Serialization;

namespace Concord.Server.Sends;

/// <summary>A send and what became of it so far: what <c>sends/N.json</c> holds. Immutable.</summary>
/// <param name="Who">As the change feed would say it.</param>
/// <param name="User">The user whose right to send counts; null where users are off.</param>
/// <param name="To">AE title of the peer.</param>
/// <param name="Named">Instances that were named, in <c>sends/N.instances</c>; 0: all of the study or series.</param>
internal sealed record SendRecord(long Number, DateTimeOffset At, string Who, string? User, string To, string Study, string? Series, int Named)
{
    public SendState State { get; init; }

    /// <summary>Objects that there were to send when it was last looked at.</summary>
    public int Total { get; init; }

    /// <summary>Objects that the peer accepted.</summary>
    public int Sent { get; init; }

    /// <summary>Objects that the last try could not get through for good.</summary>
    public int Refused { get; init; }

    /// <summary>Bytes of what the peer accepted, as they lie here.</summary>
    public long Bytes { get; init; }

    /// <summary>Tries that were begun.</summary>
    public int Attempts { get; init; }

    /// <summary>Tries in a row that got nothing through.</summary>
    public int Fruitless { get; init; }

    /// <summary>What was last in the way, without names.</summary>
    public string? Problem { get; init; }

    /// <summary>When it is tried next, while it waits.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>When it came to an end.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    [JsonIgnore]
    public bool IsOpen => State is SendState.Waiting or SendState.Sending;
}

/// <summary>How sends are kept.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(SendRecord))]
internal sealed partial class SendRecordJson : JsonSerializerContext;

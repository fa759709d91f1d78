using System.Text.Json;
using System.Text.Json.Serialization;

namespace Concord.Server.Sends;

/// <summary>A send as it is told; see <see cref="SendRecord"/>.</summary>
/// <param name="Study">Null, as the series is, where the asker may not read it.</param>
/// <param name="Instances">How many were named; null: all of the study or series.</param>
/// <param name="Failed">Objects that the last try could not get through for good.</param>
/// <param name="Bytes">Of what was sent.</param>
internal sealed record SendLine(
    long Number, SendState State, DateTimeOffset At, string Who, string To, string? Study, string? Series, int? Instances, int Total, int Sent, int Failed, long Bytes, int Attempts,
    string? Problem, DateTimeOffset? NextAttemptAt, DateTimeOffset? EndedAt)
{
    public static SendLine Of(SendRecord send, bool mayRead) => new(
        send.Number, send.State, send.At, send.Who, send.To, mayRead ? send.Study : null, mayRead ? send.Series : null, send.Named > 0 ? send.Named : null, send.Total, send.Sent, send.Refused,
        send.Bytes, send.Attempts, send.Problem, send.NextAttemptAt, send.EndedAt);
}

/// <summary>A page of sends, newest first.</summary>
/// <param name="Next">What to ask for as <c>before</c> for the next page; null on the last.</param>
/// <param name="Open">Sends that wait or are under way, in all.</param>
internal sealed record SendPage(IReadOnlyList<SendLine> Sends, long? Next, int Open);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(SendBody))]
[JsonSerializable(typeof(SendLine))]
[JsonSerializable(typeof(SendPage))]
internal sealed partial class SendJson : JsonSerializerContext;

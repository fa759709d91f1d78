using System.Text.Json.Serialization;

namespace Concord.Server.Sends;

/// <summary>What becomes of a send.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SendState>))]
internal enum SendState
{
    /// <summary>It is to be tried, now or later.</summary>
    [JsonStringEnumMemberName("waiting")] Waiting,

    /// <summary>A try is under way.</summary>
    [JsonStringEnumMemberName("sending")] Sending,

    /// <summary>The peer has accepted everything.</summary>
    [JsonStringEnumMemberName("done")] Done,

    /// <summary>It was given up, or the peer refused something for good.</summary>
    [JsonStringEnumMemberName("failed")] Failed,

    /// <summary>Somebody called it off.</summary>
    [JsonStringEnumMemberName("cancelled")] Cancelled,
}

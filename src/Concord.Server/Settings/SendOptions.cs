using System.ComponentModel.DataAnnotations;

namespace Concord.Server.Settings;

/// <summary>Sends to peers that are asked for over the web (section <c>Sends</c>).</summary>
public sealed class SendOptions
{
    /// <summary>Most sends that wait or are under way; one more is refused. As many that have ended are kept.</summary>
    [Range(1, 100_000)] public int MaxQueued { get; set; } = 10_000;

    /// <summary>Most tries in a row of one send that get nothing through; then it has failed.</summary>
    [Range(1, 1000)] public int MaxAttempts { get; set; } = 20;

    /// <summary>Seconds before a send is tried again; each later try waits twice as long, less up to a half by chance.</summary>
    [Range(1, 3600)] public int RetrySeconds { get; set; } = 30;

    /// <summary>Most seconds before a send is tried again.</summary>
    [Range(1, 86_400)] public int MaxRetrySeconds { get; set; } = 3600;

    /// <summary>Sends that are under way at once, each on one association.</summary>
    [Range(1, 32)] public int Parallel { get; set; } = 2;

    /// <summary>Days that a send is kept in the list after it has ended.</summary>
    [Range(1, 3650)] public int KeepDays { get; set; } = 30;
}

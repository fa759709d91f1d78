using System.ComponentModel.DataAnnotations;

namespace Concord.Server.Settings;

/// <summary>Storage Commitment (section <c>Commitment</c>).</summary>
public sealed record CommitmentOptions
{
    /// <summary>Seconds between the answer to a request and its report. A peer that waits on its association is told there, one that has gone on or
    /// has released is told on a new one.</summary>
    [Range(0, 3600)] public int DelaySeconds { get; init; } = 1;

    /// <summary>Seconds after the request in which objects that are still missing may arrive before they are reported as missing.</summary>
    [Range(0, 3600)] public int MissingSeconds { get; init; } = 5;

    /// <summary>Report on a new association also where the one that asked is still open.</summary>
    public bool PreferNewAssociation { get; init; }

    /// <summary>Read every byte of an object before it is committed to, and hold it against its CRC-32.</summary>
    public bool ReadBytes { get; init; } = true;

    /// <summary>Most reports of one request that are sent and not taken; then it is given up.</summary>
    [Range(1, 1000)] public int MaxTries { get; init; } = 50;

    /// <summary>Hours after which a request that could not be reported is given up, also that of a peer which is not known.</summary>
    [Range(1, 8760)] public int MaxHours { get; init; } = 72;

    /// <summary>Seconds before a report is tried again; each later try waits twice as long, less up to a half by chance.</summary>
    [Range(1, 3600)] public int RetrySeconds { get; init; } = 30;

    /// <summary>Most seconds before a report is tried again.</summary>
    [Range(1, 86_400)] public int MaxRetrySeconds { get; init; } = 3600;

    /// <summary>Most requests that wait for their report; one more is refused (0213, resource limitation).</summary>
    [Range(1, 1_000_000)] public int MaxPending { get; init; } = 10_000;

    /// <summary>Reports that are made and sent at once.</summary>
    [Range(1, 64)] public int MaxReportsAtOnce { get; init; } = 4;
}

using System.ComponentModel.DataAnnotations;

namespace Concord.Clinic.Worklist;

/// <summary>Settings of the worklist of procedure steps (section <c>Worklist</c>).</summary>
public sealed record WorklistOptions
{
    /// <summary>Most steps kept; one more is refused (0213, resource limitation; 503 over the web).</summary>
    [Range(1, 1_000_000)] public int MaxWorkitems { get; init; } = 100_000;

    /// <summary>Bytes that all steps together may take in memory, about.</summary>
    [Range(1 << 20, 8L << 30)] public long MaxBytes { get; init; } = 256L << 20;

    /// <summary>Longest step as it is sent, bytes.</summary>
    [Range(1 << 10, 16 << 20)] public int MaxWorkitemBytes { get; init; } = 256 << 10;

    /// <summary>Days that a finished step stays; one that a subscriber locks against deletion stays until it is let go.</summary>
    [Range(1, 3650)] public int KeepDays { get; init; } = 30;

    /// <summary>Most subscriptions of all subscribers together, each step counted that a filtered one matched when it was made; one more is refused.</summary>
    [Range(1, 1_000_000)] public int MaxSubscriptions { get; init; } = 100_000;

    /// <summary>Most WebSocket connections that events are sent to.</summary>
    [Range(1, 100_000)] public int MaxListeners { get; init; } = 1000;

    /// <summary>Events that wait for a listener who reads slowly; with one more it is let go, and finds out by asking.</summary>
    [Range(1, 100_000)] public int MaxWaitingEvents { get; init; } = 1000;
}

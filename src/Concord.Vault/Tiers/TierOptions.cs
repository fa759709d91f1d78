using System.ComponentModel.DataAnnotations;

namespace Concord.Vault.Tiers;

/// <summary>Which bundles go to the warm store by themselves (section <c>Tiers</c>); it needs <c>Vault:WarmFolder</c>.</summary>
public sealed record TierOptions
{
    /// <summary>Studies go to the warm store when they are this old, days; 0: not for their age.</summary>
    [Range(0, 36_500)] public int AfterDays { get; init; }

    /// <summary>What a study's age counts from: <c>Arrived</c> (its last sealed bundle), <c>Touched</c> (that, or when it was last read) or <c>StudyDate</c>.</summary>
    public TierAge By { get; init; }

    /// <summary>Modalities that move by rule; empty: all.</summary>
    public IReadOnlyList<string> Modalities { get; init; } = [];

    /// <summary>While less than this is free where the data folder lies, the oldest studies go to the warm store whatever their age, bytes; 0: never.</summary>
    [Range(0, 1e15)] public long HotFreeBytes { get; init; }

    /// <summary>How often the rules are looked at, minutes.</summary>
    [Range(1, 1440)] public int EveryMinutes { get; init; } = 15;

    /// <summary>How fast bundles move by rule, bytes per second; on demand they move as fast as the disks are.</summary>
    [Range(1 << 16, 1e12)] public long BytesPerSecond { get; init; } = 32 << 20;
}

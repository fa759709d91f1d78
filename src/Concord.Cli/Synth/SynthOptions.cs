namespace Concord.Cli.Synth;

/// <summary>What <c>concord synth</c> was asked for.</summary>
internal sealed record SynthOptions
{
    /// <summary><c>demo</c>, <c>small</c>, or names of families.</summary>
    public IReadOnlyList<string> Sets { get; init; } = ["demo"];

    public long Seed { get; init; } = 1;

    /// <summary>Studies of each family; sets named <c>demo</c> and <c>small</c> have their own.</summary>
    public int Studies { get; init; } = 1;

    /// <summary>Slices of each volume, or null for what the family makes.</summary>
    public int? Slices { get; init; }
}

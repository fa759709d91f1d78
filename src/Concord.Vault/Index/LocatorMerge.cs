namespace Concord.Vault.Index;

/// <summary>Rows on their way, in the order of their hashes, from the slots of a level, or from where they come in, to one slot.</summary>
internal sealed class LocatorMerge
{
    /// <summary>Of what is merged; -1 for where rows come in.</summary>
    public required int Level { get; init; }

    public required int IntoLevel { get; init; }

    public required int IntoSlot { get; init; }

    /// <summary>Rows when it began.</summary>
    public required long Total { get; init; }

    /// <summary>The lowest hash that is still to be moved.</summary>
    public long NextHash { get; set; } = long.MinValue;

    /// <summary>The highest hash of a step that is to move about so many rows; hashes are spread evenly.</summary>
    public long EndOfStep(long rows)
    {
        if (rows >= Total) return long.MaxValue;
        var width = (UInt128.One << 64) * (UInt128)rows / (UInt128)Total;
        var end = (Int128)NextHash + (Int128)width - 1;
        return end >= long.MaxValue ? long.MaxValue : (long)Int128.Max(end, NextHash);
    }
}

namespace Concord.Vault.Index;

/// <summary>Which event numbers are indexed: a low-water mark under which nothing is missing, and the islands above it.</summary>
/// <remarks>Events come nearly in order, so the islands are few. A number that was given and never used (its append failed)
/// leaves a gap that holds the mark back until <see cref="CompleteThrough"/>; all it costs is a longer replay at the next start.</remarks>
internal sealed class NumberLedger(long lowWater, long highest)
{
    private readonly SortedList<long, long> _islands = []; // first -> last, none touching another

    /// <summary>Every event up to here is indexed, or never was.</summary>
    public long LowWater { get; private set; } = lowWater;

    /// <summary>The highest number of any event indexed.</summary>
    public long Highest { get; private set; } = highest;

    public void Add(long number)
    {
        if (number > Highest) Highest = number;
        if (number <= LowWater) return;
        if (number == LowWater + 1) LowWater = number;
        else AddIsland(number);
        SwallowIslands();
    }

    /// <summary>Says that no number up to here is still to come.</summary>
    public void CompleteThrough(long number)
    {
        if (number > Highest) Highest = number;
        if (number > LowWater) LowWater = number;
        SwallowIslands();
    }

    private void AddIsland(long number)
    {
        var after = IndexAfter(number);
        var joinsBefore = after > 0 && _islands.GetValueAtIndex(after - 1) >= number - 1;
        var joinsAfter = after < _islands.Count && _islands.GetKeyAtIndex(after) == number + 1;
        if (joinsBefore)
        {
            var last = Math.Max(number, _islands.GetValueAtIndex(after - 1));
            _islands.SetValueAtIndex(after - 1, joinsAfter ? _islands.GetValueAtIndex(after) : last);
            if (joinsAfter) _islands.RemoveAt(after);
        }
        else if (joinsAfter)
        {
            var last = _islands.GetValueAtIndex(after);
            _islands.RemoveAt(after);
            _islands.Add(number, last);
        }
        else _islands.Add(number, number);
    }

    /// <summary>The position of the first island that begins above <paramref name="number"/>.</summary>
    private int IndexAfter(long number)
    {
        int low = 0, high = _islands.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_islands.GetKeyAtIndex(middle) <= number) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    private void SwallowIslands()
    {
        while (_islands.Count > 0 && _islands.GetKeyAtIndex(0) <= LowWater + 1)
        {
            LowWater = Math.Max(LowWater, _islands.GetValueAtIndex(0));
            _islands.RemoveAt(0);
        }
    }
}

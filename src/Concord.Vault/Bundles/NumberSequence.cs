namespace Concord.Vault.Bundles;

/// <summary>An ever-rising sequence: the archive's one of arrivals, objects kept aside and facts; that of bundles. Any number of threads.</summary>
internal sealed class NumberSequence
{
    private long _last;

    public long Last => Interlocked.Read(ref _last);

    /// <summary>One that goes on after a number.</summary>
    public static NumberSequence After(long last) => new() { _last = last };

    public long Next() => Interlocked.Increment(ref _last);

    /// <summary>Numbers up to this one are taken.</summary>
    public void Skip(long taken)
    {
        for (var last = Last; taken > last; last = Last)
            if (Interlocked.CompareExchange(ref _last, taken, last) == last) return;
    }
}

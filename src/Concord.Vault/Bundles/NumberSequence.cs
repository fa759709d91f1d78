namespace Concord.Vault.Bundles;

/// <summary>The archive's one ever-rising sequence: arrivals, objects kept aside, facts. Any number of threads.</summary>
internal sealed class NumberSequence
{
    private long _last;

    public long Last => Interlocked.Read(ref _last);

    public long Next() => Interlocked.Increment(ref _last);

    /// <summary>Numbers up to this one are taken: called on start-up only.</summary>
    public void Skip(long taken)
    {
        if (taken > _last) _last = taken;
    }
}

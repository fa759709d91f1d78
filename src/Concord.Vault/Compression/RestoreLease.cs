namespace Concord.Vault.Compression;

/// <summary>A part of the restore budget that is taken until this is disposed.</summary>
internal sealed class RestoreLease(RestoreBudget budget, long bytes) : IDisposable
{
    private int _isGiven;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isGiven, 1) == 0) budget.GiveBack(bytes);
    }
}

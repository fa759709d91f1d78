namespace Concord.Vault.Decisions;

/// <summary>One decision at a time; while one is taken entries stay in the bundles where they are.</summary>
internal sealed class DecisionTurn : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>However long it takes to come to it: what is begun is finished.</summary>
    public Task<T> Apart<T>(Func<Task<T>> work) => Run(work, CancellationToken.None);

    public async Task<T> Run<T>(Func<Task<T>> work, CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            return await work();
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}

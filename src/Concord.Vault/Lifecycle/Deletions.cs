using Concord.Dicom.DataElements;
using Concord.Vault.Bundles;

namespace Concord.Vault.Lifecycle;

/// <summary>Deletes instances: a fact first, durable; then readers no longer see them; then the index is told. The bundles keep the bytes until a purge.</summary>
internal sealed class Deletions(BundleStore store) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Deletes what lives of a study, a series or one instance. Returns how many instances went, and the fact's number.</summary>
    /// <exception cref="IOException">The fact is not durable; nothing is deleted.</exception>
    public async Task<(int Instances, long Number)> Delete(Uid study, Uid? series, Uid? sopInstance, string who, string why, CancellationToken cancel)
    {
        var around = store.Around;
        await around.Index.WaitUntilCaughtUp(cancel);
        await _turn.WaitAsync(cancel);
        try
        {
            var doomed = await Find(study, series, sopInstance, cancel);
            if (doomed.Count == 0) return (0, 0);
            var at = around.Time.GetUtcNow();
            var named = doomed.ConvertAll(entry => new DeletedFact(
                entry.BundleId, entry.ArrivalNumber, entry.StudyInstanceUid.ToString(), entry.SeriesInstanceUid.ToString(), entry.SopInstanceUid.ToString()));
            var fact = await around.Threads.Run(() => store.Facts.Append(around.Numbers, number => new(number, Fact.DeletedKind, at, who, why, named)));
            foreach (var entry in doomed) around.Tombstones.Add(entry.BundleId, entry.ArrivalNumber);
            await around.Index.Enqueue(FactsLog.ToEvent(fact)!, CancellationToken.None);
            return (doomed.Count, fact.Number);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Does something while nothing is deleted: names of entries hold meanwhile.</summary>
    public async Task<T> Apart<T>(Func<Task<T>> work)
    {
        await _turn.WaitAsync();
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

    private async Task<List<BundleEntry>> Find(Uid study, Uid? series, Uid? sopInstance, CancellationToken cancel)
    {
        var doomed = new List<BundleEntry>();
        foreach (var bundleId in await store.Around.Index.FindBundles(study, series, cancel))
            foreach (var entry in await store.Reader.ReadEntries(bundleId, cancel))
                if (sopInstance is null || entry.SopInstanceUid == sopInstance) doomed.Add(entry);
        return doomed;
    }
}

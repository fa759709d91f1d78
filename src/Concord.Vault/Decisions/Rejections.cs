using Concord.Vault.Bundles;
using Concord.Vault.Index;
using Concord.Vault.Lifecycle;

namespace Concord.Vault.Decisions;

/// <summary>Rejects instances, and restores them. Bundles keep the bytes of what is rejected until a purge.</summary>
internal sealed class Rejections(VaultIndex index, BundleStore store, DecisionDesk desk)
{
    /// <summary>Rejects what lives of the scope. Called in turn.</summary>
    public async Task<DecisionOutcome> Reject(
        Func<int, CancellationToken, Task<bool>>? isDue, DecisionScope scope, RejectionReason? reason, string who, string why, CancellationToken cancel)
    {
        if (store.Decisions.Holds.On(scope.Study, store.Around.Time.GetUtcNow()) is { Count: > 0 } holds) return new DecisionOutcome.Held(holds);
        var doomed = await FindLive(scope, cancel);
        if (doomed.Count == 0) return new DecisionOutcome.NotFound();
        if (isDue is not null && !await IsDue(isDue, doomed.Count, cancel)) return new DecisionOutcome.Conflict("It is not to be rejected any more.", []);
        var decision = await Describe(scope, reason, cancel);
        var fact = await desk.Record(Fact.DeletedKind, who, why, decision, doomed.ConvertAll(DecisionDesk.NameOf));
        await desk.Tell(fact);
        return new DecisionOutcome.Done(fact.Number, doomed.Count);
    }

    /// <summary>Brings back what is rejected of the scope, but where another instance of the same UID has come since. Called in turn.</summary>
    public async Task<DecisionOutcome> Restore(DecisionScope scope, string who, string why, CancellationToken cancel)
    {
        var rejected = await FindRejected(scope, cancel);
        if (rejected.Count == 0) return new DecisionOutcome.NotFound();
        var decision = await Describe(scope, null, cancel);
        List<BundleEntry> back;
        Fact fact;
        var pauses = new List<SeriesPause>();
        try
        {
            foreach (var key in rejected.Select(entry => new SeriesKey(entry.StudyInstanceUid, entry.SeriesInstanceUid)).Distinct().ToList())
                pauses.Add(await store.Open.Pause(key, cancel));
            back = Choose(rejected, pauses);
            if (back.Count == 0) return new DecisionOutcome.Conflict("Another instance of the same SOP Instance UID has come since.", [.. rejected.Select(entry => entry.SopInstanceUid).Distinct()]);
            fact = await desk.Record(Fact.RestoredKind, who, why, decision with { Entries = back.ConvertAll(DecisionDesk.NameOf) });
        }
        finally
        {
            foreach (var pause in pauses) await pause.DisposeAsync();
        }
        await new RestoredRows(store).Tell(fact, CancellationToken.None);
        await desk.Tell(fact);
        var restored = back.Select(entry => entry.ArrivalNumber).ToHashSet();
        return new DecisionOutcome.Done(fact.Number, back.Count)
        {
            NotRestored = [.. rejected.Where(entry => !restored.Contains(entry.ArrivalNumber)).Select(entry => entry.SopInstanceUid).Distinct()],
        };
    }

    /// <summary>What is rejected of the scope, in arrival order; bundles without a live entry are looked into as well.</summary>
    public async Task<List<BundleEntry>> FindRejected(DecisionScope scope, CancellationToken cancel)
    {
        var isNamed = scope.Names();
        var found = new List<BundleEntry>();
        foreach (var bundleId in await store.Around.Index.FindBundles(scope.Study, scope.Series, cancel))
            found.AddRange(store.Reader.ReadRejected(bundleId).Where(entry => isNamed(entry.SopInstanceUid)));
        found.Sort((left, right) => left.ArrivalNumber.CompareTo(right.ArrivalNumber));
        return found;
    }

    /// <summary>The scope for a fact, with what a list may say of the study once it is gone.</summary>
    public Task<DecisionFact> Describe(DecisionScope scope, RejectionReason? reason, CancellationToken cancel) => index.Read(session =>
    {
        var fact = new DecisionFact { Study = scope.Study.ToString(), Series = scope.Series?.ToString(), NamesInstances = scope.NamesInstances, Reason = reason?.Code };
        // of a study that is rejected as a whole, what was noted then
        using var row = session.Query("""
            SELECT study_date, modalities, description, 0 FROM study WHERE study_uid = @1
            UNION ALL SELECT * FROM (SELECT study_date, modalities, description, number FROM decision WHERE study_uid = @1 AND kind = 'deleted' ORDER BY number DESC LIMIT 1)
            ORDER BY 4 LIMIT 1
            """, fact.Study);
        return row.Read() ? fact with { StudyDate = row.GetString(0), Modalities = row.GetString(1), Description = row.GetString(2) } : fact;
    }, cancel);

    private async Task<bool> IsDue(Func<int, CancellationToken, Task<bool>> isDue, int instances, CancellationToken cancel)
    {
        await store.Around.Index.WaitUntilCaughtUp(cancel); // with what came while the bundles were looked into
        return await isDue(instances, cancel);
    }

    private async Task<List<BundleEntry>> FindLive(DecisionScope scope, CancellationToken cancel)
    {
        var isNamed = scope.Names();
        var found = new List<BundleEntry>();
        foreach (var bundleId in await store.Around.Index.FindBundles(scope.Study, scope.Series, cancel))
            found.AddRange((await store.Reader.ReadEntries(bundleId, cancel)).Where(entry => isNamed(entry.SopInstanceUid)));
        return found;
    }

    /// <summary>Of each UID in a series the one that came last, unless another one lives.</summary>
    private static List<BundleEntry> Choose(List<BundleEntry> rejected, List<SeriesPause> pauses)
    {
        var contents = pauses.ToDictionary(pause => pause.Key, pause => pause.Contents);
        return [.. rejected.GroupBy(entry => (entry.SeriesInstanceUid, entry.SopInstanceUid)).Select(same => same.Last())
            .Where(entry => contents[new(entry.StudyInstanceUid, entry.SeriesInstanceUid)].Find(entry.SopInstanceUid) is null)];
    }
}

using Concord.Vault.Bundles;
using Concord.Vault.Lifecycle;

namespace Concord.Vault.Decisions;

/// <summary>Where decisions are taken, one at a time: each is a fact, durable; then readers see it; then the index is told.</summary>
internal sealed class DecisionDesk(BundleStore store)
{
    /// <summary>Runs what looks and decides; nothing else is decided meanwhile. The index knows of all decisions before.</summary>
    /// <exception cref="TimeoutException">The index does not catch up.</exception>
    public Task<DecisionOutcome> InTurn(Func<Task<DecisionOutcome>> decide, CancellationToken cancel) => store.Turn.Run(async () =>
    {
        await store.Around.Index.WaitUntilCaughtUp(cancel);
        return await decide();
    }, cancel);

    /// <summary>Writes the fact; durable, and in force, on return. The index is still to be told.</summary>
    /// <exception cref="IOException">The fact is not durable; nothing is decided.</exception>
    public async Task<Fact> Record(string kind, string who, string why, DecisionFact decision, IReadOnlyList<DeletedFact>? rejected = null)
    {
        var around = store.Around;
        var at = around.Time.GetUtcNow();
        var fact = await around.Threads.Run(() => store.Facts.Append(around.Numbers, number => new(number, kind, at, who, why, rejected) { Decision = decision }));
        store.Decisions.Take(fact);
        return fact;
    }

    /// <summary>Tells the index.</summary>
    public ValueTask Tell(Fact fact) => store.Around.Index.Enqueue(FactsLog.ToEvent(fact)!, CancellationToken.None);

    /// <summary>An entry as facts name it.</summary>
    public static DeletedFact NameOf(BundleEntry entry) => new(
        entry.BundleId, entry.ArrivalNumber, entry.StudyInstanceUid.ToString(), entry.SeriesInstanceUid.ToString(), entry.SopInstanceUid.ToString()) { Bytes = entry.PartTenLength };
}

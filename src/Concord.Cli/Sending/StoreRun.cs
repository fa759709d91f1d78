using Concord.Cli.Sources;
using Concord.Network;

namespace Concord.Cli.Sending;

/// <summary>Sends what is found over several associations at once; each draws a few objects at a time, so that none waits for another.</summary>
/// <param name="journal">Remembers what was taken, or null.</param>
/// <param name="taken">Told each object that the peer took, by any thread; or null.</param>
internal sealed class StoreRun(DicomClient client, int associations, SendTally tally, SendJournal? journal, Action<SourceObject>? taken = null)
{
    /// <summary>Objects drawn at a time by one of several associations, and by a single one.</summary>
    private const int FewObjects = 64, ManyObjects = 2048;

    /// <summary>Associations that may break in a row, none having sent anything, before all is given up.</summary>
    private const int MostBreaks = 3;

    private readonly SourceHeads _heads = new(tally);
    private string? _gaveUp;

    /// <returns>Why sending was given up, or null when everything was tried.</returns>
    public async Task<string?> Run(IEnumerable<SourceEntry> entries, CancellationToken cancel)
    {
        using var feed = new SharedFeed<SourceObject>(Objects(entries));
        var few = associations > 1 ? FewObjects : ManyObjects;
        await Task.WhenAll(Enumerable.Range(0, associations).Select(_ => Task.Run(() => Draw(feed, few, cancel), cancel)));
        return _gaveUp;
    }

    private async Task Draw(SharedFeed<SourceObject> feed, int few, CancellationToken cancel)
    {
        while (Volatile.Read(ref _gaveUp) is null && feed.Take(few) is { Count: > 0 } objects) await Send(objects, cancel);
    }

    // an association that breaks again and again costs the first object without an answer; the others go on another one
    private async Task Send(List<SourceObject> objects, CancellationToken cancel)
    {
        var left = new HashSet<SourceObject>(objects, ReferenceEqualityComparer.Instance);
        var breaks = 0;
        while (left.Count > 0)
        {
            var before = left.Count;
            try
            {
                await foreach (var result in client.Store([.. objects.Where(left.Contains)], cancel))
                {
                    Answered((SourceObject)result.Object, result.Status);
                    left.Remove((SourceObject)result.Object);
                }
                return;
            }
            catch (AssociationException broken)
            {
                breaks = left.Count == before ? breaks + 1 : 1;
                if (broken.Failure is AssociationFailure.NotConnected or AssociationFailure.Rejected || breaks >= MostBreaks)
                {
                    Interlocked.CompareExchange(ref _gaveUp, broken.Message, null);
                    return;
                }
                var first = objects.First(left.Contains);
                tally.AddFailure(first.Entry, broken.Message);
                left.Remove(first);
            }
        }
    }

    private void Answered(SourceObject sent, Concord.Network.Dimse.DimseStatus status)
    {
        tally.AddAnswer(sent.Entry, status);
        if (status.IsFailure) return;
        journal?.Add(sent.Entry);
        taken?.Invoke(sent);
    }

    private IEnumerable<SourceObject> Objects(IEnumerable<SourceEntry> entries)
    {
        foreach (var entry in entries)
        {
            if (journal?.Has(entry) == true) tally.AddAlready(entry);
            else if (_heads.Open(entry) is { } found) yield return found;
        }
    }
}

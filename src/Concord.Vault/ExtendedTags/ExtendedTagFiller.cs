using Concord.Vault.Blobs;
using Concord.Vault.Bundles;
using Concord.Vault.Index;
using Microsoft.Extensions.Logging;

namespace Concord.Vault.ExtendedTags;

/// <summary>Gives series that were there before a tag its values, one series after the other, and takes away what removed tags left. Works half of the time at most.</summary>
/// <remarks>One <see cref="Run"/> at a time. Where it stands is in the series' rows: after a crash it goes on with those that lack values.</remarks>
public sealed class ExtendedTagFiller : IDisposable
{
    /// <summary>Series looked up at a time.</summary>
    private const int SeriesPerPage = 64;

    /// <summary>Heads held at a time.</summary>
    private const int HeadsPerTurn = 64;

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    /// <summary>When series that could not be reached are tried again.</summary>
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(1);

    private readonly VaultExtendedTags _tags;
    private readonly VaultIndex _index;
    private readonly BundleReader _bundles;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly SemaphoreSlim _wake = new(1, 1); // at the start there may be something to go on with

    internal ExtendedTagFiller(VaultExtendedTags tags, VaultIndex index, BundleReader bundles, TimeProvider time, ILogger log)
    {
        (_tags, _index, _bundles, _time, _log) = (tags, index, bundles, time, log);
        _tags.Changed = Wake;
    }

    /// <summary>Fills whenever there is something to fill, until it is told to stop.</summary>
    /// <exception cref="OperationCanceledException">It was told to stop.</exception>
    public async Task Run(CancellationToken cancel)
    {
        while (true)
        {
            await _wake.WaitAsync(RetryAfter, cancel); // woken, or to look whether something was put off
            try
            {
                await Turn(cancel);
            }
            catch (Exception passing) when (passing is not OperationCanceledException) // whatever it is, it is tried again
            {
                _log.ExtendedPutOff(passing.GetType().Name);
            }
        }
    }

    /// <summary>All that can be done now. Returns how many series could not be reached.</summary>
    internal async Task<int> Turn(CancellationToken cancel)
    {
        await _tags.Source.WaitForOthers(_time, cancel);
        await _index.WaitUntilCaughtUp(cancel); // from here on whatever comes was made with the tags there are
        await Forget(cancel);
        var tags = _tags.Current;
        if (tags.All.Count == 0) return 0;
        var (filled, away) = (0, 0);
        ExtendedBehind? last = null;
        while (await Page(tags, last, cancel) is { Count: > 0 } page)
        {
            foreach (var behind in page)
            {
                var started = _time.GetTimestamp();
                if (await Fill(tags, behind, cancel)) filled++;
                else away++;
                var worked = _time.GetElapsedTime(started);
                await Task.Delay(worked < LongestPause ? worked : LongestPause, _time, cancel);
            }
            last = page[^1];
        }
        await _index.WaitUntilCaughtUp(cancel);
        if (filled + away > 0) _log.ExtendedFilled(filled, away);
        return away;
    }

    public void Dispose()
    {
        _tags.Changed = null;
        _wake.Dispose();
    }

    private void Wake()
    {
        try
        {
            _wake.Release();
        }
        catch (SemaphoreFullException)
        {
            return; // it is awake
        }
    }

    private async Task<List<ExtendedBehind>> Page(ExtendedTagSet tags, ExtendedBehind? last, CancellationToken cancel)
    {
        if (last is null) await new SeriesRefresher(_index, _bundles).Run(cancel); // a series without its source has nothing to read
        return await _index.Read(session => ExtendedProgress.Behind(session, tags.Version, last, SeriesPerPage), cancel);
    }

    /// <summary>False when it cannot be reached now.</summary>
    private async Task<bool> Fill(ExtendedTagSet tags, ExtendedBehind behind, CancellationToken cancel)
    {
        var needsAll = tags.OfInstances.Any(tag => tag.Number > behind.Version);
        InstanceRow? source = null;
        var rows = new List<InstanceRow>();
        var isUnreadable = false;
        try
        {
            foreach (var bundle in await _index.FindBundles(behind.Study, behind.Series, cancel))
                foreach (var entry in await _bundles.ReadEntries(bundle.BundleId, cancel))
                {
                    if (!needsAll && entry.ArrivalNumber != behind.SourceArrival) continue;
                    var row = await TryRead(entry, tags, cancel);
                    isUnreadable |= row is null;
                    if (row is null) continue;
                    if (entry.ArrivalNumber == behind.SourceArrival) source = row;
                    if (needsAll) rows.Add(row);
                    if (rows.Count < HeadsPerTurn) continue;
                    await Tell(new(behind.Study, behind.Series, tags, null, rows, IsWhole: false, IsUnreadable: false), cancel);
                    rows = [];
                }
        }
        catch (StoreAwayException)
        {
            return false;
        }
        if (source is null && !isUnreadable) return false; // rejected just now: another instance takes its place
        await Tell(new(behind.Study, behind.Series, tags, source, rows, IsWhole: true, isUnreadable), cancel);
        return true;
    }

    /// <summary>Null when the bytes are damaged; scrubbing tells of it.</summary>
    private async Task<InstanceRow?> TryRead(BundleEntry entry, ExtendedTagSet tags, CancellationToken cancel)
    {
        try
        {
            var head = (await _bundles.ReadStoredHead(entry, cancel)).Head;
            return new(entry.ArrivalNumber, entry.BundleId, entry.StudyInstanceUid, entry.SeriesInstanceUid, entry.SopInstanceUid, entry.SopClassUid, entry.TransferSyntax,
                HeadCopy.Slim(head, tags), entry.PartTenLength, SeriesRefresher.NoOrigin) { Extended = tags };
        }
        catch (Exception damage) when (damage is BundleDamagedException or Concord.Dicom.Encoding.DicomFormatException or EndOfStreamException)
        {
            _log.ExtendedUnreadable(entry.BundleId, damage.GetType().Name);
            return null;
        }
    }

    /// <summary>Waits until it is indexed: of what is read ahead no more is held than this.</summary>
    private async Task Tell(IndexEvent told, CancellationToken cancel)
    {
        await _index.Enqueue(told, cancel);
        await _index.WaitUntilCaughtUp(cancel);
    }

    private Task Tell(IndexEvent.ExtendedRead read, CancellationToken cancel) => Tell((IndexEvent)read, cancel);

    /// <summary>Values of tags that are no more, some series at a time.</summary>
    private async Task Forget(CancellationToken cancel)
    {
        var last = 0L;
        while (await _index.Read(session => ExtendedProgress.NextTag(session, last), cancel) is { } number)
        {
            if (_tags.Current.All.Any(tag => tag.Number == number)) last = number;
            else await Tell(new IndexEvent.ExtendedForgotten(number), cancel);
        }
    }
}

using Concord.Vault.Changes;
using Concord.Vault.ExtendedTags;
using Concord.Vault.Sites;
using Microsoft.Extensions.Logging;

namespace Concord.Vault.Index;

/// <summary>Applies events in transactions: rows, change numbers and the low-water mark change together or not at all.</summary>
internal sealed class IndexCommit : IDisposable
{
    private readonly SqlSession _session;
    private readonly Dialect _dialect;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly IndexRows _rows;
    private readonly NumberLedger _ledger;
    private readonly Locator _locator;
    private readonly EventApplier _applier;
    private readonly IndexFlush _flush;
    private long _lowWater;
    private long _highest;
    private long _lastChange;
    private long _setAside;
    private bool _isTorn;
    private volatile bool _isEnding;

    public IndexCommit(SqlSession session, Dialect dialect, SourceIssuers issuers, SourceSites sites, ExtendedTagSource extended, TimeProvider time, ILogger log)
    {
        (_session, _dialect, _time, _log) = (session, dialect, time, log);
        _rows = new(session, extended);
        _locator = new(session);
        _ledger = new(Mark("low_water"), Mark("highest"));
        (_lowWater, _highest) = (_ledger.LowWater, _ledger.Highest);
        _applier = new(session, _rows, _ledger, issuers, sites, _locator);
        _flush = new(session, _rows);
        _lastChange = Mark("last_change");
        Usage.Add(LoadUsage());
        _setAside = session.Number("SELECT COUNT(*) FROM unindexed") ?? 0;
    }

    /// <summary>Raised on the writer's thread after each commit that added changes.</summary>
    public Action? Changed { get; set; }

    /// <summary>What each site keeps, as committed.</summary>
    public SiteUsage Usage { get; } = new();

    public long LowWater => Interlocked.Read(ref _lowWater);

    public long Highest => Interlocked.Read(ref _highest);

    public long LastChange => Interlocked.Read(ref _lastChange);

    /// <summary>Events set aside since the index was made.</summary>
    public long SetAside => Interlocked.Read(ref _setAside);

    /// <summary>Commits the events, in one transaction or, when they take long, a few.</summary>
    /// <exception cref="System.Data.Common.DbException">The store fails; nothing of the last transaction is kept. The same events may be given again.</exception>
    public void Write(List<IndexEvent> events, int maxSliceMilliseconds)
    {
        if (_isTorn) Undo(); // what the last attempt left when the store failed
        _isTorn = true;
        var next = 0;
        while (next < events.Count)
        {
            var first = next;
            try
            {
                next = WriteSlice(events, first, maxSliceMilliseconds);
            }
            catch (Exception exception) when (!_dialect.IsStorageFailure(exception))
            {
                Undo();
                for (next = first; next < events.Count; next++) WriteAlone(events[next]); // one of these: find it, keep the others
            }
        }
        _isTorn = false;
    }

    /// <summary>One word for a failure after which <see cref="Write"/> may be tried again; null when it ends the writer.</summary>
    public string? PassingFailure(Exception exception) => _isEnding ? null : _dialect.PassingFailure(exception);

    /// <summary>From now on a database that another process holds is not waited for without end.</summary>
    public void StopWaiting() => _isEnding = true;

    public void Dispose() => _session.Dispose();

    /// <summary>Takes the write lock. A process that holds it, a backup say, delays the index and does not end it: who asks meanwhile is told after 5 s.</summary>
    private void Begin()
    {
        while (true)
        {
            try
            {
                _session.Begin();
                return;
            }
            catch (Exception busy) when (_dialect.IsBusy(busy) && !_isEnding)
            {
                _log.WriterWaits(_dialect.BusySeconds);
            }
        }
    }

    private int WriteSlice(List<IndexEvent> events, int first, int maxMilliseconds)
    {
        var start = _time.GetTimestamp();
        Begin();
        var next = first;
        while (next < events.Count && _applier.Changes.Count < ChangeChunk.MaxChanges)
        {
            _applier.Apply(events[next++]);
            if (next % 32 == 0 && _time.GetElapsedTime(start).TotalMilliseconds >= maxMilliseconds) break;
        }
        Finish();
        return next;
    }

    private void WriteAlone(IndexEvent indexEvent)
    {
        try
        {
            Begin();
            _applier.Apply(indexEvent);
            Finish();
        }
        catch (Exception exception) when (!_dialect.IsStorageFailure(exception))
        {
            Undo();
            PutAside(indexEvent, exception);
        }
    }

    /// <summary>The sequence goes on without the event; its bytes are safe in a bundle.</summary>
    private void PutAside(IndexEvent indexEvent, Exception exception)
    {
        var (kind, reason) = (indexEvent.GetType().Name, exception.GetType().Name);
        Begin();
        _session.Execute("INSERT INTO unindexed (number, kind, reason, at) VALUES (@1, @2, @3, @4)",
            indexEvent.Number, kind, reason, _time.GetUtcNow().ToUnixTimeMilliseconds());
        _applier.Done(indexEvent.Number);
        Finish();
        Interlocked.Increment(ref _setAside);
        _log.EventSetAside(indexEvent.Number, kind, reason);
    }

    private void Finish()
    {
        _locator.Work();
        _flush.Write();
        var lastChange = WriteChanges();
        foreach (var number in _applier.Numbers) _ledger.Add(number);
        if (_applier.CompleteThrough > 0) _ledger.CompleteThrough(_applier.CompleteThrough);
        SetMark("low_water", _ledger.LowWater);
        SetMark("highest", _ledger.Highest);
        _session.Commit();
        Usage.Add(_rows.SiteChanges);
        _rows.Committed();
        _applier.Committed();
        Publish(lastChange);
    }

    /// <summary>Numbers the changes from the last one on, in chunks.</summary>
    private long WriteChanges()
    {
        var last = _lastChange;
        foreach (var chunk in _applier.Changes.Chunk(ChangeChunk.MaxChanges))
        {
            _session.Execute("INSERT INTO change_chunk (first_number, changes, data) VALUES (@1, @2, @3)", last + 1, (long)chunk.Length, ChangeChunk.Encode(chunk));
            last += chunk.Length;
        }
        if (last != _lastChange) SetMark("last_change", last);
        return last;
    }

    private void Publish(long lastChange)
    {
        Interlocked.Exchange(ref _lowWater, _ledger.LowWater);
        Interlocked.Exchange(ref _highest, _ledger.Highest);
        if (lastChange == _lastChange) return;
        Interlocked.Exchange(ref _lastChange, lastChange);
        Changed?.Invoke();
    }

    private void Undo()
    {
        _session.Rollback();
        _rows.RolledBack();
        _applier.RolledBack();
        _locator.RolledBack();
    }

    private Dictionary<string, SiteFigures> LoadUsage()
    {
        var usage = new Dictionary<string, SiteFigures>(StringComparer.Ordinal);
        using var rows = _session.Query("SELECT site, bytes, objects, studies, instances FROM site_usage");
        while (rows.Read()) usage.Add(rows.GetString(0), new(rows.GetInt64(1), rows.GetInt64(2), rows.GetInt64(3), rows.GetInt64(4)));
        return usage;
    }

    private long Mark(string name) => _session.Number("SELECT value FROM mark WHERE name = @1", name) ?? 0;

    private void SetMark(string name, long value) => _session.Execute(
        "INSERT INTO mark (name, value) VALUES (@1, @2) ON CONFLICT (name) DO UPDATE SET value = excluded.value", name, value);
}

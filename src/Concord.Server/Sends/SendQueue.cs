using Concord.Dicom.DataElements;
using Concord.Network.ServiceClasses;
using Concord.Server.Settings;

namespace Concord.Server.Sends;

/// <summary>What there is to send, and what became of it. Every change but a count is on the disk before it is seen.</summary>
/// <remarks>Safe for any thread. Who takes a send (<see cref="TryTake"/>) gives it back (<see cref="End"/>).</remarks>
internal sealed class SendQueue
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, SendRecord> _sends = [];
    private readonly Dictionary<long, CancellationTokenSource> _underWay = [];
    private readonly Dictionary<string, DateTimeOffset> _quiet = new(StringComparer.Ordinal); // peers that are away, and until when they are left alone
    private readonly SendFiles _files;
    private readonly SendOptions _options;
    private readonly TimeProvider _time;
    private TaskCompletionSource _changed = NewSignal();
    private long _last;
    private int _open;

    /// <summary>Loads what the folder keeps; what was under way is to be tried again.</summary>
    /// <exception cref="IOException">The folder cannot be used.</exception>
    public SendQueue(SendFiles files, SendOptions options, TimeProvider time)
    {
        (_files, _options, _time) = (files, options, time);
        foreach (var record in files.Load()) _sends[record.Number] = record.State == SendState.Sending ? AfterRestart(record) : record;
        _last = _sends.Count > 0 ? _sends.Keys.Max() : 0;
        _open = _sends.Values.Count(send => send.IsOpen);
    }

    public int OpenCount => Volatile.Read(ref _open);

    /// <summary>Ended sends that did not get everything through.</summary>
    public int FailedCount
    {
        get
        {
            lock (_gate) return _sends.Values.Count(send => send.State == SendState.Failed);
        }
    }

    /// <summary>Completes when something may have become due that was not.</summary>
    public Task Changed => Volatile.Read(ref _changed).Task;

    /// <summary>Keeps a send; null when there are too many.</summary>
    /// <param name="make">Makes the record of its number.</param>
    /// <exception cref="IOException">It is not kept.</exception>
    public SendRecord? Add(Func<long, SendRecord> make, IReadOnlyList<Uid> named)
    {
        lock (_gate)
        {
            if (_open >= _options.MaxQueued) return null;
            var record = make(_last + 1);
            if (named.Count > 0) _files.WriteNamed(record.Number, named);
            _files.Write(record);
            _last = record.Number;
            Put(record);
            return record;
        }
    }

    public SendRecord? Find(long number)
    {
        lock (_gate) return _sends.TryGetValue(number, out var send) ? Shown(send) : null;
    }

    /// <summary>Sends of lower numbers than one, newest first.</summary>
    /// <param name="state">Only those; null: all.</param>
    public IReadOnlyList<SendRecord> List(long before, SendState? state, int limit)
    {
        lock (_gate) return [.. _sends.Values.Reverse().Where(send => send.Number < before && (state is null || send.State == state)).Take(limit).Select(Shown)];
    }

    /// <summary>The send that is due for the longest time, marked as under way; null when none is.</summary>
    /// <param name="cancel">Cancelled when the send is called off.</param>
    public SendRecord? TryTake(out CancellationToken cancel)
    {
        lock (_gate)
        {
            cancel = default;
            if (Due().FirstOrDefault() is not { } due || DueAt(due) > _time.GetUtcNow()) return null;
            var taken = due with { State = SendState.Sending, Attempts = due.Attempts + 1, Fruitless = due.Fruitless + 1, NextAttemptAt = null };
            _files.Write(taken); // a try that ends the process counts
            var source = new CancellationTokenSource();
            _underWay.Add(taken.Number, source);
            Put(taken);
            cancel = source.Token;
            return taken;
        }
    }

    /// <summary>When the next send is due; null when none waits.</summary>
    public DateTimeOffset? NextDue()
    {
        lock (_gate) return Due().FirstOrDefault() is { } due ? DueAt(due) : null;
    }

    /// <summary>Changes counts of a send that is under way; false when it was called off.</summary>
    public bool Progress(long number, Func<SendRecord, SendRecord> change)
    {
        lock (_gate)
        {
            if (_sends[number] is not { State: SendState.Sending } send) return false;
            Put(change(send));
            return true;
        }
    }

    /// <summary>Gives a send back after a try. What it is now.</summary>
    /// <exception cref="IOException">It cannot be kept; it is what it is all the same, and on the disk still under way.</exception>
    public SendRecord End(long number, SendOutcome outcome)
    {
        lock (_gate)
        {
            if (_underWay.Remove(number, out var source)) source.Dispose();
            var send = _sends[number];
            var after = send.State == SendState.Sending ? After(send, outcome) : send;
            Put(after);
            Signal();
            _files.Write(after);
            if (after.State == SendState.Done) _files.DeleteWorking(number);
            return after;
        }
    }

    /// <summary>Tries a send again at once that failed, was called off or waits; null where there is nothing to try.</summary>
    public SendRecord? Retry(long number)
    {
        lock (_gate)
        {
            if (!_sends.TryGetValue(number, out var send) || send.State is SendState.Done or SendState.Sending || (!send.IsOpen && _open >= _options.MaxQueued)) return null;
            var again = send with { State = SendState.Waiting, Fruitless = 0, Refused = 0, Problem = null, EndedAt = null, NextAttemptAt = _time.GetUtcNow() };
            _files.Write(again);
            _quiet.Remove(send.To);
            Put(again);
            Signal();
            return again;
        }
    }

    /// <summary>Calls a send off; what was sent stays sent. Null where it has ended.</summary>
    public SendRecord? Cancel(long number)
    {
        lock (_gate)
        {
            if (!_sends.TryGetValue(number, out var send) || !send.IsOpen) return null;
            var ended = send with { State = SendState.Cancelled, NextAttemptAt = null, EndedAt = _time.GetUtcNow() };
            _files.Write(ended);
            Put(ended);
            if (_underWay.TryGetValue(number, out var running)) _ = running.CancelAsync(); // on another thread: not under this lock
            return ended;
        }
    }

    /// <summary>Forgets what ended long ago, and the oldest of what there is too much of; never the newest number, from which numbers go on.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            var before = _time.GetUtcNow().AddDays(-_options.KeepDays);
            var ended = _sends.Values.Where(send => !send.IsOpen && send.Number != _last && !_underWay.ContainsKey(send.Number)).ToList();
            var tooMany = ended.Count - _options.MaxQueued;
            foreach (var send in ended.Where((send, place) => send.EndedAt < before || place < tooMany))
            {
                _files.Delete(send.Number);
                _sends.Remove(send.Number);
            }
        }
    }

    private SendRecord After(SendRecord send, SendOutcome outcome)
    {
        var now = _time.GetUtcNow();
        if (send.Sent > 0 && send.Fruitless == 0) _quiet.Remove(send.To);
        switch (outcome)
        {
            case SendOutcome.Finished finished: return send with { State = send.Refused > 0 ? SendState.Failed : SendState.Done, Problem = finished.Problem, EndedAt = now };
            case SendOutcome.Hopeless hopeless: return send with { State = SendState.Failed, Problem = hopeless.Problem, EndedAt = now };
            case SendOutcome.BrokenOff: return send with { State = SendState.Waiting, Fruitless = Math.Max(send.Fruitless - 1, 0), NextAttemptAt = now };
            case SendOutcome.PutOff putOff when send.Fruitless >= _options.MaxAttempts: return send with { State = SendState.Failed, Problem = putOff.Problem, EndedAt = now };
            case SendOutcome.PutOff putOff:
                var next = now + Pauses().PauseBefore(Math.Max(send.Fruitless, 1));
                if (putOff.PeerIsAway) _quiet[send.To] = next;
                return send with { State = SendState.Waiting, Problem = putOff.Problem, NextAttemptAt = next };
            default: throw new System.Diagnostics.UnreachableException();
        }
    }

    private RetryPolicy Pauses() => new(_options.MaxAttempts, TimeSpan.FromSeconds(_options.RetrySeconds), TimeSpan.FromSeconds(_options.MaxRetrySeconds));

    private SendRecord AfterRestart(SendRecord record)
    {
        using var sent = _files.OpenSent(record.Number);
        record = record with { Sent = Math.Max(record.Sent, sent.Count), Bytes = Math.Max(record.Bytes, sent.Bytes), NextAttemptAt = _time.GetUtcNow() };
        return record.Fruitless < _options.MaxAttempts
            ? record with { State = SendState.Waiting }
            : record with { State = SendState.Failed, Problem = "The archive ended in each of its tries.", NextAttemptAt = null, EndedAt = _time.GetUtcNow() };
    }

    /// <summary>What waits, whose turn it is first; a send that was called off and asked for again waits until its try has ended.</summary>
    private IEnumerable<SendRecord> Due() => _sends.Values.Where(send => send.State == SendState.Waiting && !_underWay.ContainsKey(send.Number)).OrderBy(DueAt).ThenBy(send => send.Number);

    private DateTimeOffset DueAt(SendRecord send)
    {
        var own = send.NextAttemptAt ?? send.At;
        return _quiet.TryGetValue(send.To, out var quiet) && quiet > own ? quiet : own;
    }

    private SendRecord Shown(SendRecord send) => send.State == SendState.Waiting ? send with { NextAttemptAt = DueAt(send) } : send;

    private void Put(SendRecord record)
    {
        var wasOpen = _sends.TryGetValue(record.Number, out var before) && before.IsOpen;
        _sends[record.Number] = record;
        _open += (record.IsOpen ? 1 : 0) - (wasOpen ? 1 : 0);
        if (before is null) Signal();
    }

    private void Signal() => Interlocked.Exchange(ref _changed, NewSignal()).TrySetResult();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

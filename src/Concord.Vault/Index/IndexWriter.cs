using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Concord.Vault.Index;

#pragma warning disable VSTHRD003 // the tasks awaited here are this class's own loop and signals, whose continuations run on the pool

/// <summary>The one writer: takes events off a bounded queue and commits them in slices.</summary>
internal sealed class IndexWriter : IAsyncDisposable
{
    /// <summary>Most events waiting; then who enqueues waits.</summary>
    private const int MaxQueued = 1024;

    /// <summary>Most events handed over and not committed, those of who waits for a place included: beyond, nothing more is received.</summary>
    private const int MaxPending = 4 * MaxQueued;

    /// <summary>The same while the store fails: what is being appended meanwhile still finds a place.</summary>
    private const int MaxPendingInTrouble = MaxQueued / 2;

    /// <summary>Most events in one commit.</summary>
    private const int MaxBatch = 1024;

    /// <summary>Longest slice of applying, milliseconds; the flush and the commit come on top.</summary>
    private const int MaxSliceMilliseconds = 30;

    /// <summary>How long a commit waits for company while nobody asks, milliseconds.</summary>
    private const int GatherMilliseconds = 10;

    /// <summary>Pauses while the store fails: each is twice the one before.</summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    /// <summary>Longest wait for the index to catch up, or for a place in the queue (DESIGN: at most 5 s).</summary>
    private static readonly TimeSpan CatchUpLimit = TimeSpan.FromSeconds(5);

    private readonly Channel<Item> _queue = Channel.CreateBounded<Item>(new BoundedChannelOptions(MaxQueued) { SingleReader = true });
    private readonly IndexCommit _commit;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Task _loop;
    private TaskCompletionSource _hurry = NewSignal();
    private readonly CancellationTokenSource _stop = new();
    private TaskCompletionSource _recovered = NewSignal();
    private TaskCompletionSource _failing = NewSignal();
    private long _pending;
    private volatile Exception? _fault;
    private volatile string? _trouble;

    public IndexWriter(IndexCommit commit, TimeProvider time, ILogger log)
    {
        (_commit, _time, _log) = (commit, time, log);
        _loop = Task.Run(Run);
    }

    /// <summary>One word for what keeps the index from being written; null when nothing does.</summary>
    public string? Trouble => _fault is null ? _trouble : "ended";

    public bool IsHealthy => Trouble is null;

    /// <summary>False while so much waits to be committed that nothing more may be acknowledged.</summary>
    public bool HasRoom => _fault is null && Pending < (_trouble is null ? MaxPending : MaxPendingInTrouble);

    /// <summary>Events handed over and not yet committed.</summary>
    public long Pending => Volatile.Read(ref _pending);

    /// <summary>Who gave up waiting for a place is told so; the event, which is durable elsewhere, takes its place all the same.</summary>
    public ValueTask Enqueue(IndexEvent indexEvent, CancellationToken cancel)
    {
        var pending = Interlocked.Increment(ref _pending); // before the write: a barrier that sees 0 has missed nothing
        if (pending >= MaxBatch) _hurry.TrySetResult();
        return _queue.Writer.TryWrite(new(indexEvent, null)) ? ValueTask.CompletedTask : new(SendEvent(indexEvent).WaitAsync(CatchUpLimit, _time, cancel));
    }

    /// <summary>A mark goes through the queue: when it is reached, everything enqueued before the call is committed.</summary>
    public async Task WaitUntilCaughtUp(CancellationToken cancel)
    {
        if (_fault is { } fault) throw new IndexUnavailableException(fault);
        if (Pending == 0) return;
        await CatchUp(cancel).WaitAsync(CatchUpLimit, _time, cancel);
    }

    /// <summary>As above, but while the store fails what is committed is what there is to read: nobody waits for what cannot be written.</summary>
    public async Task WaitForReading(CancellationToken cancel)
    {
        var failing = Volatile.Read(ref _failing).Task; // before the look at the trouble: one that comes after it completes this
        if (_fault is null && _trouble is not null) return;
        var caughtUp = WaitUntilCaughtUp(cancel);
        if (await Task.WhenAny(caughtUp, failing) == caughtUp) await caughtUp;
    }

    public async ValueTask DisposeAsync()
    {
        _commit.StopWaiting();
        _queue.Writer.TryComplete();
        _hurry.TrySetResult();
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }

    private async Task SendEvent(IndexEvent indexEvent)
    {
        try
        {
            await _queue.Writer.WriteAsync(new(indexEvent, null));
        }
        catch (ChannelClosedException)
        {
            Interlocked.Decrement(ref _pending);
            throw new IndexUnavailableException(_fault);
        }
    }

    /// <summary>While the store fails no marks are sent: they would fill the queue.</summary>
    private async Task CatchUp(CancellationToken cancel)
    {
        if (_trouble is not null) await Volatile.Read(ref _recovered).Task.WaitAsync(CatchUpLimit, _time, cancel);
        await SendMark(NewSignal(), cancel);
    }

    private async Task SendMark(TaskCompletionSource mark, CancellationToken cancel)
    {
        try
        {
            await _queue.Writer.WriteAsync(new(null, mark), cancel);
            Volatile.Read(ref _hurry).TrySetResult();
        }
        catch (ChannelClosedException)
        {
            throw new IndexUnavailableException(_fault);
        }
        await mark.Task;
    }

    private async Task Run()
    {
        var batch = new List<IndexEvent>(MaxBatch);
        var marks = new List<TaskCompletionSource>();
        try
        {
            while (await _queue.Reader.WaitToReadAsync())
            {
                await Gather();
                Drain(batch, marks);
                await Write(batch);
                Interlocked.Add(ref _pending, -batch.Count);
                foreach (var mark in marks) mark.TrySetResult();
                batch.Clear();
                marks.Clear();
            }
        }
        catch (Exception exception) // whatever it is, the writer is at its end: say so, and let nobody wait
        {
            End(exception, marks);
        }
    }

    /// <summary>Commits the batch, however often that takes while the store fails in a way that may pass.</summary>
    private async Task Write(List<IndexEvent> batch)
    {
        var pause = FirstPause;
        for (var failures = 0; ; failures++)
        {
            try
            {
                _commit.Write(batch, MaxSliceMilliseconds);
                if (failures > 0) Recovered(failures);
                return;
            }
            catch (Exception exception) when (_commit.PassingFailure(exception) is { } reason)
            {
                if (_trouble is null) Volatile.Write(ref _recovered, NewSignal());
                _trouble = reason;
                _failing.TrySetResult();
                _log.WriterFails(reason, exception.HResult, pause.TotalSeconds);
            }
            await Task.Delay(pause, _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // who closes does not wait: a last try
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private void Recovered(int failures)
    {
        Volatile.Write(ref _failing, NewSignal());
        _trouble = null;
        _recovered.TrySetResult();
        _log.WriterRecovered(failures);
    }

    /// <summary>Lets a few milliseconds pass so that a commit carries more than one event, unless someone waits.</summary>
    private async Task Gather()
    {
        if (!_hurry.Task.IsCompleted) await Task.WhenAny(_hurry.Task, Task.Delay(TimeSpan.FromMilliseconds(GatherMilliseconds), _time));
        Volatile.Write(ref _hurry, NewSignal()); // before draining: a mark not drained now has set the new one
    }

    private void Drain(List<IndexEvent> batch, List<TaskCompletionSource> marks)
    {
        while (batch.Count < MaxBatch && _queue.Reader.TryRead(out var item))
        {
            if (item.Mark is not null) marks.Add(item.Mark);
            else batch.Add(item.Event!);
        }
        if (_queue.Reader.TryPeek(out _) || _queue.Reader.Completion.IsCompleted) _hurry.TrySetResult();
    }

    private void End(Exception exception, List<TaskCompletionSource> marks)
    {
        _fault = exception;
        _recovered.TrySetResult();
        _queue.Writer.TryComplete(exception);
        _log.WriterEnded(exception.GetType().Name, exception.HResult);
        foreach (var mark in marks) mark.TrySetException(new IndexUnavailableException(exception));
        while (_queue.Reader.TryRead(out var item)) item.Mark?.TrySetException(new IndexUnavailableException(exception));
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly record struct Item(IndexEvent? Event, TaskCompletionSource? Mark);
}

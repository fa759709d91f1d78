using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Concord.Vault.Index;

#pragma warning disable VSTHRD003 // the tasks awaited here are this class's own loop and signals, whose continuations run on the pool

/// <summary>The one writer: takes events off a bounded queue and commits them in slices.</summary>
internal sealed class IndexWriter : IAsyncDisposable
{
    /// <summary>Most events waiting; then who enqueues waits.</summary>
    private const int MaxQueued = 1024;

    /// <summary>Most events in one commit.</summary>
    private const int MaxBatch = 1024;

    /// <summary>Longest slice of applying, milliseconds; the flush and the commit come on top.</summary>
    private const int MaxSliceMilliseconds = 30;

    /// <summary>How long a commit waits for company while nobody asks, milliseconds.</summary>
    private const int GatherMilliseconds = 10;

    /// <summary>Longest wait for the index to catch up (DESIGN: at most 5 s).</summary>
    private static readonly TimeSpan CatchUpLimit = TimeSpan.FromSeconds(5);

    private readonly Channel<Item> _queue = Channel.CreateBounded<Item>(new BoundedChannelOptions(MaxQueued) { SingleReader = true });
    private readonly IndexCommit _commit;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Task _loop;
    private TaskCompletionSource _hurry = NewSignal();
    private long _pending;
    private volatile Exception? _fault;

    public IndexWriter(IndexCommit commit, TimeProvider time, ILogger log)
    {
        (_commit, _time, _log) = (commit, time, log);
        _loop = Task.Run(Run);
    }

    public bool IsHealthy => _fault is null;

    /// <summary>Events handed over and not yet committed.</summary>
    public long Pending => Volatile.Read(ref _pending);

    public async ValueTask Enqueue(IndexEvent indexEvent, CancellationToken cancel)
    {
        var pending = Interlocked.Increment(ref _pending); // before the write: a barrier that sees 0 has missed nothing
        try
        {
            if (pending >= MaxBatch) _hurry.TrySetResult();
            await _queue.Writer.WriteAsync(new(indexEvent, null), cancel);
        }
        catch (Exception exception)
        {
            Interlocked.Decrement(ref _pending);
            if (exception is ChannelClosedException) throw new IndexUnavailableException(_fault);
            throw;
        }
    }

    /// <summary>A mark goes through the queue: when it is reached, everything enqueued before the call is committed.</summary>
    public async Task WaitUntilCaughtUp(CancellationToken cancel)
    {
        if (_fault is { } fault) throw new IndexUnavailableException(fault);
        if (Pending == 0) return;
        var mark = NewSignal();
        var reached = SendMark(mark, cancel);
        await reached.WaitAsync(CatchUpLimit, _time, cancel);
    }

    public async ValueTask DisposeAsync()
    {
        _commit.StopWaiting();
        _queue.Writer.TryComplete();
        _hurry.TrySetResult();
        await _loop;
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
                _commit.Write(batch, MaxSliceMilliseconds);
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
        _queue.Writer.TryComplete(exception);
        _log.WriterEnded(exception.GetType().Name, exception.HResult);
        foreach (var mark in marks) mark.TrySetException(new IndexUnavailableException(exception));
        while (_queue.Reader.TryRead(out var item)) item.Mark?.TrySetException(new IndexUnavailableException(exception));
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly record struct Item(IndexEvent? Event, TaskCompletionSource? Mark);
}

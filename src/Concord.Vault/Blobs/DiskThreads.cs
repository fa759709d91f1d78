namespace Concord.Vault.Blobs;

/// <summary>Threads of their own for calls that block in the kernel, so that the pool that serves sockets never waits for a flush.</summary>
/// <remarks>The queue is bounded by its users: a bundle stands in it at most once, and whoever awaits <see cref="Run{T}"/> holds one place.</remarks>
internal sealed class DiskThreads : IDisposable
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(30);
    private readonly object _gate = new(); // waited on without spinning: on few cores a spin takes the processor from what is waited for
    private readonly Queue<Action> _work = new();
    private readonly Thread[] _threads;
    private bool _isStopped;

    public DiskThreads(int count)
    {
        _threads = new Thread[count];
        for (var i = 0; i < count; i++)
        {
            _threads[i] = new Thread(Loop) { IsBackground = true, Name = $"disk {i}" };
            _threads[i].Start();
        }
    }

    /// <summary>Queues work that handles its own errors.</summary>
    /// <exception cref="InvalidOperationException">The threads were stopped.</exception>
    public void Post(Action work)
    {
        lock (_gate)
        {
            if (_isStopped) throw new InvalidOperationException("The disk threads were stopped.");
            _work.Enqueue(work);
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Runs blocking work and gives its result or its error.</summary>
    public Task<T> Run<T>(Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() =>
        {
            try
            {
                done.SetResult(work());
            }
#pragma warning disable CA1031 // handed to who awaits, whatever it is
            catch (Exception error)
#pragma warning restore CA1031
            {
                done.SetException(error);
            }
        });
        return done.Task;
    }

    public Task Run(Action work) => Run(() =>
    {
        work();
        return true;
    });

    /// <summary>Ends after the work that is queued.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isStopped = true;
            Monitor.PulseAll(_gate);
        }
        foreach (var thread in _threads)
            if (thread != Thread.CurrentThread) thread.Join(StopTimeout);
    }

    private void Loop()
    {
        while (Take() is { } work) work();
    }

    /// <summary>The next piece of work; null when the threads were stopped and nothing is left.</summary>
    private Action? Take()
    {
        lock (_gate)
        {
            while (_work.Count == 0)
            {
                if (_isStopped) return null;
                Monitor.Wait(_gate);
            }
            return _work.Dequeue();
        }
    }
}

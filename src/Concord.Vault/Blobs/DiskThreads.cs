using System.Collections.Concurrent;

namespace Concord.Vault.Blobs;

/// <summary>Threads of their own for calls that block in the kernel, so that the pool that serves sockets never waits for a flush.</summary>
/// <remarks>The queue is bounded by its users: a bundle stands in it at most once, and whoever awaits <see cref="Run{T}"/> holds one place.</remarks>
internal sealed class DiskThreads : IDisposable
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(30);
    private readonly BlockingCollection<Action> _work = [];
    private readonly Thread[] _threads;

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
    public void Post(Action work) => _work.Add(work);

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
        _work.CompleteAdding();
        foreach (var thread in _threads)
            if (thread != Thread.CurrentThread) thread.Join(StopTimeout);
        _work.Dispose();
    }

    private void Loop()
    {
        foreach (var work in _work.GetConsumingEnumerable()) work();
    }
}

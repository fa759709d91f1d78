using System.Collections.Concurrent;

namespace Concord.Vault.Index;

/// <summary>Read connections, each with its prepared statements: made when wanted, kept, and never more than a bound.</summary>
internal sealed class ReaderPool(Dialect dialect, string folder) : IDisposable
{
    private const int MaxReaders = 16;
    private readonly SemaphoreSlim _free = new(MaxReaders, MaxReaders);
    private readonly ConcurrentBag<SqlSession> _idle = [];

    /// <summary>Runs <paramref name="read"/> on a connection of its own; a lasting one is interrupted.</summary>
    /// <exception cref="TimeoutException">It took longer than <paramref name="limit"/>.</exception>
    public async Task<T> Read<T>(Func<SqlSession, T> read, TimeSpan limit, TimeProvider time, CancellationToken cancel)
    {
        await _free.WaitAsync(cancel);
        try
        {
            if (!_idle.TryTake(out var session)) session = new(dialect.OpenReader(folder));
            return Run(session, read, limit, time, cancel);
        }
        finally
        {
            _free.Release();
        }
    }

    public void Dispose()
    {
        while (_idle.TryTake(out var session)) session.Dispose();
        _free.Dispose();
    }

    private T Run<T>(SqlSession session, Func<SqlSession, T> read, TimeSpan limit, TimeProvider time, CancellationToken cancel)
    {
        var isSound = false;
        try
        {
            using var timer = time.CreateTimer(_ => Interrupt(session), null, limit, Timeout.InfiniteTimeSpan);
            using var registration = cancel.Register(() => Interrupt(session));
            session.IsBusy = true;
            var result = read(session);
            isSound = true;
            return result;
        }
        catch (Exception exception) when (dialect.IsInterruption(exception))
        {
            cancel.ThrowIfCancellationRequested();
            throw new TimeoutException("A read of the index took too long.", exception);
        }
        finally
        {
            lock (session) session.IsBusy = false; // a timer that is just firing must not hit the next reader
            if (isSound) _idle.Add(session);
            else session.Dispose();
        }
    }

    private void Interrupt(SqlSession session)
    {
        lock (session)
            if (session.IsBusy) dialect.Interrupt(session.Connection);
    }
}

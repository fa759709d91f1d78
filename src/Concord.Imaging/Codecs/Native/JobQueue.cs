namespace Concord.Imaging.Codecs.Native;

/// <summary>Jobs that wait for a worker: those that somebody waits for before those in the background.</summary>
/// <remarks>Any number of threads.</remarks>
internal sealed class JobQueue(int maxWaiting)
{
    private readonly Queue<PendingJob> _foreground = [], _background = [];
    private readonly object _lock = new();
    private bool _isClosed;

    /// <summary>Workers that wait for a job.</summary>
    public int Idle { get; private set; }

    public int Waiting
    {
        get
        {
            lock (_lock) return _foreground.Count + _background.Count;
        }
    }

    /// <returns>False when it is full or closed.</returns>
    public bool TryAdd(PendingJob job)
    {
        lock (_lock)
        {
            if (_isClosed || _foreground.Count + _background.Count >= maxWaiting) return false;
            (job.Job.IsBackground ? _background : _foreground).Enqueue(job);
            Monitor.Pulse(_lock);
            return true;
        }
    }

    /// <summary>Waits for a job; null when the queue was closed.</summary>
    public PendingJob? Take()
    {
        lock (_lock)
        {
            Idle++;
            while (_foreground.Count + _background.Count == 0 && !_isClosed) Monitor.Wait(_lock);
            Idle--;
            if (_isClosed) return null;
            return _foreground.TryDequeue(out var job) ? job : _background.Dequeue();
        }
    }

    /// <summary>True when another worker would have something to do.</summary>
    public bool NeedsWorker()
    {
        lock (_lock) return _foreground.Count + _background.Count > Idle;
    }

    /// <summary>Takes nothing any more; the jobs that waited are given back.</summary>
    public IReadOnlyList<PendingJob> Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            Monitor.PulseAll(_lock);
            PendingJob[] left = [.. _foreground, .. _background];
            _foreground.Clear();
            _background.Clear();
            return left;
        }
    }
}

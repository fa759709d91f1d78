using Concord.Imaging.Codecs.Native;

namespace Concord.Imaging.Codecs;

/// <summary>Runs native codecs in processes of their own: what crashes, hangs or takes too much memory costs one frame.</summary>
/// <remarks>Any number of callers. Processes start on demand and stay.</remarks>
public sealed class CodecPool : IAsyncDisposable
{
    private readonly CodecPoolOptions _options;
    private readonly JobQueue _queue;
    private readonly CodecMetrics _metrics;
    private readonly List<CodecWorker> _workers = [];
    private readonly int _maxWorkers;

    public CodecPool(CodecPoolOptions options)
    {
        _options = options;
        _queue = new(options.MaxWaiting);
        _metrics = new(_queue);
        _maxWorkers = options.Workers > 0 ? options.Workers : Environment.ProcessorCount;
    }

    /// <summary>Frames that are done at once at most.</summary>
    public int Workers => _maxWorkers;

    /// <summary>Does one frame. A caller that cancels is let go at once; the frame is then done for nobody.</summary>
    /// <exception cref="FrameException">It could not be done; the pool goes on.</exception>
    public ValueTask<CodecAnswer> Run(CodecJob job, CancellationToken cancel) => Run(job, job.IsEncoding ? CodecVerb.Encode : CodecVerb.Decode, cancel);

    internal async ValueTask<CodecAnswer> Run(CodecJob job, CodecVerb verb, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        CodecRoom.OfOutput(job);
        var done = new TaskCompletionSource<CodecAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        var pending = new PendingJob(job, verb, done);
        if (!_queue.TryAdd(pending)) throw new FrameException(FrameFailure.Busy, "Too many frames wait for a codec");
        StartWorkers();
        await using var registration = cancel.UnsafeRegister(static (state, token) => ((PendingJob)state!).Cancel(token), pending);
        return await done.Task;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var job in _queue.Close()) job.Fail(FrameFailure.Unavailable, "The codecs are being closed");
        CodecWorker[] workers;
        lock (_workers) workers = [.. _workers];
        await Task.Run(() => Array.ForEach(workers, worker => worker.Dispose()));
        _metrics.Dispose();
    }

    private void StartWorkers()
    {
        if (_workers.Count == _maxWorkers || !_queue.NeedsWorker()) return;
        lock (_workers)
            if (_workers.Count < _maxWorkers) _workers.Add(new(_options, _queue, _metrics, _workers.Count));
    }
}

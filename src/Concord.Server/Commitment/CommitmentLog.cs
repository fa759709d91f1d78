using Concord.Network;

namespace Concord.Server.Commitment;

/// <summary>What becomes of requests for commitment, 5100 to 5199: numbers only.</summary>
internal static partial class CommitmentLog
{
    [LoggerMessage(5101, LogLevel.Information, "Commitment {Number} reported: {Committed} committed, {Failed} not, on the same association: {OnSame}")]
    public static partial void Reported(this ILogger logger, long number, int committed, int failed, bool onSame);

    [LoggerMessage(5102, LogLevel.Warning, "Commitment {Number} could not be reported, try {Tries}: {Failure}")]
    public static partial void NotReported(this ILogger logger, long number, int tries, AssociationFailure? failure);

    [LoggerMessage(5103, LogLevel.Warning, "Commitment {Number} waits: who asked is not among the peers, so that there is nowhere to report to")]
    public static partial void PeerUnknown(this ILogger logger, long number);

    [LoggerMessage(5104, LogLevel.Error, "Commitment {Number} given up after {Tries} tries")]
    public static partial void GivenUp(this ILogger logger, long number, int tries);

    [LoggerMessage(5105, LogLevel.Error, "Commitment {Number} could not be dealt with; it will be tried again")]
    public static partial void Failed(this ILogger logger, long number, Exception error);
}

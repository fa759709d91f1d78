using Concord.Network.UpperLayer;
using Microsoft.Extensions.Logging;

namespace Concord.Network.ServiceClasses;

/// <summary>Log messages of associations, 2100 to 2199: numbers and codes only.</summary>
internal static partial class AssociationLog
{
    [LoggerMessage(2101, LogLevel.Debug, "Association {Number} accepted with {Contexts} presentation contexts")]
    internal static partial void AssociationAccepted(this ILogger logger, long number, int contexts);

    [LoggerMessage(2102, LogLevel.Debug, "Association {Number} released")]
    internal static partial void AssociationReleased(this ILogger logger, long number);

    [LoggerMessage(2103, LogLevel.Information, "Association {Number} ended: {Failure}")]
    internal static partial void AssociationEnded(this ILogger logger, long number, AssociationFailure failure);

    [LoggerMessage(2104, LogLevel.Warning, "Association {Number} aborted with {Reason}: {What}")]
    internal static partial void AssociationBroken(this ILogger logger, long number, AbortReason reason, string what);

    [LoggerMessage(2105, LogLevel.Information, "Association {Number} aborted on shutdown")]
    internal static partial void AssociationDrained(this ILogger logger, long number);

    [LoggerMessage(2106, LogLevel.Error, "Association {Number} aborted: a service failed")]
    internal static partial void AssociationFailed(this ILogger logger, long number, Exception failed);

    [LoggerMessage(2107, LogLevel.Error, "Association {Number}: a query or retrieve failed")]
    internal static partial void OperationFailed(this ILogger logger, long number, Exception failed);

    [LoggerMessage(2108, LogLevel.Information, "Association {Number}: the C-MOVE destination failed: {Failure}")]
    internal static partial void SubAssociationFailed(this ILogger logger, long number, AssociationFailure failure);

    [LoggerMessage(2109, LogLevel.Information, "Association {Number}: a query or retrieve was broken off: {Failure}")]
    internal static partial void OperationBroken(this ILogger logger, long number, AssociationFailure? failure);

    [LoggerMessage(2111, LogLevel.Error, "Association {Number}: a request for commitment could not be kept")]
    internal static partial void CommitmentFailed(this ILogger logger, long number, Exception failed);

    [LoggerMessage(2110, LogLevel.Error, "Association {Number}: an object could not be kept")]
    internal static partial void StorageFailed(this ILogger logger, long number, Exception failed);

    [LoggerMessage(2120, LogLevel.Warning, "Association {Number} rejected: its address, certificate or transport is not what Dicom:PeerRules has for the calling AE title")]
    internal static partial void CallerFitsNoRule(this ILogger logger, long number);

    [LoggerMessage(2121, LogLevel.Warning, "Association {Number} rejected: no verified user identity (type {Type}, 0 is none)")]
    internal static partial void IdentityRejected(this ILogger logger, long number, byte type);

    [LoggerMessage(2122, LogLevel.Debug, "Association {Number} rejected: result {Result}, source {Source}, reason {Reason}")]
    internal static partial void AssociationRejected(this ILogger logger, long number, byte result, byte source, byte reason);

    [LoggerMessage(2123, LogLevel.Warning, "Connection {Number} ended: the peer speaks TLS on a port that does not")]
    internal static partial void TlsOnPlainPort(this ILogger logger, long number);
}

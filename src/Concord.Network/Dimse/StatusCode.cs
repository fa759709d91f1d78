namespace Concord.Network.Dimse;

/// <summary>Status codes that the network layer itself answers with (PS3.7 Annex C, PS3.4 §B.2.3, §C.4).</summary>
internal static class StatusCode
{
    internal const ushort ProcessingFailure = 0x0110;
    internal const ushort NoSuchSopInstance = 0x0112;
    internal const ushort NoSuchEventType = 0x0113;
    internal const ushort InvalidArgumentValue = 0x0115;
    internal const ushort NoSuchSopClass = 0x0118;
    internal const ushort SopClassNotSupported = 0x0122;
    internal const ushort NoSuchActionType = 0x0123;
    internal const ushort UnrecognizedOperation = 0x0211;
    internal const ushort MistypedArgument = 0x0212;
    internal const ushort ResourceLimitation = 0x0213;
    internal const ushort OutOfResources = 0xA700; // to A7FF
    internal const ushort OutOfResourcesMatches = 0xA701;
    internal const ushort OutOfResourcesSubOperations = 0xA702;
    internal const ushort MoveDestinationUnknown = 0xA801;
    internal const ushort DoesNotMatchSopClass = 0xA900;
    internal const ushort SubOperationsWithFailures = 0xB000;
    internal const ushort UnableToProcess = 0xC000;
}

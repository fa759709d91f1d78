namespace Concord.Network.UpperLayer;

/// <summary>A-ASSOCIATE-RQ (PS3.8 §9.3.2).</summary>
internal sealed record AssociateRequest
{
    /// <summary>The DICOM Application Context Name (PS3.7 §A.2.1).</summary>
    internal const string DicomApplicationContext = "1.2.840.10008.3.1.1.1";

    /// <summary>Bit 0 set is version 1, the only one there is.</summary>
    internal ushort ProtocolVersion { get; init; } = 1;

    internal required string CalledAeTitle { get; init; }

    internal required string CallingAeTitle { get; init; }

    internal string ApplicationContext { get; init; } = DicomApplicationContext;

    internal required IReadOnlyList<ProposedContext> Contexts { get; init; }

    internal required UserInformation User { get; init; }
}

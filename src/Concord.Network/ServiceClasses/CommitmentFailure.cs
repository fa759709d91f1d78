namespace Concord.Network.ServiceClasses;

/// <summary>Failure Reasons of Storage Commitment (PS3.3 §C.14.1.1).</summary>
public static class CommitmentFailure
{
    /// <summary>A general failure in processing.</summary>
    public const ushort ProcessingFailure = 0x0110;

    /// <summary>The instance is not here.</summary>
    public const ushort NoSuchObjectInstance = 0x0112;

    /// <summary>The instance is here, of another class.</summary>
    public const ushort ClassInstanceConflict = 0x0119;

    /// <summary>Objects of the class are not kept here.</summary>
    public const ushort ReferencedSopClassNotSupported = 0x0122;

    /// <summary>The Transaction UID is in use.</summary>
    public const ushort DuplicateTransactionUid = 0x0131;

    /// <summary>There is no room.</summary>
    public const ushort ResourceLimitation = 0x0213;

    /// <summary>The reason in words.</summary>
    public static string Explain(ushort reason) => reason switch
    {
        ProcessingFailure => "processing failure",
        NoSuchObjectInstance => "no such object instance",
        ClassInstanceConflict => "the instance is of another class",
        ReferencedSopClassNotSupported => "the SOP class is not supported",
        DuplicateTransactionUid => "the transaction UID is in use",
        ResourceLimitation => "resource limitation",
        _ => "no reason that is known",
    };
}

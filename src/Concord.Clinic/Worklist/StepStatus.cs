namespace Concord.Clinic.Worklist;

/// <summary>Outcome of an operation: the DIMSE status codes of PS3.4 §CC.2 and PS3.7 Annex C.</summary>
public enum StepStatus
{
    Success = 0x0000,

    /// <summary>Created, with modifications.</summary>
    CreatedModified = 0xB300,

    /// <summary>It is already in the requested state CANCELED.</summary>
    AlreadyCanceled = 0xB304,

    /// <summary>Some optional attributes were not kept.</summary>
    SetModified = 0xB305,

    /// <summary>It is already in the requested state COMPLETED.</summary>
    AlreadyCompleted = 0xB306,

    InvalidAttributeValue = 0x0106,
    DuplicateInstance = 0x0111,
    MissingAttribute = 0x0120,
    MissingValue = 0x0121,
    NotAuthorized = 0x0124,
    ResourceLimitation = 0x0213,

    /// <summary>It may no longer be updated.</summary>
    NoLongerUpdated = 0xC300,

    /// <summary>The correct Transaction UID was not provided.</summary>
    WrongTransaction = 0xC301,

    /// <summary>It is already in progress.</summary>
    AlreadyInProgress = 0xC302,

    /// <summary>It becomes scheduled by being created alone.</summary>
    OnlyCreatedScheduled = 0xC303,

    /// <summary>What a final state needs is not there.</summary>
    FinalStateNotMet = 0xC304,

    /// <summary>It is not known.</summary>
    Unknown = 0xC307,

    /// <summary>It was created in another state than SCHEDULED.</summary>
    NotScheduled = 0xC309,

    /// <summary>It is not in progress yet.</summary>
    NotInProgress = 0xC310,

    /// <summary>It is completed and cannot be canceled.</summary>
    IsCompleted = 0xC311,

    /// <summary>Who performs it cannot be reached.</summary>
    PerformerUnreachable = 0xC312,
}

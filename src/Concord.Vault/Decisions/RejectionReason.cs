namespace Concord.Vault.Decisions;

/// <summary>Why an instance is rejected: a concept of Rejected for …, PS3.16 CID 7011.</summary>
/// <param name="Code">Code Value, scheme DCM.</param>
/// <param name="Meaning">Code Meaning.</param>
public sealed record RejectionReason(string Code, string Meaning)
{
    public static RejectionReason Quality { get; } = new("113001", "Rejected for Quality Reasons");

    public static RejectionReason PatientSafety { get; } = new("113037", "Rejected for Patient Safety Reasons");

    public static RejectionReason IncorrectWorklistEntry { get; } = new("113038", "Incorrect Modality Worklist Entry");

    public static RejectionReason RetentionExpired { get; } = new("113039", "Data Retention Policy Expired");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<RejectionReason> All { get; } = [Quality, PatientSafety, IncorrectWorklistEntry, RetentionExpired];

    /// <summary>The reason of a code; null for one that is none.</summary>
    public static RejectionReason? Find(string code) => All.FirstOrDefault(reason => string.Equals(reason.Code, code, StringComparison.Ordinal));
}

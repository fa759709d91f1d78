namespace Concord.Dicom.Validation;

/// <summary>How much a finding weighs, the least first.</summary>
public enum FindingSeverity
{
    /// <summary>Worth knowing; conformant, or nothing can be decided.</summary>
    Note,

    /// <summary>Not as the standard wants it, and harmless as a rule.</summary>
    Warning,

    /// <summary>The standard says it has to be otherwise.</summary>
    Error,
}

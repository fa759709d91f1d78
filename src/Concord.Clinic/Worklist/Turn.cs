using Concord.Dicom.DataElements;

namespace Concord.Clinic.Worklist;

/// <summary>What became of an operation.</summary>
/// <param name="Comment">Why it failed, for the one who asked; no patient data.</param>
/// <param name="Offending">The attribute at fault.</param>
public readonly record struct Turn(StepStatus Status, string? Comment = null, Tag? Offending = null)
{
    /// <summary>It took effect, or had done so before.</summary>
    public bool IsDone => Status is StepStatus.Success || IsWarning;

    public bool IsWarning => ((int)Status & 0xF000) == 0xB000;
}

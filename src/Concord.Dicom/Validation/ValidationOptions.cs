namespace Concord.Dicom.Validation;

/// <summary>What is looked for, and how much of it is told.</summary>
public sealed record ValidationOptions
{
    public static ValidationOptions Default { get; } = new();

    /// <summary>Findings below this are left out.</summary>
    public FindingSeverity Least { get; init; } = FindingSeverity.Note;

    /// <summary>Most findings of one object; what comes after is not looked for.</summary>
    public int MaxFindings { get; init; } = 1000;

    /// <summary>The data set is a head: neither pixel data nor values over 64 KiB are in it, so that their absence says nothing.</summary>
    public bool IsHead { get; init; }
}

namespace Concord.Vault.Retention;

/// <summary>The day that years are counted from.</summary>
public enum RetentionBasis
{
    /// <summary>Study Date (0008,0020); where it is missing or cannot be, the last arrival.</summary>
    StudyDate,

    /// <summary>The day on which something of the study last arrived.</summary>
    LastArrival,
}

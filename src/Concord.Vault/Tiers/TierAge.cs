namespace Concord.Vault.Tiers;

/// <summary>What the age of a study counts from.</summary>
public enum TierAge
{
    /// <summary>When its newest bundle was sealed.</summary>
    Arrived,

    /// <summary>When it was last read, or its newest bundle was sealed.</summary>
    Touched,

    /// <summary>Its Study Date; studies without one stay.</summary>
    StudyDate,
}

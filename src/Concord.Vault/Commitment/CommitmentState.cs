namespace Concord.Vault.Commitment;

/// <summary>What the archive can vouch for of an instance.</summary>
public enum CommitmentState
{
    /// <summary>Durable, of the class asked for, and its bytes were read.</summary>
    Kept,

    /// <summary>Not here, or deleted.</summary>
    Missing,

    /// <summary>Here, of another class.</summary>
    OtherClass,

    /// <summary>It was kept, but its bytes cannot be read as they were written.</summary>
    Damaged,
}

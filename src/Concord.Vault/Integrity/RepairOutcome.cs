namespace Concord.Vault.Integrity;

/// <summary>What became of a repair.</summary>
public enum RepairOutcome
{
    /// <summary>The bundle is whole again, durable; the finding is resolved.</summary>
    Repaired,

    /// <summary>There is no open finding of that number.</summary>
    NotOpen,

    /// <summary>There is no replica, or it is away.</summary>
    NoReplica,

    /// <summary>The replica has no copy of the bundle, or not a whole one.</summary>
    NoSoundCopy,
}

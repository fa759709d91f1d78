namespace Concord.Vault.Index;

/// <summary>A patient row in the writer's hands; its values are those of its study with the lowest source.</summary>
internal sealed class PatientState(long key, PatientIdentity identity)
{
    public long Key { get; } = key;

    public PatientIdentity Identity { get; } = identity;

    public long Studies { get; set; }

    public long Series { get; set; }

    public long Instances { get; set; }

    /// <summary>A study came, went, or took other values.</summary>
    public bool IsSourceChanged { get; set; }

    public bool IsStored { get; set; }

    public bool IsDirty { get; set; }
}

namespace Concord.Vault.Retention;

/// <summary>What expires by one rule, of one site and one set of modalities.</summary>
public sealed record RetentionTotal(string Rule, RetentionAction Action, string Site, string Modalities)
{
    public long Studies { get; set; }

    public long Instances { get; set; }

    public long Bytes { get; set; }

    /// <summary>Of these studies: held or restored, and so not touched.</summary>
    public long Spared { get; set; }
}

namespace Concord.Vault.Backup;

/// <summary>A restore point of a repository.</summary>
/// <param name="At">When its backup began.</param>
/// <param name="IsWhole">Its file is as it was written; nothing else is known of one that is not. The objects that it names are not looked at.</param>
public sealed record BackupPoint(long Number, DateTimeOffset? At, long Bundles, long Entries, long Bytes, bool IsWhole);

using Concord.Vault.Lifecycle;

namespace Concord.Vault.Backup;

/// <summary>What was restored.</summary>
/// <param name="At">When the backup of the restore point began.</param>
/// <param name="Restored">What was written.</param>
/// <param name="Indexed">What the new index has.</param>
public sealed record RestoreResult(long Point, DateTimeOffset At, VaultProgress Restored, VaultProgress Indexed);

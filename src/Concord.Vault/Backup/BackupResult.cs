namespace Concord.Vault.Backup;

/// <summary>A restore point that was made.</summary>
/// <param name="Point">Its number, from 1.</param>
/// <param name="At">When its backup began: everything acknowledged before is in it.</param>
/// <param name="Entries">Instances in its bundles, deleted ones whose bytes are still there included; spooled ones are not counted.</param>
/// <param name="Bytes">Of its bundles.</param>
/// <param name="BytesRead">Read from the archive for it.</param>
/// <param name="ObjectsNew">Written to the repository for it.</param>
/// <param name="BytesNew">Written to the repository for it.</param>
public sealed record BackupResult(long Point, DateTimeOffset At, long Bundles, long Entries, long Bytes, long BytesRead, long ObjectsNew, long BytesNew);

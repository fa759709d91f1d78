namespace Concord.Vault.Blobs;

/// <summary>What changes something on the disk: each is a moment at which the process may die.</summary>
internal enum DiskStep
{
    CreateFile,
    CreateFolder,
    Write,
    Truncate,
    SyncData,
    SyncFolder,
    Rename,
    Link,
    Delete,
}

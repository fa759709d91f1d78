namespace Archive.Tests.Faults;

/// <summary>What <c>disktrace.c</c> writes down; the numbers are its own.</summary>
internal enum OperationKind
{
    Open = 1,
    Write,
    Truncate,
    Sync,
    SyncFolder,
    Rename,
    Delete,
    CreateFolder,
    DeleteFolder,
    Link,
    Mark,
    Mapped,
    Unknown,
    Read,
    Create,
}

namespace Concord.Network.ServiceClasses;

/// <summary>The service that a SOP class belongs to, as far as this node serves it.</summary>
internal enum ServiceKind
{
    None,
    Verification,
    Storage,
    Find,
    Move,
    Get,
    StorageCommitment,
}

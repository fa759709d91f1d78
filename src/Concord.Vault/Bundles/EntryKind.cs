namespace Concord.Vault.Bundles;

/// <summary>What an entry of a bundle is.</summary>
internal enum EntryKind : byte
{
    /// <summary>An instance.</summary>
    Instance = 0,

    /// <summary>Other content for a SOP Instance UID that is there: kept, never given out.</summary>
    KeptAside = 1,
}

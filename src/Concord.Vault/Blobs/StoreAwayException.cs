namespace Concord.Vault.Blobs;

/// <summary>A blob store is not there: its folder is not mounted, or is another store's. What lies in it is not lost; it can be reached again when the store is back.</summary>
public sealed class StoreAwayException(string store, string reason) : IOException($"The {store} store is away ({reason}).")
{
    /// <summary>One word: <c>warm</c>, <c>replica</c>.</summary>
    public string Store => store;

    /// <summary>One word for why.</summary>
    public string Reason => reason;
}


namespace Concord.Vault.Blobs;

/// <summary>A place for sealed bundles, by their ids: a folder, or a store of objects. A bundle's bytes under one id never change.</summary>
/// <remarks>Any number of threads. Everything may wait for the store but <see cref="OpenRead"/>, whose stream does.
/// Every method throws <see cref="StoreAwayException"/> while the store is not there (not mounted, or another in its place): that says nothing about
/// what lies in it.</remarks>
internal interface IBlobStore
{
    /// <summary>One word: <c>hot</c>, <c>warm</c>, <c>replica</c>.</summary>
    string Name { get; }

    /// <summary>Whether the store can be used just now: null, or one word for why not.</summary>
    Task<string?> FindTrouble(CancellationToken cancel);

    /// <summary>Takes away what copies that broke off have left: at the start, and when the store is back.</summary>
    Task Sweep(CancellationToken cancel);

    /// <summary>Copies a bundle into the store: durable on return, read back, and by then of the hash that it is to have. What lay there under that id is kept
    /// in the store's <c>aside</c>; a copy that breaks off leaves what was there.</summary>
    /// <param name="source">The bundle's bytes from the first on; stays the caller's.</param>
    /// <exception cref="BlobSourceException">The source does not give those bytes; nothing is kept.</exception>
    /// <exception cref="IOException">The store does not take it, or would have less free than is to stay free.</exception>
    Task Put(long bundleId, BlobContent content, Stream source, CancellationToken cancel);

    /// <summary>Opens a range for reading; what the store has to be asked for is asked on reading.</summary>
    /// <param name="length">Null: to the end; the stream's length is then asked for on opening.</param>
    /// <param name="fromDisk">What the store has counts, not what memory has of it.</param>
    /// <exception cref="IOException">On opening or on reading: it is not there (<see cref="Posix.NoSuchFile"/>), or cannot be read.</exception>
    Stream OpenRead(long bundleId, long offset, long? length, bool fromDisk = false);

    /// <summary>How long the bundle is that lies there; null when there is none.</summary>
    /// <exception cref="IOException">It cannot be told.</exception>
    Task<BlobInfo?> Find(long bundleId, CancellationToken cancel);

    /// <summary>The ids above <paramref name="after"/>, lowest first, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<long>> List(long after, int limit, CancellationToken cancel);

    /// <summary>Takes a bundle out; durable on return. Nothing happens when it is not there. Who reads it reads on.</summary>
    Task Delete(long bundleId, CancellationToken cancel);

    /// <summary>Bytes of the copy of a journal that grows at its end only; 0 when there is none.</summary>
    Task<long> FindJournalLength(string name, CancellationToken cancel);

    /// <summary>Adds to the copy of a journal; durable on return.</summary>
    /// <param name="at">How long the copy is; 0 begins it anew, and keeps what was there in <c>aside</c>.</param>
    Task AppendJournal(string name, long at, ReadOnlyMemory<byte> bytes, CancellationToken cancel);

    /// <summary>Puts a copy of a small file in the place of the last one; durable on return.</summary>
    Task ReplaceJournal(string name, Stream source, CancellationToken cancel);
}

using Concord.Dicom.DataElements;
using Microsoft.Extensions.Logging;

namespace Concord.Vault.Index;

/// <summary>The index: wide rows for patient, study, series and bundle, a locator for instances, the change feed. One writer, any readers.</summary>
public sealed class VaultIndex : IAsyncDisposable
{
    /// <summary>Opens or makes the index in a folder and brings its schema up to date.</summary>
    public static Task<VaultIndex> Open(string folder, TimeProvider time, ILoggerFactory logs, CancellationToken cancel) => throw new NotImplementedException();

    /// <summary>The highest event number committed; 0 for an empty index.</summary>
    public long HighestNumber => throw new NotImplementedException();

    /// <summary>Hands an event to the writer; waits only while the queue is full. Called before the answer goes out.</summary>
    public ValueTask Enqueue(IndexEvent indexEvent, CancellationToken cancel) => throw new NotImplementedException();

    /// <summary>Waits until everything enqueued before the call is committed.</summary>
    /// <exception cref="TimeoutException">Not within 5 s.</exception>
    public Task WaitUntilCaughtUp(CancellationToken cancel) => throw new NotImplementedException();

    /// <summary>The bundles of a series, or of all series of a study when <paramref name="series"/> is null; oldest first.</summary>
    public Task<IReadOnlyList<BundleRow>> FindBundles(Uid study, Uid? series, CancellationToken cancel) => throw new NotImplementedException();

    /// <summary>Bundles that may hold an instance, by the locator: candidates, verify against the bundle.</summary>
    public Task<IReadOnlyList<BundleRow>> FindBundlesOfInstance(Uid sopInstance, CancellationToken cancel) => throw new NotImplementedException();

    /// <summary>Every bundle, for verify, reindex and start-up.</summary>
    public IAsyncEnumerable<BundleRow> ListBundles(CancellationToken cancel) => throw new NotImplementedException();

    public ValueTask DisposeAsync() => throw new NotImplementedException();
}

using Concord.Vault.Blobs;
using Concord.Vault.Bundles;
using Concord.Vault.Index;
using Concord.Vault.Integrity;
using Concord.Vault.Lifecycle;
using Microsoft.Extensions.Logging;

namespace Concord.Vault.Tiers;

/// <summary>Moves sealed bundles between the data folder and the warm store, one at a time: mark, copy, fact, index, and only then the old file goes, and the mark.</summary>
/// <remarks>What broke off is finished, or taken back when the fact was not written, by <see cref="FinishMarked"/>: at the start, and whenever rules are looked at.</remarks>
internal sealed class BundleMover(BundleStore store, ILogger log)
{
    private readonly MovingMarks _marks = new(store.Around.Folder, store.Around.Disk);
    private readonly ScrubPace _atOnce = new(long.MaxValue, store.Around.Time);

    private BlobStores Blobs => store.Blobs;

    /// <summary>Moves a bundle. False when it lies there already, is open, or is gone.</summary>
    /// <exception cref="BlobSourceException">It is not what was sealed; it stays where it is.</exception>
    /// <exception cref="IOException">A store is away, full or failing; nothing is changed, or it is decided and will be finished.</exception>
    public async Task<bool> Move(long bundleId, bool isToWarm, string who, string why, ScrubPace pace, CancellationToken cancel)
    {
        await store.MoveTurn.WaitAsync(cancel);
        try
        {
            return await MoveInTurn(bundleId, isToWarm, who, why, pace, cancel);
        }
        finally
        {
            store.MoveTurn.Release();
        }
    }

    /// <summary>Moves a bundle to the data folder, where it can be written anew; by who has the <see cref="BundleStore.MoveTurn"/>.</summary>
    /// <exception cref="IOException">As of <see cref="Move"/>.</exception>
    public async Task BringBack(long bundleId, string who, string why, CancellationToken cancel)
    {
        if (Blobs.Places.IsWarm(bundleId)) await MoveInTurn(bundleId, isToWarm: false, who, why, _atOnce, cancel);
    }

    /// <summary>Brings what broke off to its end.</summary>
    /// <exception cref="IOException">A store is away or failing; the marks stay.</exception>
    public async Task FinishMarked(CancellationToken cancel)
    {
        await store.MoveTurn.WaitAsync(cancel);
        try
        {
            var marked = await store.Around.Threads.Run(_marks.List);
            if (marked.Count == 0) return;
            using var gate = RemovalGate.TryEnter(store.Around.Folder);
            if (gate is null) return; // a backup reads
            foreach (var bundleId in marked) await Finish(bundleId, cancel);
        }
        finally
        {
            store.MoveTurn.Release();
        }
    }

    private async Task<bool> MoveInTurn(long bundleId, bool isToWarm, string who, string why, ScrubPace pace, CancellationToken cancel)
    {
        await store.Around.Index.WaitUntilCaughtUp(cancel);
        if (await store.Around.Index.FindBundle(bundleId, cancel) is not { IsSealed: true } bundle || store.Open.Find(bundleId) is not null) return false;
        if (Blobs.Warm is null || Blobs.Places.IsWarm(bundleId) == isToWarm) return false;
        await Copy(bundle, isToWarm, pace, cancel);
        using var gate = await EnterGate(bundleId);
        await Decide(bundle, isToWarm, who, why);
        await Finish(bundleId, CancellationToken.None);
        TierMetrics.CountMoved(isToWarm ? BlobStores.WarmName : BlobStores.HotName, bundle.Bytes);
        log.Moved(bundleId, isToWarm ? BlobStores.WarmName : BlobStores.HotName, bundle.Bytes);
        return true;
    }

    /// <exception cref="IOException">A backup reads the archive; the copy is taken back.</exception>
    private async Task<RemovalGate> EnterGate(long bundleId)
    {
        if (RemovalGate.TryEnter(store.Around.Folder) is { } gate) return gate;
        await TakeBack(bundleId);
        throw new IOException("A backup reads the archive: nothing moves until it is done.");
    }

    private IBlobStore Other(bool isWarm) => isWarm ? Blobs.Hot : Blobs.Warm!;

    private async Task Copy(BundleRow bundle, bool isToWarm, ScrubPace pace, CancellationToken cancel)
    {
        var source = Other(isToWarm);
        var target = Other(!isToWarm);
        await store.Around.Threads.Run(() => _marks.Set(bundle.BundleId));
        try
        {
            await using var bytes = await store.Around.Threads.Run(() => CopySource.Open(source, bundle.BundleId, bundle.Bytes, pace));
            await target.Put(bundle.BundleId, new(bundle.Bytes, bundle.Sha256!, bundle.SealedAt), bytes, cancel);
        }
        catch
        {
            await TakeBack(bundle.BundleId);
            throw;
        }
    }

    /// <summary>The copy did not come to be: nothing of it stays. Where that fails, the mark does, and it is tried again.</summary>
    private async Task TakeBack(long bundleId)
    {
        try
        {
            await Finish(bundleId, CancellationToken.None);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // why the copy failed is told
        }
    }

    private async Task Decide(BundleRow bundle, bool isToWarm, string who, string why)
    {
        var moved = new MovedFact(bundle.BundleId, isToWarm, bundle.StudyInstanceUid.ToString(), bundle.SeriesInstanceUid.ToString());
        var at = store.Around.Time.GetUtcNow();
        var reason = $"to {(isToWarm ? BlobStores.WarmName : BlobStores.HotName)}: {why}";
        var fact = await store.Around.Threads.Run(() => store.Facts.Append(store.Around.Numbers, number => new(number, Fact.MovedKind, at, who, reason, Moved: moved)));
        Blobs.Places.Set(bundle.BundleId, isToWarm);
        await store.Around.Index.Enqueue(FactsLog.ToEvent(fact)!, CancellationToken.None);
        await store.Around.Index.WaitUntilCaughtUp(CancellationToken.None);
    }

    /// <summary>The bundle lies where the facts say, and nowhere else, and its mark goes. When it does not lie there and the other store has it whole, that is decided to be its place.</summary>
    private async Task Finish(long bundleId, CancellationToken cancel)
    {
        var isWarm = Blobs.Places.IsWarm(bundleId);
        var here = Other(!isWarm);
        var there = Other(isWarm);
        if (here is null || there is null) return; // there is no warm store now
        var bundle = await store.Around.Index.FindBundle(bundleId, cancel);
        var isHere = await here.Find(bundleId, cancel) is { } found && (bundle is null || found.Length == bundle.Bytes);
        if (await there.Find(bundleId, cancel) is not null)
        {
            if (isHere) await there.Delete(bundleId, cancel);
            else if (bundle is { IsSealed: true } && await IsWhole(there, bundle, cancel)) await Decide(bundle, !isWarm, "system", "found there after a move that broke off");
            else
            {
                log.MoveLost(bundleId);
                return;
            }
        }
        if (!Blobs.Places.IsWarm(bundleId)) Blobs.Cache?.Drop(bundleId);
        await store.Around.Threads.Run(() => _marks.Remove(bundleId));
    }

    private async Task<bool> IsWhole(IBlobStore where, BundleRow bundle, CancellationToken cancel) =>
        (await new BundleScrub(store.Around.Threads, new(long.MaxValue, store.Around.Time)).Check(where, bundle.BundleId, bundle.Sha256!, bundle.Bytes, cancel)).Fault is null;
}

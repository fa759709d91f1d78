using Concord.Vault.Blobs;
using Concord.Vault.Bundles;
using Concord.Vault.Index;
using Concord.Vault.Integrity;
using Concord.Vault.Receive;
using Microsoft.Extensions.Logging;

namespace Concord.Vault.Replica;

/// <summary>Reads the replica again from time to time, as scrubbing does the bundles themselves, and puts back what is missing or damaged there from the bundle when that is sound.</summary>
/// <remarks>Its place outlives the process (<c>replica.mark</c>). It works in slices, so that new bundles do not wait for it.</remarks>
internal sealed class ReplicaPass
{
    /// <summary>What one turn reads at most: some seconds.</summary>
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(10);

    private readonly VaultIndex _index;
    private readonly BundleStore _store;
    private readonly Replicator _replicator;
    private readonly VaultOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly BundleScrub _scrub;

    public ReplicaPass(VaultIndex index, BundleStore store, Replicator replicator, VaultOptions options, TimeProvider time, ILogger log)
    {
        (_index, _store, _replicator, _options, _time, _log) = (index, store, replicator, options, time, log);
        _scrub = new(store.Around.Threads, new(options.ScrubBytesPerSecond, time));
        State = ScrubMark.Read(store.Around.Folder.ReplicaMark);
    }

    public ScrubState State { get; private set; }

    /// <summary>Goes on with the pass when it is time, for a slice.</summary>
    public async Task Turn(IBlobStore replica, CancellationToken cancel)
    {
        if (_options.ScrubBytesPerSecond == 0) return;
        if (!State.IsUnderWay)
        {
            if (State.StartedAt is { } started && started.AddDays(_options.ScrubEveryDays) > _time.GetUtcNow()) return;
            State = ScrubState.None with { IsUnderWay = true, StartedAt = _time.GetUtcNow(), FinishedAt = State.FinishedAt };
        }
        var begun = _time.GetTimestamp();
        try
        {
            while (State.IsUnderWay && _time.GetElapsedTime(begun) < Slice) await Next(replica, cancel);
        }
        finally
        {
            var state = State;
            await _store.Around.Threads.Run(() => ScrubMark.Write(_store.Around.Folder.ReplicaMark, _store.Around.Disk, state));
        }
    }

    private async Task Next(IBlobStore replica, CancellationToken cancel)
    {
        if (await _index.FindSealedBundle(State.Position, cancel) is not { } bundle)
        {
            State = State with { IsUnderWay = false, FinishedAt = _time.GetUtcNow() };
            return;
        }
        var (fault, read) = await _scrub.Check(replica, bundle.BundleId, bundle.Sha256!, bundle.Bytes, cancel);
        if (fault is { } found) await PutBack(bundle, found, cancel);
        State = State with { Position = bundle.BundleId, Bundles = State.Bundles + 1, Bytes = State.Bytes + read };
    }

    private async Task PutBack(BundleRow bundle, BundleFault fault, CancellationToken cancel)
    {
        await _store.Around.Index.WaitUntilCaughtUp(cancel);
        if (await _index.FindBundle(bundle.BundleId, cancel) is not { IsSealed: true } now || now.Sha256 != bundle.Sha256) return; // it was replaced meanwhile
        if (fault != BundleFault.Missing) _log.CopyDamaged(bundle.BundleId, fault);
        if ((fault == BundleFault.Missing || _options.AutoRepair) && await _replicator.Ensure(bundle, isDamaged: true, cancel) && fault != BundleFault.Missing) _log.CopyRepaired(bundle.BundleId);
    }
}

using Concord.Vault.Blobs;
using Concord.Vault.Bundles;
using Concord.Vault.Receive;
using Microsoft.Extensions.Logging;

namespace Concord.Vault.Lifecycle;

/// <summary>Seals bundles to which nothing came for a while, in the background, or all at once on request.</summary>
internal sealed class SealWorker : IAsyncDisposable
{
    private const int ProbeBytes = 1 << 20;
    private readonly BundleStore _store;
    private readonly VaultOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;

    public SealWorker(BundleStore store, VaultOptions options, TimeProvider time, ILogger log)
    {
        (_store, _options, _time, _log) = (store, options, time, log);
        _loop = Loop();
    }

    /// <summary>Seals every open bundle.</summary>
    /// <exception cref="IOException">One of them could not be sealed.</exception>
    public async Task SealAll(CancellationToken cancel)
    {
        List<Exception> failed = [];
        foreach (var bundle in _store.Open.All.OrderBy(bundle => bundle.BundleId))
            if (await TrySeal(bundle, cancel) is { } error) failed.Add(error);
        if (failed.Count > 0) throw new IOException($"{failed.Count} bundles could not be sealed.", failed[0]);
    }

    /// <summary>Seals one bundle, if it is open.</summary>
    /// <exception cref="IOException">It could not be sealed.</exception>
    public async Task Seal(long bundleId, CancellationToken cancel)
    {
        if (_store.Open.Find(bundleId) is { } bundle && await TrySeal(bundle, cancel) is { } error) throw new IOException("The bundle could not be sealed.", error);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
#pragma warning disable VSTHRD003 // started by this object's constructor; ends when asked, as just done
        await _loop;
#pragma warning restore VSTHRD003
        _stop.Dispose();
        _turn.Dispose();
    }

    private async Task Loop()
    {
        var idle = TimeSpan.FromSeconds(_options.SealAfterSeconds);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(Math.Clamp(_options.SealAfterSeconds / 4.0, 0.25, 10)), _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                if (!_store.Around.IsDiskHealthy) await _store.Around.Threads.Run(ProbeDisk);
                foreach (var bundle in _store.Open.All)
                    if (bundle.IdleFor >= idle) await TrySeal(bundle, _stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // the archive closes
        }
    }

    /// <summary>After a failed write: when no more objects come because the archive says that it is not ready, something must find out that it is again.</summary>
    private void ProbeDisk()
    {
        var around = _store.Around;
        try
        {
            around.Disk.CheckRoom(around.Folder.Root);
            using var probe = around.Disk.OpenOrCreate(Path.Combine(around.Folder.Root, "probe.new"));
            probe.Write(new byte[ProbeBytes], 0);
            probe.SyncData();
            around.Disk.Delete(probe.Path);
            around.IsDiskHealthy = true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _log.DiskNotHealthy(error);
        }
    }

    /// <summary>One bundle at a time; an error is logged, and given back, and the bundle is tried again at the next turn.</summary>
    private async Task<Exception?> TrySeal(OpenBundle bundle, CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            if (_store.Open.Find(bundle.BundleId) != bundle) return null; // sealed meanwhile
            await Seal(bundle);
            return null;
        }
#pragma warning disable CA1031 // one bundle's trouble is not the others'
        catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
        {
            _log.NotSealed(bundle.BundleId, error);
            return error;
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task Seal(OpenBundle bundle)
    {
        _store.Open.StopTaking(bundle);
        await bundle.Close();
        if (bundle.SealedAs is null && !await _store.Around.Threads.Run(() => WriteTrailer(bundle)))
        {
            _store.Open.Remove(bundle); // nothing ever came into it
            return;
        }
        await _store.Around.Index.Enqueue(bundle.SealedAs!, CancellationToken.None);
        await _store.Around.Index.WaitUntilCaughtUp(CancellationToken.None);
        await _store.Around.Threads.Run(() => Finish(bundle));
        _log.BundleSealed(bundle.BundleId, bundle.SealedAs!.Entries, bundle.SealedAs.Bytes);
    }

    /// <summary>False when the bundle is empty: its file and mark are gone then.</summary>
    private bool WriteTrailer(OpenBundle bundle)
    {
        var around = _store.Around;
        var (file, end, isBroken) = bundle.State;
        if (file is null) return false;
        if (bundle.IsEmpty)
        {
            file.Dispose();
            around.Disk.Delete(file.Path);
            around.Disk.SyncFolder(Path.GetDirectoryName(file.Path)!); // before its mark
            around.Disk.Delete(around.Folder.OpenMarkOf(bundle.BundleId));
            return false;
        }
        if (isBroken) (file, end) = Renew(bundle, file, end);
        var sealer = new BundleSealer(around, _options.MaxHeadBytes);
        bundle.SealedAs = sealer.Seal(bundle, file, end);
        foreach (var (place, offset) in sealer.Joined) around.Files.Joined(bundle.BundleId, place, offset);
        return true;
    }

    /// <summary>After a failed flush the file takes no more writes: what is durable goes to a new one of the same name.</summary>
    private (DiskFile File, long End) Renew(OpenBundle bundle, DiskFile file, long end)
    {
        var whole = BundleScan.Of(file.Handle, checkData: true).Entries.Where(entry => entry.End <= end).ToList();
        var (renewed, _, newEnd) = BundleRecovery.Rewrite(_store.Around.Folder, _store.Around.Disk, bundle.BundleId, file, whole);
        bundle.Renewed(renewed, newEnd);
        _store.Around.Files.Replaced(bundle.BundleId);
        return (renewed, newEnd);
    }

    /// <summary>The index knows: the mark and the spool files go.</summary>
    private void Finish(OpenBundle bundle)
    {
        var around = _store.Around;
        foreach (var (spool, _) in around.Spooled.Of(bundle.BundleId)) spool.Delete();
        around.Disk.Delete(around.Folder.OpenMarkOf(bundle.BundleId));
        _store.Open.Remove(bundle);
        around.Spooled.Forget(bundle.BundleId);
        bundle.State.File!.Dispose();
    }
}

using Concord.Vault.Blobs;
using Concord.Vault.Bundles;
using Concord.Vault.Receive;
using Microsoft.Extensions.Logging;

namespace Concord.Vault.Lifecycle;

/// <summary>Seals bundles to which nothing came for a while, in the background, or all at once on request.</summary>
internal sealed class SealWorker : IAsyncDisposable
{
    private const int ProbeBytes = 1 << 20;

    /// <summary>Bundles that are sealed together: they wait for one commit of the index.</summary>
    private const int MaxGroup = 32;

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
        foreach (var group in _store.Open.All.OrderBy(bundle => bundle.BundleId).Chunk(MaxGroup)) failed.AddRange(await TrySeal(group, cancel));
        if (failed.Count > 0) throw new IOException($"{failed.Count} bundles could not be sealed.", failed[0]);
    }

    /// <summary>Seals one bundle, if it is open.</summary>
    /// <exception cref="IOException">It could not be sealed.</exception>
    public async Task Seal(long bundleId, CancellationToken cancel)
    {
        if (_store.Open.Find(bundleId) is { } bundle && await TrySeal([bundle], cancel) is [var error, ..]) throw new IOException("The bundle could not be sealed.", error);
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
            var tick = timer.WaitForNextTickAsync(_stop.Token).AsTask();
            var crowded = _store.Open.WhenCrowded(_stop.Token);
            while (true)
            {
                if (await Task.WhenAny(tick, crowded) == tick)
                {
                    if (!await tick) return;
                    tick = timer.WaitForNextTickAsync(_stop.Token).AsTask();
                    if (!_store.Around.IsDiskHealthy) await _store.Around.Threads.Run(ProbeDisk);
                    foreach (var group in _store.Open.All.Where(bundle => bundle.IdleFor >= idle).Chunk(MaxGroup)) await TrySeal(group, _stop.Token);
                }
                else
                {
                    await crowded;
                    crowded = _store.Open.WhenCrowded(_stop.Token);
                }
                await SealSurplus();
            }
        }
        catch (OperationCanceledException)
        {
            // the archive closes
        }
    }

    /// <summary>More series are open than may be: those to which nothing came for the longest time are sealed.</summary>
    private async Task SealSurplus()
    {
        if (_store.Open.Surplus is not (> 0 and var surplus)) return;
        var open = _store.Open.All.OrderByDescending(bundle => bundle.IdleFor).Take(surplus).ToList();
        foreach (var group in open.Chunk(MaxGroup))
        {
            if (_store.Open.Surplus == 0) return;
            await TrySeal(group, _stop.Token);
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

    /// <summary>One group at a time; an error is logged, and given back, and its bundle is tried again at the next turn.</summary>
    private async Task<List<Exception>> TrySeal(IReadOnlyList<OpenBundle> group, CancellationToken cancel)
    {
        List<Exception> failed = [];
        await _turn.WaitAsync(cancel);
        try
        {
            var open = group.Where(bundle => _store.Open.Find(bundle.BundleId) == bundle).ToList(); // the others were sealed meanwhile
            await Each(open, failed, Write);
            var whole = open.Where(bundle => bundle.SealedAs is not null).ToList(); // the others failed, or were empty and are gone
            var told = await Each(whole, failed, bundle => _store.Around.Index.Enqueue(bundle.SealedAs!, CancellationToken.None).AsTask());
            var known = told.Count == 0 ? [] : await Each([told[^1]], failed, _ => _store.Around.Index.WaitUntilCaughtUp(CancellationToken.None));
            if (known.Count > 0) await Each(told, failed, Finish);
            return failed;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>One bundle's trouble is not the others'. Those of which it is done.</summary>
    private async Task<List<OpenBundle>> Each(IReadOnlyList<OpenBundle> bundles, List<Exception> failed, Func<OpenBundle, Task> work)
    {
        var done = new List<OpenBundle>(bundles.Count);
        foreach (var bundle in bundles)
        {
            try
            {
                await work(bundle);
                done.Add(bundle);
            }
#pragma warning disable CA1031 // told, and tried again
            catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
            {
                _log.NotSealed(bundle.BundleId, error);
                failed.Add(error);
            }
        }
        return done;
    }

    private async Task Write(OpenBundle bundle)
    {
        _store.Open.StopTaking(bundle);
        await bundle.Close();
        if (bundle.SealedAs is null && !await _store.Around.Threads.Run(() => WriteTrailer(bundle))) _store.Open.Remove(bundle); // nothing ever came into it
    }

    private async Task Finish(OpenBundle bundle)
    {
        await _store.Around.Threads.Run(() => Close(bundle));
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
    private void Close(OpenBundle bundle)
    {
        var around = _store.Around;
        foreach (var (spool, _) in around.Spooled.Of(bundle.BundleId)) spool.Delete();
        around.Disk.Delete(around.Folder.OpenMarkOf(bundle.BundleId));
        _store.Open.Remove(bundle);
        around.Spooled.Forget(bundle.BundleId);
        bundle.State.File!.Dispose();
    }
}

using System.Collections.Concurrent;

namespace Concord.Vault.Bundles;

/// <summary>The bundles that are not sealed: at most one of a series takes objects. Any number of threads.</summary>
/// <param name="maxFiles">Of them and of spooled objects: beyond, those to which nothing came for the longest time are to be sealed; beyond twice as many a series that is
/// not open waits for that.</param>
internal sealed class OpenBundles(BundleSurroundings around, SealedBundles sealedBundles, long highestBundleId, int maxFiles) : IDisposable
{
    /// <summary>Longest wait for a place.</summary>
    private static readonly TimeSpan PlaceLimit = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<SeriesKey, Slot> _taking = new();
    private readonly ConcurrentDictionary<long, OpenBundle> _byId = new();
    private readonly NumberSequence _bundleIds = NumberSequence.After(highestBundleId);
    private readonly SemaphoreSlim _crowded = new(0, 1);
    private TaskCompletionSource _left = NewSignal();
    private int _count;

    /// <summary>Files that are held open for writing: one a bundle, one a spooled object.</summary>
    public int Files => Volatile.Read(ref _count) + around.Spooled.Count;

    /// <summary>So many files too many that some bundles are to be sealed before their time; 0 when there are not.</summary>
    public int Surplus => Files > maxFiles ? Files - (maxFiles * 3 / 4) : 0;

    /// <summary>All that are not sealed, those that take no more objects included.</summary>
    public ICollection<OpenBundle> All => _byId.Values;

    public OpenBundle? Find(long bundleId) => _byId.GetValueOrDefault(bundleId);

    /// <summary>The bundle that takes objects of a series; made when there is none.</summary>
    public async ValueTask<OpenBundle> Get(SeriesKey key, CancellationToken cancel)
    {
        if (!_taking.TryGetValue(key, out var slot))
        {
            var mine = new Slot();
            slot = _taking.GetOrAdd(key, mine);
            if (slot == mine) await Fill(key, mine, mayWait: true);
        }
        return slot.Bundle ?? await slot.WhenFilled(cancel);
    }

    /// <summary>A bundle that recovery brought in order; of several of one series the last one takes objects.</summary>
    public void Add(OpenBundle bundle)
    {
        Enter(bundle);
        var slot = new Slot();
        slot.Fill(bundle);
        _taking[bundle.Key] = slot;
    }

    /// <summary>No more objects go to this bundle; it stays readable here until <see cref="Remove"/>.</summary>
    public void StopTaking(OpenBundle bundle)
    {
        if (_taking.TryGetValue(bundle.Key, out var slot) && slot.Bundle == bundle) _taking.TryRemove(new(bundle.Key, slot));
    }

    /// <summary>A number for a bundle that is made of others.</summary>
    public long NextBundleId() => _bundleIds.Next();

    /// <summary>A number that was given once is not given again, whatever became of its bundle.</summary>
    public void Skip(long bundleId) => _bundleIds.Skip(bundleId);

    /// <summary>Bundles of the series were replaced, the index knows: whatever decides duplicates by the old ones takes no more objects.</summary>
    public async Task Renew(SeriesKey key)
    {
        if (!_taking.TryGetValue(key, out var slot)) return;
        try
        {
            StopTaking(slot.Bundle ?? await slot.WhenFilled(CancellationToken.None));
        }
#pragma warning disable CA1031 // told to those who asked for the bundle: there is none to be renewed
        catch (Exception)
#pragma warning restore CA1031
        {
            StopFilling(key, slot);
        }
    }

    /// <summary>The bundle is sealed and the index knows it.</summary>
    public void Remove(OpenBundle bundle)
    {
        StopTaking(bundle);
        if (!_byId.TryRemove(bundle.BundleId, out _)) return;
        Interlocked.Decrement(ref _count);
        Interlocked.Exchange(ref _left, NewSignal()).TrySetResult();
    }

    /// <summary>Completes when there is a <see cref="Surplus"/>; one waits.</summary>
    public Task WhenCrowded(CancellationToken cancel) => _crowded.WaitAsync(cancel);

    public void Dispose() => _crowded.Dispose();

    /// <summary>Lets what is on its way to a series be written and lets nothing more come until the pause ends: who sends meanwhile waits.</summary>
    public async Task<SeriesPause> Pause(SeriesKey key, CancellationToken cancel)
    {
        var mine = new Slot();
        while (_taking.GetOrAdd(key, mine) is var slot && slot != mine)
        {
            _ = slot.Bundle ?? await slot.WhenFilled(cancel);
            if (_taking.TryUpdate(key, mine, slot)) break;
        }
        try
        {
            return new(key, await LoadContents(key, 0), () => Fill(key, mine, mayWait: false));
        }
        catch
        {
            await Fill(key, mine, mayWait: false);
            throw;
        }
    }

    /// <summary>Everything of the series that decides duplicates, but for <paramref name="except"/>.</summary>
    public async Task<BundleContents> LoadContents(SeriesKey key, long except)
    {
        var contents = new BundleContents(around.Tombstones);
        OpenBundle[] open = [.. _byId.Values.Where(bundle => bundle.Key == key && bundle.BundleId != except)]; // first: a bundle leaves this map only after the index has it
        var closed = (await around.Index.FindBundles(key.Study, key.Series, CancellationToken.None)).Where(id => id != except && open.All(bundle => bundle.BundleId != id));
        foreach (var bundleId in closed.Order()) LoadSealed(bundleId)?.AddTo(contents);
        foreach (var bundle in open.OrderBy(bundle => bundle.BundleId))
        {
            await bundle.Close(); // what is still on its way into it counts too
            bundle.AddTo(contents);
        }
        return contents;
    }

    /// <summary>One that was replaced since the index named it is in another by now.</summary>
    private SealedBundle? LoadSealed(long bundleId)
    {
        while (true)
        {
            var holder = around.Moved.HolderOf(bundleId);
            if (sealedBundles.Load(holder) is { } found) return found;
            if (around.Moved.HolderOf(holder) == holder) return null;
        }
    }

    private void StopFilling(SeriesKey key, Slot slot) => _taking.TryRemove(new(key, slot));

    private void Enter(OpenBundle bundle)
    {
        _byId[bundle.BundleId] = bundle;
        Interlocked.Increment(ref _count);
        if (Surplus == 0) return;
        try
        {
            _crowded.Release();
        }
        catch (SemaphoreFullException)
        {
            // it is known already
        }
    }

    /// <summary>Who sends one series after the other faster than they can be sealed is slowed down to that.</summary>
    /// <exception cref="TimeoutException">There was no place for too long.</exception>
    private async Task WaitForPlace()
    {
        while (true)
        {
            var left = Volatile.Read(ref _left).Task; // before looking: one that leaves in between is not missed
            if (Files < 2 * maxFiles) return;
            await left.WaitAsync(PlaceLimit, around.Time);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task Fill(SeriesKey key, Slot slot, bool mayWait)
    {
        try
        {
            if (mayWait) await WaitForPlace();
            var bundle = new OpenBundle(NextBundleId(), key, await LoadContents(key, 0), around);
            Enter(bundle);
            slot.Fill(bundle);
        }
#pragma warning disable CA1031 // goes to all who wait for the slot
        catch (Exception error)
#pragma warning restore CA1031
        {
            StopFilling(key, slot);
            slot.Fail(error);
        }
    }

    /// <summary>A series' place: filled by who asked first, awaited by all others.</summary>
    private sealed class Slot
    {
        private readonly TaskCompletionSource<OpenBundle> _filled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private volatile OpenBundle? _bundle;

        public OpenBundle? Bundle => _bundle;

        public void Fill(OpenBundle bundle)
        {
            _bundle = bundle;
            _filled.SetResult(bundle);
        }

        public void Fail(Exception error) => _filled.SetException(error);

#pragma warning disable VSTHRD003 // filled by another caller of Get, who waits for no slot
        public Task<OpenBundle> WhenFilled(CancellationToken cancel) => _filled.Task.WaitAsync(cancel);
#pragma warning restore VSTHRD003
    }
}

using System.Threading.Channels;
using Concord.Vault.Blobs;
using Concord.Vault.Index;
using Concord.Vault.Integrity;
using Microsoft.Extensions.Logging;

namespace Concord.Vault.Tiers;

/// <summary>Whole copies of warm bundles that were read lately, in <c>cache</c> of the data folder, the least recently read go first. No place to keep anything: it is emptied at the
/// start, and whatever fails here, the warm store answers.</summary>
/// <remarks>Any number of threads. A bundle that is read and not there is wished for; wishes wait in a bounded queue, and what finds no place in it is wished for at the next read.</remarks>
internal sealed class BundleCache
{
    private const int MaxWishes = 1024;
    private readonly Lock _lock = new();
    private readonly DataFolder _folder;
    private readonly Disk _disk;
    private readonly FileBlobs _blobs;
    private readonly IBlobStore _warm;
    private readonly BundlePlaces _places;
    private readonly long _maxBytes;
    private readonly Dictionary<long, LinkedListNode<(long BundleId, long Bytes)>> _byId = [];
    private readonly LinkedList<(long BundleId, long Bytes)> _byUse = [];
    private readonly HashSet<long> _wished = [];
    private readonly Channel<long> _wishes = Channel.CreateBounded<long>(new BoundedChannelOptions(MaxWishes) { SingleReader = true });
    private long _bytes;

    public BundleCache(DataFolder folder, Disk disk, DiskThreads threads, HandleCache handles, IBlobStore warm, BundlePlaces places, long maxBytes)
    {
        (_folder, _disk, _warm, _places, _maxBytes) = (folder, disk, warm, places, maxBytes);
        _blobs = new("cache", folder.Cache, disk, threads, handles);
        Clear();
    }

    /// <summary>Bundles and bytes in it.</summary>
    public (int Bundles, long Bytes, long MaxBytes, int Wishes) Figures
    {
        get
        {
            lock (_lock) return (_byId.Count, _bytes, _maxBytes, _wished.Count);
        }
    }

    /// <summary>The range from the cache; null when the bundle is not there: then it is wished for.</summary>
    public Stream? TryOpen(long bundleId, long offset, long? length)
    {
        lock (_lock)
        {
            if (_byId.TryGetValue(bundleId, out var node))
            {
                _byUse.Remove(node);
                _byUse.AddLast(node);
            }
            else
            {
                Wish(bundleId);
                TierMetrics.CountMiss();
                return null;
            }
        }
        try
        {
            var stream = _blobs.OpenRead(bundleId, offset, length);
            TierMetrics.CountHit();
            return stream;
        }
        catch (IOException)
        {
            TierMetrics.CountMiss(); // it went in this very moment; the warm store has it
            return null;
        }
    }

    /// <summary>Asks that a warm bundle be brought in. False when too much is wished for already.</summary>
    public bool Wish(long bundleId)
    {
        lock (_lock)
        {
            if (_byId.ContainsKey(bundleId) || _wished.Contains(bundleId)) return true;
            if (!_wishes.Writer.TryWrite(bundleId)) return false;
            _wished.Add(bundleId);
            return true;
        }
    }

    /// <summary>The bundle is warm no more: its copy goes.</summary>
    public void Drop(long bundleId)
    {
        lock (_lock)
            if (_byId.TryGetValue(bundleId, out var node)) Evict(node);
    }

    /// <summary>Brings in what is wished for, until it is told to stop.</summary>
    public async Task Run(VaultIndex index, ILogger log, CancellationToken cancel)
    {
        var pace = new ScrubPace(long.MaxValue, index.Time);
        await foreach (var bundleId in _wishes.Reader.ReadAllAsync(cancel))
        {
            try
            {
                if (await index.FindBundle(bundleId, cancel) is { IsSealed: true } bundle) await Recall(bundle, pace, cancel);
            }
#pragma warning disable CA1031 // the warm store goes on answering
            catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
            {
                log.NotRecalled(bundleId, error);
            }
            finally
            {
                lock (_lock) _wished.Remove(bundleId);
            }
        }
    }

    /// <summary>Makes room where the disk has no more than what is to stay free.</summary>
    public void GiveWay()
    {
        lock (_lock)
            while (_byUse.First is { } oldest && !_disk.HasRoom(_folder.Root, 0)) Evict(oldest);
    }

    private async Task Recall(BundleRow bundle, ScrubPace pace, CancellationToken cancel)
    {
        if (!_places.IsWarm(bundle.BundleId) || bundle.Bytes > _maxBytes || !MakeRoom(bundle.Bytes)) return;
        await using (var source = CopySource.Open(_warm, bundle.BundleId, bundle.Bytes, pace))
            await _blobs.Put(bundle.BundleId, new(bundle.Bytes, bundle.Sha256!), source, cancel);
        lock (_lock)
        {
            _byId[bundle.BundleId] = _byUse.AddLast((bundle.BundleId, bundle.Bytes));
            _bytes += bundle.Bytes;
            TierMetrics.CountRecalled(bundle.Bytes);
            if (!_places.IsWarm(bundle.BundleId)) Evict(_byId[bundle.BundleId]); // it moved meanwhile
        }
    }

    /// <summary>The least recently read go until there is room for that many bytes, in the cache and on the disk. False when there is none even so.</summary>
    private bool MakeRoom(long bytes)
    {
        lock (_lock)
        {
            while (_byUse.First is { } oldest && (_bytes + bytes > _maxBytes || !_disk.HasRoom(_folder.Root, bytes))) Evict(oldest);
            return _bytes + bytes <= _maxBytes && _disk.HasRoom(_folder.Root, bytes);
        }
    }

    /// <summary>Who reads it reads on.</summary>
    private void Evict(LinkedListNode<(long BundleId, long Bytes)> node)
    {
        var (bundleId, bytes) = node.Value;
        _byUse.Remove(node);
        _byId.Remove(bundleId);
        _bytes -= bytes;
        TierMetrics.CountEvicted(bytes);
        _blobs.DeletePassing(bundleId);
    }

    private void Clear()
    {
        foreach (var part in new[] { "", "bundles", "incoming", "aside" }) _disk.CreateFolder(Path.Combine(_folder.Cache, part).TrimEnd(Path.DirectorySeparatorChar));
        foreach (var file in Directory.EnumerateFiles(_folder.Cache, "*", SearchOption.AllDirectories).ToList()) _disk.Delete(file);
    }
}

using Concord.Imaging.Volumes;
using Concord.Server.Settings;
using Concord.Vault.Bundles;

namespace Concord.Server.Imaging.Volumes;

/// <summary>The series whose planes were asked for last, with the samples of their volumes: who leafs through planes reads the series once. Within a budget of bytes; what was not asked for
/// longest goes first.</summary>
/// <remarks>Any number of callers; who asks for what is being read waits for that. A series is known by the arrivals that are in it: one more image is another series.</remarks>
internal sealed class VolumeCache(ImagingOptions options)
{
    /// <summary>What the head of one object takes, about.</summary>
    private const long BytesOfHead = 32 << 10;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<Kept>> _places = new(StringComparer.Ordinal);
    private readonly LinkedList<Kept> _byUse = [];
    private long _bytes;

    internal long Bytes
    {
        get
        {
            lock (_lock) return _bytes;
        }
    }

    /// <summary>The objects of a series with their volumes.</summary>
    /// <param name="read">Reads them, when they are not here; is not cancelled with who asks first, as others may wait for it too.</param>
    public Task<SeriesVolumes> Series(IReadOnlyList<BundleEntry> entries, Func<Task<SeriesVolumes>> read, CancellationToken cancel) =>
        Find(entries).Series(read).WaitAsync(cancel);

    /// <summary>The samples of one of its volumes, slice by slice.</summary>
    public async Task<SliceSamples[]> Samples(IReadOnlyList<BundleEntry> entries, int volume, Func<Task<SliceSamples[]>> read, CancellationToken cancel)
    {
        var kept = Find(entries);
        var samples = await kept.Samples(volume, read).WaitAsync(cancel);
        Count(kept);
        return samples;
    }

    private Kept Find(IReadOnlyList<BundleEntry> entries)
    {
        var key = DicomWeb.Answers.EntityTags.Of(entries, "").Tag.ToString();
        lock (_lock)
        {
            if (_places.TryGetValue(key, out var place))
            {
                _byUse.Remove(place);
                _byUse.AddFirst(place);
                return place.Value;
            }
            var kept = new Kept(key, entries.Count * BytesOfHead);
            _places.Add(key, _byUse.AddFirst(kept));
            _bytes += kept.Counted = kept.Bytes;
            LetGo(kept);
            return kept;
        }
    }

    /// <summary>Counts what it has come to hold, if it is still here.</summary>
    private void Count(Kept kept)
    {
        lock (_lock)
        {
            if (!_places.TryGetValue(kept.Key, out var place) || place.Value != kept) return;
            _bytes += kept.Bytes - kept.Counted;
            kept.Counted = kept.Bytes;
            LetGo(kept);
        }
    }

    /// <summary>The oldest go until the rest is within the budget; the one in use too, when it alone is not.</summary>
    private void LetGo(Kept used)
    {
        while (_bytes > options.VolumeCacheBytes && _byUse.Last is { } oldest)
        {
            if (oldest.Value == used && _byUse.Count > 1) break;
            _byUse.RemoveLast();
            _places.Remove(oldest.Value.Key);
            _bytes -= oldest.Value.Counted;
        }
    }

    /// <summary>One series. What could not be read is read again by who asks next.</summary>
    private sealed class Kept(string key, long bytesOfHeads)
    {
        private readonly Lock _lock = new();
        private readonly Dictionary<int, Task<SliceSamples[]>> _samples = [];
        private Task<SeriesVolumes>? _series;

        public string Key => key;

        /// <summary>Bytes that the cache has counted for it.</summary>
        public long Counted { get; set; }

        public long Bytes
        {
            get
            {
                lock (_lock) return bytesOfHeads + _samples.Values.Where(samples => samples.IsCompletedSuccessfully).Sum(BytesOf);
            }
        }

        public Task<SeriesVolumes> Series(Func<Task<SeriesVolumes>> read)
        {
            lock (_lock)
            {
                if (_series is null or { IsFaulted: true } or { IsCanceled: true }) _series = Task.Run(read);
                return _series;
            }
        }

        public Task<SliceSamples[]> Samples(int volume, Func<Task<SliceSamples[]>> read)
        {
            lock (_lock)
            {
                if (!_samples.TryGetValue(volume, out var samples) || samples.IsFaulted || samples.IsCanceled) _samples[volume] = samples = Task.Run(read);
                return samples;
            }
        }

#pragma warning disable VSTHRD002 // it is done
        private static long BytesOf(Task<SliceSamples[]> samples) => samples.Result.Sum(slice => slice.Samples.Length * (long)sizeof(short));
#pragma warning restore VSTHRD002
    }
}

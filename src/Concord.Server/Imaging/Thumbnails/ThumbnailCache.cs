using Concord.Server.Settings;

namespace Concord.Server.Imaging.Thumbnails;

/// <summary>The thumbnails that were made last, within a budget of bytes.</summary>
/// <remarks>Any number of callers.</remarks>
internal sealed class ThumbnailCache(ImagingOptions options)
{
    /// <summary>What keeping one takes beside its bytes.</summary>
    private const int Overhead = 256;

    private readonly Lock _lock = new();
    private readonly Dictionary<Thumbnail, LinkedListNode<(Thumbnail Key, ReadOnlyMemory<byte> File)>> _places = [];
    private readonly LinkedList<(Thumbnail Key, ReadOnlyMemory<byte> File)> _byUse = [];
    private long _bytes;

    internal long Bytes
    {
        get
        {
            lock (_lock) return _bytes;
        }
    }

    public ReadOnlyMemory<byte>? Find(Thumbnail key)
    {
        lock (_lock)
        {
            if (!_places.TryGetValue(key, out var place)) return null;
            _byUse.Remove(place);
            _byUse.AddFirst(place);
            return place.Value.File;
        }
    }

    public void Add(Thumbnail key, ReadOnlyMemory<byte> file)
    {
        if (file.Length + Overhead > options.ThumbnailCacheBytes) return;
        lock (_lock)
        {
            if (_places.ContainsKey(key)) return;
            _places.Add(key, _byUse.AddFirst((key, file)));
            _bytes += file.Length + Overhead;
            while (_bytes > options.ThumbnailCacheBytes && _byUse.Last is { } oldest)
            {
                _byUse.RemoveLast();
                _places.Remove(oldest.Value.Key);
                _bytes -= oldest.Value.File.Length + Overhead;
            }
        }
    }
}

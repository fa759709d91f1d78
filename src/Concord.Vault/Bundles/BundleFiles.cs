using System.Collections.Concurrent;
using Concord.Vault.Blobs;

namespace Concord.Vault.Bundles;

/// <summary>Opens bytes of bundles by their offset, wherever they lie just now: in a store, in the bundle that replaced theirs, or still in a spool file;
/// those of originals that were compressed are restored. Any number of threads.</summary>
internal sealed class BundleFiles(BlobStores stores, MovedBundles moved, Originals originals)
{
    private readonly ConcurrentDictionary<(long BundleId, int Place), SpoolPlace> _spooled = new();

    /// <summary>A seekable stream over a range.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public Stream Open(long bundleId, long offset, long length)
    {
        while (SpoolOffset.Is(offset) && _spooled.TryGetValue((bundleId, SpoolOffset.PlaceOf(offset)), out var place))
        {
            if (place.JoinedAt is { } joinedAt)
            {
                offset = joinedAt + SpoolOffset.InFile(offset) - place.PartTenOffset;
                break;
            }
            try
            {
                return new BundleStream(stores.Handles.Rent(place.Path), SpoolOffset.InFile(offset), length);
            }
            catch (IOException) when (HasJoined(bundleId, offset))
            {
                // it joined its bundle in this very moment: look again
            }
        }
        if (SpoolOffset.Is(offset)) throw new FileNotFoundException("A spooled object is no longer where it was.");
        return OpenInBundle(bundleId, offset, length);
    }

    /// <summary>An object lies in a spool file: offsets of that place are read there.</summary>
    public void AddSpooled(long bundleId, int place, string path, long partTenOffset) => _spooled[(bundleId, place)] = new(path, partTenOffset, null);

    /// <summary>The object has joined its bundle; its spool file may go.</summary>
    public void Joined(long bundleId, int place, long partTenOffset)
    {
        var was = _spooled[(bundleId, place)];
        _spooled[(bundleId, place)] = was with { JoinedAt = partTenOffset };
        stores.Handles.Forget(was.Path);
    }

    /// <summary>The bundle's name means another file now, or none: to be said once that is so.</summary>
    public void Replaced(long bundleId) => stores.Handles.Forget(stores.Hot.PathOf(bundleId));

    private Stream OpenInBundle(long bundleId, long offset, long length)
    {
        while (true)
        {
            var (id, at) = moved.Translate(bundleId, offset);
            try
            {
                return OriginalOffset.Is(at) ? originals.Open(id, at, length, (offset, length) => stores.OpenRead(id, offset, length)) : stores.OpenRead(id, at, length);
            }
            catch (IOException) when (moved.HolderOf(id) != id)
            {
                // it was replaced in this very moment: look again
            }
        }
    }

    private bool HasJoined(long bundleId, long offset) => _spooled.TryGetValue((bundleId, SpoolOffset.PlaceOf(offset)), out var place) && place.JoinedAt is not null;

    private sealed record SpoolPlace(string Path, long PartTenOffset, long? JoinedAt);
}

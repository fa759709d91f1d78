using Microsoft.Win32.SafeHandles;

namespace Concord.Vault.Blobs;

/// <summary>Read handles of files, shared and counted: a file that is replaced or deleted stays readable to who has it open. Any number of threads.</summary>
internal sealed class HandleCache(int capacity) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, SharedHandle> _byPath = new(StringComparer.Ordinal);
    private readonly LinkedList<SharedHandle> _byUse = [];

    /// <summary>A handle that the caller releases with <see cref="SharedHandle.Release"/>.</summary>
    /// <exception cref="IOException">The file is not there or cannot be opened.</exception>
    public SharedHandle Rent(string path)
    {
        lock (_lock)
        {
            if (_byPath.TryGetValue(path, out var known))
            {
                _byUse.Remove(known.Place);
                _byUse.AddLast(known.Place);
                known.AddReference();
                return known;
            }
            var opened = new SharedHandle(path, Posix.OpenUnlocked(path));
            _byPath.Add(path, opened);
            _byUse.AddLast(opened.Place);
            if (_byPath.Count > capacity) Drop(_byUse.First!.Value);
            opened.AddReference();
            return opened;
        }
    }

    /// <summary>The file's name means another file now, or none.</summary>
    public void Forget(string path)
    {
        lock (_lock)
            if (_byPath.TryGetValue(path, out var known)) Drop(known);
    }

    public void Dispose()
    {
        lock (_lock)
            while (_byUse.First is { } first) Drop(first.Value);
    }

    private void Drop(SharedHandle handle)
    {
        _byPath.Remove(handle.Path);
        _byUse.Remove(handle.Place);
        handle.Release();
    }
}

/// <summary>One open file; closed when the cache and all readers have let go of it.</summary>
internal sealed class SharedHandle
{
    private int _references = 1; // the cache's

    public SharedHandle(string path, SafeFileHandle handle)
    {
        (Path, Handle) = (path, handle);
        Place = new(this);
    }

    public string Path { get; }

    public SafeFileHandle Handle { get; }

    public LinkedListNode<SharedHandle> Place { get; }

    public void AddReference() => Interlocked.Increment(ref _references);

    public void Release()
    {
        if (Interlocked.Decrement(ref _references) == 0) Handle.Dispose();
    }
}

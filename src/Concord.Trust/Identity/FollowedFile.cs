namespace Concord.Trust.Identity;

/// <summary>What a file says, read anew when it has changed; looked at once a second at most. Safe for any thread.</summary>
/// <remarks>A file that cannot be read any more leaves what was read before: an operator's slip locks nobody out. It is told once a change.</remarks>
internal sealed class FollowedFile<T>
    where T : class
{
    private static readonly TimeSpan CheckEvery = TimeSpan.FromSeconds(1);

    private readonly Lock _changing = new();
    private readonly string _path;
    private readonly Func<string, T> _read;
    private readonly TimeProvider _time;
    private readonly Action<Exception> _unreadable;
    private T _current;
    private (DateTime, long) _stamp;
    private (DateTime, long)? _told;
    private long _checkedAt;

    /// <param name="unreadable">Told why a changed file could not be read, by the thread that asked for it.</param>
    /// <exception cref="IOException">The file cannot be read the first time.</exception>
    internal FollowedFile(string path, Func<string, T> read, TimeProvider time, Action<Exception> unreadable)
    {
        (_path, _read, _time, _unreadable) = (path, read, time, unreadable);
        (_stamp, _checkedAt) = (Stamp(), time.GetTimestamp());
        _current = read(path);
    }

    internal T Current
    {
        get
        {
            lock (_changing)
            {
                if (_time.GetElapsedTime(_checkedAt) < CheckEvery) return _current;
                _checkedAt = _time.GetTimestamp();
                var stamp = Stamp();
                if (stamp != _stamp) Renew(stamp);
                return _current;
            }
        }
    }

    private void Renew((DateTime, long) stamp)
    {
        try
        {
            _current = _read(_path);
            (_stamp, _told) = (stamp, null);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            if (_told != stamp) _unreadable(e); // the stamp stays old: it is tried again in a second
            _told = stamp;
        }
    }

    private (DateTime, long) Stamp()
    {
        var file = new FileInfo(_path);
        return (file.LastWriteTimeUtc, file.Exists ? file.Length : -1);
    }
}

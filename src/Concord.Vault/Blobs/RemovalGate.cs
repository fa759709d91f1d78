using Microsoft.Win32.SafeHandles;

namespace Concord.Vault.Blobs;

/// <summary>Whether files of bundles may be taken away just now. Who replaces, moves or deletes one is inside the gate from before its fact until the old file is gone;
/// a backup closes the gate while it reads. Between processes, by locks that end with their process.</summary>
/// <remarks>Two files: who comes in passes <c>backup.door</c> and stays in <c>backup.inside</c>; who closes takes the door first, so that those inside leave and nobody follows.
/// New bundles, appends, sealing and facts pass freely.</remarks>
internal sealed class RemovalGate : IDisposable
{
    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(50);
    private readonly SafeFileHandle _inside;
    private readonly SafeFileHandle? _door;

    private RemovalGate(SafeFileHandle inside, SafeFileHandle? door) => (_inside, _door) = (inside, door);

    /// <summary>Goes in; null while a backup reads: try again later. Does not wait.</summary>
    public static RemovalGate? TryEnter(DataFolder folder)
    {
        using var door = TryTake(DoorOf(folder), isShared: true);
        return door is not null && TryTake(InsideOf(folder), isShared: true) is { } inside ? new(inside, null) : null;
    }

    /// <summary>Closes the gate once nobody is inside; null when another backup has closed it.</summary>
    /// <exception cref="TimeoutException">Somebody stayed inside for so long.</exception>
    public static async Task<RemovalGate?> TryClose(DataFolder folder, TimeSpan limit, TimeProvider time, CancellationToken cancel)
    {
        var start = time.GetTimestamp();
        var door = TryTake(DoorOf(folder), isShared: false);
        while (door is null && time.GetElapsedTime(start) < PollEvery * 4) // one who passes holds the door for an instant
        {
            await Task.Delay(PollEvery, time, cancel);
            door = TryTake(DoorOf(folder), isShared: false);
        }
        if (door is null) return null;
        try
        {
            while (true)
            {
                if (TryTake(InsideOf(folder), isShared: false) is { } inside) return new(inside, door);
                if (time.GetElapsedTime(start) > limit) throw new TimeoutException("The archive is moving or rewriting bundles and does not come to an end of it.");
                await Task.Delay(PollEvery, time, cancel);
            }
        }
        catch
        {
            door.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _inside.Dispose();
        _door?.Dispose();
    }

    private static string DoorOf(DataFolder folder) => Path.Combine(folder.Root, "backup.door");

    private static string InsideOf(DataFolder folder) => Path.Combine(folder.Root, "backup.inside");

    private static SafeFileHandle? TryTake(string path, bool isShared)
    {
        var file = Posix.OpenOrCreateUnlocked(path);
        if (Posix.TryLock(file, isShared)) return file;
        file.Dispose();
        return null;
    }
}

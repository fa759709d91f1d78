using Microsoft.Win32.SafeHandles;

namespace Concord.Vault.Blobs;

/// <summary>Whether it may be decided just now that bundles are in another file: who decides so is inside the gate for as long as the fact takes to be durable; a backup that must
/// look again closes the gate for its last look. Between processes, by locks that end with their process.</summary>
/// <remarks>Two files: who comes in passes <c>backup.door</c> and stays in <c>backup.inside</c>; who closes takes the door first, so that those inside leave and nobody follows.
/// New bundles, appends, sealing and all other facts pass freely.</remarks>
internal sealed class RemovalGate : IDisposable
{
    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(50);

    /// <summary>A last look takes seconds: nothing but what changed is read.</summary>
    private static readonly TimeSpan EnterLimit = TimeSpan.FromMinutes(2);

    private readonly SafeFileHandle _inside;
    private readonly SafeFileHandle? _door;

    private RemovalGate(SafeFileHandle inside, SafeFileHandle? door) => (_inside, _door) = (inside, door);

    /// <summary>Goes in; waits for a backup's last look to end.</summary>
    /// <exception cref="IOException">It did not end within <see cref="EnterLimit"/>: nothing may be decided now.</exception>
    public static async Task<RemovalGate> Enter(DataFolder folder, TimeProvider time, CancellationToken cancel)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            if (TryEnter(folder) is { } inside) return inside;
            if (time.GetElapsedTime(start) > EnterLimit) throw new IOException("A backup is looking at the bundles; try again later.");
            await Task.Delay(PollEvery, time, cancel);
        }
    }

    /// <summary>Goes in; null while the gate is closed. Does not wait.</summary>
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

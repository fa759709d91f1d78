using System.Buffers;
using System.Security.Cryptography;

namespace Concord.Vault.Blobs;

/// <summary>A blob store that is a folder: <c>bundles/xxxxx/NNNNNNNNNN.zip</c> as in the data folder. Copies are written in <c>incoming</c> and renamed.</summary>
/// <param name="root">The folder; made by <see cref="StoreIdentity.Enroll"/>, or the data folder itself.</param>
/// <param name="identity">What tells that it is there; null for the data folder, whose lock does.</param>
internal sealed class FileBlobs(string name, string root, Disk disk, DiskThreads threads, HandleCache handles, StoreIdentity? identity = null) : IBlobStore
{
    private const int BlockLength = 1 << 20;
    private static long _lastCopy;
    private readonly Lock _lock = new();
    private bool _isSwept;

    public string Name => name;

    public string Root => root;

    private string Bundles => Path.Combine(root, "bundles");

    private string Journals => Path.Combine(root, "journals");

    private string Incoming => Path.Combine(root, "incoming");

    public string PathOf(long bundleId) => BundlePath.Of(Bundles, bundleId);

    public Task<string?> FindTrouble(CancellationToken cancel) => threads.Run(() => identity?.FindTrouble());

    public Task Sweep(CancellationToken cancel) => threads.Run(CheckThere);

    public async Task Put(long bundleId, BlobContent content, Stream source, CancellationToken cancel)
    {
        var path = PathOf(bundleId);
        var next = Path.Combine(Incoming, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{BundlePath.Name(bundleId)}.{Interlocked.Increment(ref _lastCopy)}.part"));
        await threads.Run(() =>
        {
            CheckThere();
            disk.CheckRoom(root, content.Length);
        });
        try
        {
            await Copy(bundleId, content, source, next, cancel);
            await threads.Run(() => Take(bundleId, next, path));
        }
        catch
        {
            await threads.Run(() => Abandon(next));
            throw;
        }
    }

    public Stream OpenRead(long bundleId, long offset, long? length, bool fromDisk = false)
    {
        var path = PathOf(bundleId);
        try
        {
            var file = fromDisk ? new SharedHandle(path, Posix.OpenUnlocked(path)) : handles.Rent(path);
            if (fromDisk) Posix.DropCached(file.Handle);
            return new BundleStream(file, offset, length ?? RandomAccess.GetLength(file.Handle) - offset);
        }
        catch (IOException)
        {
            identity?.Check();
            throw;
        }
    }

    public Task<BlobInfo?> Find(long bundleId, CancellationToken cancel) => threads.Run<BlobInfo?>(() =>
    {
        var file = new FileInfo(PathOf(bundleId));
        if (file.Exists) return new(file.Length, new DateTimeOffset(file.LastWriteTimeUtc));
        identity?.Check();
        return null;
    });

    public Task<IReadOnlyList<long>> List(long after, int limit, CancellationToken cancel) => threads.Run<IReadOnlyList<long>>(() =>
    {
        identity?.Check();
        return [.. BundlePath.List(Bundles, after).Take(limit)];
    });

    public Task Delete(long bundleId, CancellationToken cancel) => threads.Run(() =>
    {
        CheckThere();
        var path = PathOf(bundleId);
        if (!File.Exists(path)) return;
        disk.Delete(path);
        handles.Forget(path);
        disk.SyncFolder(Path.GetDirectoryName(path)!);
    });

    /// <summary>Takes a bundle out of a store whose bundles need not outlive the process. Blocking; what cannot be deleted stays until the next start.</summary>
    public void DeletePassing(long bundleId)
    {
        var path = PathOf(bundleId);
        handles.Forget(path);
        try
        {
            disk.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // it takes room, and is not read any more
        }
    }

    public Task<long> FindJournalLength(string name, CancellationToken cancel) => threads.Run(() =>
    {
        identity?.Check();
        var file = new FileInfo(Path.Combine(Journals, name));
        return file.Exists ? file.Length : 0;
    });

    public Task AppendJournal(string name, long at, ReadOnlyMemory<byte> bytes, CancellationToken cancel) => threads.Run(() =>
    {
        CheckThere();
        disk.CheckRoom(root, bytes.Length);
        var path = Path.Combine(Journals, name);
        if (at == 0 && new FileInfo(path) is { Exists: true, Length: > 0 }) disk.Rename(path, FindAsidePath("journal-" + name));
        using var file = disk.OpenOrCreate(path);
        if (file.Length != at) throw new IOException("The copy of a journal is not as long as it was.");
        file.Write(bytes.Span, at);
        file.SyncData();
        if (at == 0) disk.SyncFolder(Journals);
    });

    public async Task ReplaceJournal(string name, Stream source, CancellationToken cancel)
    {
        var path = Path.Combine(Journals, name);
        await threads.Run(() =>
        {
            CheckThere();
            disk.CheckRoom(root, source.Length);
        });
        using (var file = await threads.Run(() => disk.OpenOrCreate(path + ".new")))
        {
            var block = new byte[64 << 10];
            long at = 0;
            for (int read; (read = await source.ReadAsync(block, cancel)) > 0; at += read)
            {
                var (piece, offset) = (block.AsMemory(0, read), at);
                await threads.Run(() => file.Write(piece.Span, offset));
            }
            await threads.Run(() =>
            {
                file.Truncate(at);
                file.SyncData();
            });
        }
        await threads.Run(() =>
        {
            disk.Rename(path + ".new", path);
            disk.SyncFolder(Journals);
        });
    }

    /// <summary>Also sweeps, once, what copies that broke off have left.</summary>
    private void CheckThere()
    {
        identity?.Check();
        lock (_lock)
        {
            if (_isSwept) return;
            foreach (var half in Directory.GetFiles(Incoming)) disk.Delete(half);
            _isSwept = true;
        }
    }

    private async Task Copy(long bundleId, BlobContent content, Stream source, string path, CancellationToken cancel)
    {
        using var file = await threads.Run(() => disk.Create(path));
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var block = ArrayPool<byte>.Shared.Rent(BlockLength);
        try
        {
            long at = 0;
            while (await source.ReadAsync(block.AsMemory(0, BlockLength), cancel) is var read and > 0)
            {
                if (at + read > content.Length) throw new BlobSourceException(bundleId);
                sha.AppendData(block, 0, read);
                var (piece, offset) = (block.AsMemory(0, read), at);
                await threads.Run(() => file.Write(piece.Span, offset));
                at += read;
            }
            if (at != content.Length || Convert.ToHexStringLower(sha.GetHashAndReset()) != content.Sha256) throw new BlobSourceException(bundleId);
            await threads.Run(() => MakeSure(file, content, block, sha, cancel));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    /// <summary>Flushes, and reads back from the disk what was written: only what can be read counts as kept.</summary>
    private static void MakeSure(DiskFile file, BlobContent content, byte[] block, IncrementalHash sha, CancellationToken cancel)
    {
        if (content.WrittenAt is { } writtenAt) file.SetWrittenAt(writtenAt);
        file.SyncData();
        Posix.DropCached(file.Handle);
        for (long at = 0; at < content.Length;)
        {
            cancel.ThrowIfCancellationRequested();
            var read = file.Read(block.AsSpan(0, BlockLength), at);
            if (read == 0) break;
            sha.AppendData(block, 0, read);
            at += read;
        }
        if (Convert.ToHexStringLower(sha.GetHashAndReset()) != content.Sha256) throw new IOException("What was written cannot be read back.");
    }

    /// <summary>The copy takes the bundle's name; what had it is kept aside under a second name first.</summary>
    private void Take(long bundleId, string next, string path)
    {
        identity?.Check();
        if (!Directory.Exists(Bundles)) throw new StoreAwayException(name, "missing");
        disk.CreateFolder(Path.GetDirectoryName(path)!);
        if (File.Exists(path)) KeepAside(bundleId, path);
        disk.Rename(next, path);
        handles.Forget(path);
        disk.SyncFolder(Path.GetDirectoryName(path)!);
    }

    private void KeepAside(long bundleId, string path)
    {
        var kept = FindAsidePath($"bundle-{bundleId}");
        disk.Link(path, kept);
        disk.SyncFolder(Path.GetDirectoryName(kept)!);
    }

    private string FindAsidePath(string what)
    {
        var aside = Path.Combine(root, "aside");
        for (var again = 0; ; again++)
        {
            var kept = again == 0 ? what : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{what}-{again}");
            if (!Directory.EnumerateFileSystemEntries(aside, kept).Any()) return Path.Combine(aside, kept);
        }
    }

    /// <summary>A copy that broke off goes; where it cannot, the next start sweeps it. Why it broke off is told.</summary>
    private void Abandon(string next)
    {
        try
        {
            if (File.Exists(next)) disk.Delete(next);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // the store is full, away or failing: that was just thrown
        }
    }
}

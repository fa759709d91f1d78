using System.Buffers;
using Concord.Vault.Blobs;

namespace Concord.Vault.Replica;

/// <summary>Keeps copies of what is in no bundle: journals that grow at their end by what was added, other files whole when they have changed. With the bundles they make the archive.</summary>
internal sealed class JournalCopies(DataFolder folder, DiskThreads threads, IReadOnlyList<(string Path, Func<long> End)> growing)
{
    private const int BlockLength = 1 << 20;
    private readonly Dictionary<string, (long Length, DateTime WrittenAt)> _copied = [];

    /// <summary>Brings the copies up to what is durable now.</summary>
    public async Task Copy(IBlobStore replica, CancellationToken cancel)
    {
        foreach (var (path, end) in growing) await Append(replica, path, end(), cancel);
        foreach (var path in new[] { folder.Archive, folder.Sites, folder.Commitments, folder.Worklist, folder.ExtendedTags, Path.Combine(folder.Root, Index.SourceIssuers.FileName) }) await Replace(replica, path, cancel);
    }

    private async Task Append(IBlobStore replica, string path, long end, CancellationToken cancel)
    {
        if (end == 0) return;
        var name = Path.GetFileName(path);
        var at = await replica.FindJournalLength(name, cancel);
        if (at > end) at = 0; // of another life of this folder: begun anew, what was there is kept aside
        while (at < end) at += await CopyBlock(replica, path, name, at, end - at, cancel);
    }

    private async Task<int> CopyBlock(IBlobStore replica, string path, string name, long at, long most, CancellationToken cancel)
    {
        var block = ArrayPool<byte>.Shared.Rent(BlockLength);
        try
        {
            var read = await threads.Run(() =>
            {
                using var file = Posix.OpenUnlocked(path);
                return RandomAccess.Read(file, block.AsSpan(0, (int)Math.Min(BlockLength, most)), at);
            });
            if (read == 0) throw new EndOfStreamException("A journal is shorter than it was.");
            await replica.AppendJournal(name, at, block.AsMemory(0, read), cancel);
            return read;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    private async Task Replace(IBlobStore replica, string path, CancellationToken cancel)
    {
        var file = new FileInfo(path);
        if (!file.Exists || (_copied.TryGetValue(path, out var known) && known == (file.Length, file.LastWriteTimeUtc))) return;
        var now = (file.Length, file.LastWriteTimeUtc);
        await using var source = new FileStream(await threads.Run(() => Posix.OpenUnlocked(path)), FileAccess.Read);
        await replica.ReplaceJournal(Path.GetFileName(path), source, cancel);
        _copied[path] = now;
    }
}

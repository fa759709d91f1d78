using System.Buffers;
using Concord.Vault.Blobs;
using Concord.Vault.Receive;

namespace Concord.Vault.Bundles;

/// <summary>Writes batches of objects to one bundle file: decides duplicates, appends what is new with one gathered write, flushes once, and only then
/// answers. Runs on one disk thread at a time.</summary>
internal sealed class BundleAppender(long bundleId, SeriesKey key, BundleContents contents, BundleSurroundings around)
{
    private readonly PartTenFront _front = new();
    private readonly List<StagedEntry> _staged = [];
    private readonly List<ReadOnlyMemory<byte>> _gathered = [];
    private readonly List<byte[]> _rented = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly List<string> _stagedNames = [];
    private DiskFile? _file;
    private long _end;
    private long _gatheredLength;

    /// <summary>Bytes of whole, durable entries: the file's length whenever no batch is under way, but for zeros up to the end of a block.</summary>
    public long DurableEnd { get; private set; }

    /// <summary>A flush failed: nothing may be appended any more.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>The file; null before the first object.</summary>
    public DiskFile? File => _file;

    /// <summary>Goes on with a file that recovery has brought in order.</summary>
    public void Resume(DiskFile file, long end, IEnumerable<string> names)
    {
        (_file, _end, DurableEnd) = (file, end, end);
        _names.UnionWith(names);
    }

    /// <summary>Another file has taken the place of a broken one; nothing is appended to it either.</summary>
    public void Renew(DiskFile file, long end) => (_file, _end, DurableEnd, IsBroken) = (file, end, end, false);

    /// <summary>Takes a batch: memory objects, or one spooled object. Returns what is new, durable, and what became of each request.</summary>
    public (StagedEntry[] Added, AppendResult[] Results) Append(IReadOnlyList<AppendRequest> batch)
    {
        var results = new AppendResult[batch.Count];
        try
        {
            for (var i = 0; i < batch.Count; i++) results[i] = Decide(batch[i]);
            WriteGathered();
            if (_end != DurableEnd) Flush();
            around.IsDiskHealthy = true;
        }
#pragma warning disable CA1031 // whatever went wrong, nothing of the batch is acknowledged; the error goes to who sent it and to the log
        catch (Exception error)
#pragma warning restore CA1031
        {
            around.IsDiskHealthy = false;
            TakeBack();
            Array.Fill(results, new(AppendKind.Failed, Error: error));
            return ([], results);
        }
        finally
        {
            _gathered.Clear();
            _gatheredLength = 0;
            foreach (var bytes in _rented) ArrayPool<byte>.Shared.Return(bytes);
            _rented.Clear();
        }
        StagedEntry[] added = [.. _staged];
        _staged.Clear();
        _stagedNames.Clear();
        return (added, results);
    }

    /// <summary>Makes mark and file; their names are durable before the first answer.</summary>
    private void EnsureFile()
    {
        if (_file is not null) return;
        var path = around.Folder.PathOf(bundleId);
        var mark = around.Folder.OpenMarkOf(bundleId);
        around.Disk.CreateFolder(Path.GetDirectoryName(path)!);
        around.Disk.OpenOrCreate(mark).Dispose();
        var file = around.Disk.OpenOrCreate(path);
        try
        {
            around.Disk.SyncFolder(around.Folder.OpenMarks);
            around.Disk.SyncFolder(Path.GetDirectoryName(path)!);
        }
        catch
        {
            file.Dispose();
            throw;
        }
        _file = file;
    }

    private AppendResult Decide(AppendRequest request)
    {
        if (contents.Find(request.SopInstanceUid) is not { } existing) return Stage(request, EntryKind.Instance, default);
        WriteGathered(); // what it is compared with may be of this batch
        if (around.Comparer.IsSame(existing, request)) return new(AppendKind.AlreadyStored, existing);
        var digest = ContentComparer.Sha256Of(request);
        return contents.FindAside(request.SopInstanceUid, digest) is { } aside
            ? new(AppendKind.AlreadyKeptAside, aside)
            : Stage(request, EntryKind.KeptAside, digest);
    }

    private AppendResult Stage(AppendRequest request, EntryKind kind, byte[]? digest)
    {
        EnsureFile();
        var partTenFront = _front.Write(request);
        var record = new EntryRecord(kind, around.Numbers.Next(), key.Study, key.Series, request.SopInstanceUid, request.SopClassUid,
            request.TransferSyntax, partTenFront.Length, request.Origin) { DataSetSha256 = digest };
        var crc = Crc32.Combine(Crc32.Append(0, partTenFront), request.DataSetCrc, request.DataSetLength);
        var entry = request.Spool is { } spool ? StageSpooled(request, record, partTenFront, crc, spool) : StageInFile(request, record, partTenFront, crc);
        if (kind == EntryKind.Instance) contents.Add(entry);
        else contents.AddAside(entry, digest!);
        return new(kind == EntryKind.Instance ? AppendKind.Stored : AppendKind.KeptAside, entry);
    }

    private BundleEntry StageInFile(AppendRequest request, EntryRecord record, ReadOnlySpan<byte> partTenFront, uint crc)
    {
        var size = partTenFront.Length + request.DataSetLength;
        var head = ArrayPool<byte>.Shared.Rent(LocalHeader.MaxLength + partTenFront.Length);
        _rented.Add(head);
        var headerLength = LocalHeader.Write(head, NameOf(record), crc, size, record);
        partTenFront.CopyTo(head.AsSpan(headerLength));
        _gathered.Add(head.AsMemory(0, headerLength + partTenFront.Length));
        foreach (var piece in request.DataSet)
            if (!piece.IsEmpty) _gathered.Add(piece);
        var entry = ScannedEntry.FromRecord(bundleId, record, _end + _gatheredLength + headerLength, size);
        _gatheredLength += headerLength + size;
        _staged.Add(new(entry, record.Kind, record.DataSetSha256));
        return entry;
    }

    private BundleEntry StageSpooled(AppendRequest request, EntryRecord record, ReadOnlySpan<byte> partTenFront, uint crc, SpoolFile spool)
    {
        spool.Complete(bundleId, record, partTenFront, request.DataSetOffset, request.DataSetLength, crc);
        var entry = around.Spooled.Add(bundleId, spool);
        _staged.Add(new(entry, record.Kind, record.DataSetSha256));
        return entry;
    }

    private string NameOf(EntryRecord record)
    {
        var name = EntryName.Of(record, _names);
        _names.Add(name);
        _stagedNames.Add(name);
        return name;
    }

    private void WriteGathered()
    {
        if (_gathered.Count == 0) return;
        around.Disk.CheckRoom(_file!.Path);
        _file.Append(_gathered, _end);
        _end += _gatheredLength;
        _gatheredLength = 0;
        _gathered.Clear();
    }

    private void Flush()
    {
        try
        {
            _file!.SyncData();
        }
        catch
        {
            IsBroken = true; // what the disk has of this batch is unknown: the bundle ends at its durable mark
            throw;
        }
        DurableEnd = _end;
    }

    /// <summary>Nothing of the failed batch stays: not in the file, not among what is known.</summary>
    private void TakeBack()
    {
        foreach (var entry in _staged) contents.Remove(entry.Entry);
        _staged.Clear();
        _names.ExceptWith(_stagedNames);
        _stagedNames.Clear();
        if (_file is null) return;
        try
        {
            _file.Truncate(DurableEnd);
            _end = DurableEnd;
        }
        catch (IOException)
        {
            IsBroken = true; // the bundle closes; recovery or sealing cuts the tail
        }
    }
}

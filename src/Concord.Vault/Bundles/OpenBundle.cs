using Concord.Vault.Blobs;
using Concord.Vault.Index;

namespace Concord.Vault.Bundles;

/// <summary>A bundle that takes objects: a queue in front of one appender, and what readers may see.</summary>
/// <remarks>Any number of threads. The appender runs on one disk thread at a time; what waits for it while it flushes shares its next flush.</remarks>
internal sealed class OpenBundle
{
    private const int MaxBatch = 64;
    private const long MaxBatchBytes = 32 << 20;
    private readonly Lock _lock = new();
    private readonly Queue<AppendRequest> _waiting = new();
    private readonly List<AppendRequest> _batch = new(MaxBatch);
    private readonly List<BundleEntry> _entries = [];
    private readonly List<(BundleEntry Entry, ReadOnlyMemory<byte> Sha256)> _aside = [];
    private readonly BundleAppender _appender;
    private readonly BundleSurroundings _around;
    private readonly TaskCompletionSource _quiet = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IReadOnlyList<BundleEntry>? _snapshot;
    private bool _isRunning;
    private bool _isClosed;
    private int _unanswered;
    private Task _settled = Task.CompletedTask;
    private long _lastArrival;

    public OpenBundle(long bundleId, SeriesKey key, BundleContents contents, BundleSurroundings around)
    {
        (BundleId, Key, _around) = (bundleId, key, around);
        _appender = new(bundleId, key, contents, around);
        _lastArrival = around.Time.GetTimestamp();
    }

    public long BundleId { get; }

    public SeriesKey Key { get; }

    /// <summary>How long no object has come.</summary>
    public TimeSpan IdleFor => _around.Time.GetElapsedTime(Volatile.Read(ref _lastArrival));

    /// <summary>After <see cref="Close"/>: the file, or null when no object ever came; bytes of whole entries in it; whether it may be written no more.</summary>
    public (DiskFile? File, long DurableEnd, bool IsBroken) State => (_appender.File, _appender.DurableEnd, _appender.IsBroken);

    /// <summary>Nothing is in it, neither instances nor what was kept aside.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_lock) return _entries.Count == 0 && _aside.Count == 0;
        }
    }

    /// <summary>Set once the trailer is durable; the index may still have to be told. Owned by the sealer.</summary>
    public IndexEvent.BundleSealed? SealedAs { get; set; }

    /// <summary>Durable, not kept aside, deleted ones included; in arrival order.</summary>
    public IReadOnlyList<BundleEntry> Entries
    {
        get
        {
            lock (_lock) return _snapshot ??= [.. _entries];
        }
    }

    /// <summary>Goes on with what recovery found: objects in the file and in spool files.</summary>
    public void Resume(DiskFile file, long end, IEnumerable<string> names, IEnumerable<(BundleEntry Entry, EntryRecord Record)> entries)
    {
        _appender.Resume(file, end, names);
        foreach (var (entry, record) in entries.OrderBy(entry => entry.Entry.ArrivalNumber)) Take(entry, record.Kind, record.DataSetSha256);
    }

    /// <summary>The sealer has put a sound file in the place of a broken one.</summary>
    public void Renewed(DiskFile file, long end) => _appender.Renew(file, end);

    /// <summary>Tells what is in this bundle to who decides duplicates.</summary>
    public void AddTo(BundleContents contents)
    {
        lock (_lock)
        {
            foreach (var entry in _entries) contents.Add(entry);
            foreach (var (entry, sha256) in _aside) contents.AddAside(entry, sha256);
        }
    }

    /// <summary>Queues an object; false when the bundle takes no more.</summary>
    public bool TryAppend(AppendRequest request)
    {
        lock (_lock)
        {
            if (_isClosed) return false;
            _waiting.Enqueue(request);
            _unanswered++;
            _lastArrival = _around.Time.GetTimestamp();
            if (_isRunning) return true;
            _isRunning = true;
        }
        _around.Threads.Post(RunBatch);
        return true;
    }

    /// <summary>Takes no more objects; completes when all that were accepted are written and handed to the index.</summary>
    public Task Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            SignalQuiet();
        }
#pragma warning disable VSTHRD003 // completed by appender and receivers, which never wait for the sealer
        return _quiet.Task;
#pragma warning restore VSTHRD003
    }

    private void RunBatch()
    {
        TakeBatch();
        AppendRequest[] batch = [.. _batch];
        AppendResult[] results;
        if (_appender.IsBroken) Array.Fill(results = new AppendResult[batch.Length], new(AppendKind.BundleClosed));
        else results = Append(batch);
        _settled = Settle(_settled, batch, results);
        bool again;
        lock (_lock)
        {
            _isClosed |= _appender.IsBroken;
            _isRunning = again = _waiting.Count > 0;
            SignalQuiet();
        }
        if (again) _around.Threads.Post(RunBatch);
    }

    private AppendResult[] Append(AppendRequest[] batch)
    {
        var (added, results) = _appender.Append(batch);
        lock (_lock)
            foreach (var (entry, kind, sha256) in added) Take(entry, kind, sha256);
        return results;
    }

    /// <summary>Hands what is new to the index, then answers; batch after batch, so that "already stored" is never heard before "stored".</summary>
    private async Task Settle(Task before, AppendRequest[] batch, AppendResult[] results)
    {
#pragma warning disable VSTHRD003 // the batch before, of this same method
        await before;
#pragma warning restore VSTHRD003
        for (var i = 0; i < batch.Length; i++) batch[i].Complete(await Indexed(batch[i], results[i]));
        lock (_lock)
        {
            _unanswered -= batch.Length;
            SignalQuiet();
        }
    }

    private async ValueTask<AppendResult> Indexed(AppendRequest request, AppendResult result)
    {
        if (result.Kind is not (AppendKind.Stored or AppendKind.KeptAside)) return result;
        var row = InstanceRows.Of(result.Entry!, request.Head, request.Origin);
        try
        {
            await _around.Index.Enqueue(result.Kind == AppendKind.Stored ? new IndexEvent.InstanceArrived(row) : new IndexEvent.InstanceKeptAside(row), CancellationToken.None);
            return result;
        }
#pragma warning disable CA1031 // the index cannot take it: the object is kept, start-up will tell the index, and the sender is told to come again
        catch (Exception error)
#pragma warning restore CA1031
        {
            return new(AppendKind.Failed, result.Entry, error);
        }
    }

    private void TakeBatch()
    {
        _batch.Clear();
        long bytes = 0;
        lock (_lock)
        {
            while (_waiting.TryPeek(out var next) && _batch.Count < MaxBatch && bytes < MaxBatchBytes)
            {
                if (next.Spool is not null && _batch.Count > 0) break; // a spooled object is a batch of its own
                _batch.Add(_waiting.Dequeue());
                bytes += next.DataSetLength;
                if (next.Spool is not null) break;
            }
        }
    }

    private void Take(BundleEntry entry, EntryKind kind, ReadOnlyMemory<byte> sha256)
    {
        if (kind == EntryKind.KeptAside) _aside.Add((entry, sha256));
        else _entries.Add(entry);
        _snapshot = null;
    }

    private void SignalQuiet()
    {
        if (_isClosed && !_isRunning && _unanswered == 0) _quiet.TrySetResult();
    }
}

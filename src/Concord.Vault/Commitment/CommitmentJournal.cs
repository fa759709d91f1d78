using System.Text.Json;
using Concord.Dicom.DataElements;
using Concord.Vault.Blobs;
using Concord.Vault.Lifecycle;

namespace Concord.Vault.Commitment;

/// <summary>The requests for Storage Commitment and what became of their reports: <c>commitments</c> in the data folder, durable before a request is answered.</summary>
/// <remarks>Any number of threads. On opening, and when it has grown much, it is written anew with what is still to be reported and, of the rest, the newest
/// that were known.</remarks>
public sealed class CommitmentJournal : IDisposable
{
    /// <summary>Reported transactions whose UIDs are remembered.</summary>
    private const int MaxKnown = 10_000;

    /// <summary>Bytes from which on it is written anew when most of it is of no use any more.</summary>
    private const long LargeBytes = 64 << 20;

    /// <summary>How many times larger than what was kept of it the last time.</summary>
    private const int Excess = 4;

    private readonly Lock _lock = new();
    private readonly DataFolder _folder;
    private readonly Disk _disk;
    private readonly DiskThreads _threads;
    private readonly TimeProvider _time;
    private readonly Dictionary<long, CommitmentTransaction> _pending = [];
    private readonly Dictionary<(string From, Uid Transaction), Known> _known = [];
    private JournalFile _journal;
    private long _lastNumber;
    private long _keptBytes;

    private CommitmentJournal(DataFolder folder, Disk disk, DiskThreads threads, TimeProvider time)
    {
        (_folder, _disk, _threads, _time) = (folder, disk, threads, time);
        _journal = JournalFile.Open(folder, disk, folder.Commitments);
    }

    /// <summary>Lines that did not check when it was opened; what they said is lost.</summary>
    public int Damaged { get; private set; }

    /// <summary>What is still to be reported, oldest first.</summary>
    public IReadOnlyList<CommitmentTransaction> Pending
    {
        get
        {
            lock (_lock) return [.. _pending.Values.OrderBy(transaction => transaction.Number)];
        }
    }

    public int PendingCount
    {
        get
        {
            lock (_lock) return _pending.Count;
        }
    }

    internal static CommitmentJournal Open(DataFolder folder, Disk disk, DiskThreads threads, TimeProvider time)
    {
        var journal = new CommitmentJournal(folder, disk, threads, time);
        try
        {
            if (journal.Load() > journal.Kept().Count()) journal.Rewrite();
            journal._keptBytes = journal._journal.End;
            return journal;
        }
        catch
        {
            journal.Dispose();
            throw;
        }
    }

    /// <summary>Keeps a request; durable on return. The same request again from the same AE is the same transaction, which is reported once more when it was already.</summary>
    /// <exception cref="IOException">It is not durable.</exception>
    public Task<CommitmentTransaction> Add(Uid transactionUid, string from, IReadOnlyList<(Uid SopClass, Uid SopInstance)> references) => _threads.Run(() =>
    {
        var digest = CommitmentTransaction.DigestOf(references);
        lock (_lock)
        {
            var key = (from, transactionUid);
            var isDuplicate = _known.TryGetValue(key, out var known) && known.Digest != digest;
            if (known is not null && !isDuplicate && _pending.TryGetValue(known.Number, out var same)) return same;
            var transaction = new CommitmentTransaction(_lastNumber + 1, transactionUid, from, _time.GetUtcNow(), references, isDuplicate, Tries: 0);
            _journal.Append(Json(RecordOf(transaction)));
            _lastNumber = transaction.Number;
            _pending.Add(transaction.Number, transaction);
            if (!isDuplicate) _known[key] = new(transaction.Number, digest, transaction.At);
            return transaction;
        }
    });

    /// <summary>Notes that a report was sent and not taken; durable on return.</summary>
    public Task<CommitmentTransaction> AddTry(CommitmentTransaction transaction, ushort? status) => _threads.Run(() =>
    {
        lock (_lock)
        {
            Append(transaction, CommitmentRecord.Tried, null, status);
            return _pending[transaction.Number] = transaction with { Tries = transaction.Tries + 1 };
        }
    });

    /// <summary>Notes that the peer took the report, and how; durable on return.</summary>
    public Task AddReported(CommitmentTransaction transaction, bool onSameAssociation, ushort status) =>
        Finish(transaction, CommitmentRecord.Reported, onSameAssociation ? "same" : "new", status);

    /// <summary>Notes that nothing more is tried; durable on return.</summary>
    public Task AddGivenUp(CommitmentTransaction transaction) => Finish(transaction, CommitmentRecord.GivenUp, null, null);

    public void Dispose() => _journal.Dispose();

    private Task Finish(CommitmentTransaction transaction, string kind, string? path, ushort? status) => _threads.Run(() =>
    {
        lock (_lock)
        {
            Append(transaction, kind, path, status);
            _pending.Remove(transaction.Number);
            if (_journal.End > LargeBytes && _journal.End > Excess * _keptBytes) Rewrite();
        }
    });

    private void Append(CommitmentTransaction transaction, string kind, string? path, ushort? status) =>
        _journal.Append(Json(new(transaction.Number, kind, _time.GetUtcNow(), Path: path, Status: status)));

    /// <summary>Takes all lines; how many there are.</summary>
    private int Load()
    {
        var lines = 0;
        foreach (var json in _journal.Read())
        {
            lines++;
            if (json is { } whole && TryParse(whole.Span) is { } record) Take(record);
            else Damaged++;
        }
        return lines;
    }

    private void Take(CommitmentRecord record)
    {
        _lastNumber = Math.Max(_lastNumber, record.Number);
        switch (record.Kind)
        {
            case CommitmentRecord.Asked:
                var references = record.References!.Chunk(2).Select(pair => (Uid.Parse(pair[0]), Uid.Parse(pair[1]))).ToList();
                var transaction = new CommitmentTransaction(record.Number, Uid.Parse(record.Transaction!), record.From!, record.At, references, record.IsDuplicate ?? false, Tries: 0);
                _pending[record.Number] = transaction;
                if (!transaction.IsDuplicate) _known[(transaction.From, transaction.TransactionUid)] = new(record.Number, CommitmentTransaction.DigestOf(references), record.At);
                break;
            case CommitmentRecord.Known:
                _known[(record.From!, Uid.Parse(record.Transaction!))] = new(record.Number, record.Digest!, record.At);
                break;
            case CommitmentRecord.Tried when _pending.TryGetValue(record.Number, out var tried):
                _pending[record.Number] = tried with { Tries = tried.Tries + 1 };
                break;
            case CommitmentRecord.Reported or CommitmentRecord.GivenUp:
                _pending.Remove(record.Number);
                break;
        }
    }

    /// <summary>A new file beside the old one, put in its place: a crash leaves one or the other, whole.</summary>
    private void Rewrite()
    {
        foreach (var (key, _) in _known.Where(known => !_pending.ContainsKey(known.Value.Number)).OrderByDescending(known => known.Value.Number).Skip(MaxKnown).ToList()) _known.Remove(key);
        if (Damaged > 0) _journal.KeepAside(_folder, _disk, 0);
        var path = _folder.Commitments + ".new";
        if (File.Exists(path)) _disk.Delete(path);
        using (var file = _disk.Create(path))
        {
            long end = 0;
            foreach (var record in Kept())
            {
                var line = JournalLines.Line(Json(record));
                file.Write(line, end);
                end += line.Length;
            }
            file.SyncData();
        }
        _journal.Dispose();
        _disk.Rename(path, _folder.Commitments);
        _disk.SyncFolder(_folder.Root);
        _journal = JournalFile.Open(_folder, _disk, _folder.Commitments);
        _keptBytes = _journal.End;
    }

    private IEnumerable<CommitmentRecord> Kept()
    {
        foreach (var ((from, transaction), known) in _known.OrderBy(known => known.Value.Number))
            if (!_pending.ContainsKey(known.Number)) yield return new(known.Number, CommitmentRecord.Known, known.At, transaction.ToString(), from, Digest: known.Digest);
        foreach (var transaction in Pending)
        {
            yield return RecordOf(transaction);
            for (var i = 0; i < transaction.Tries; i++) yield return new(transaction.Number, CommitmentRecord.Tried, transaction.At);
        }
    }

    private static CommitmentRecord RecordOf(CommitmentTransaction transaction) => new(
        transaction.Number, CommitmentRecord.Asked, transaction.At, transaction.TransactionUid.ToString(), transaction.From,
        [.. transaction.References.SelectMany(reference => new[] { reference.SopClass.ToString(), reference.SopInstance.ToString() })],
        IsDuplicate: transaction.IsDuplicate ? true : null);

    private static byte[] Json(CommitmentRecord record) => JsonSerializer.SerializeToUtf8Bytes(record, CommitmentJson.Default.CommitmentRecord);

    private static CommitmentRecord? TryParse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, CommitmentJson.Default.CommitmentRecord);
        }
        catch (JsonException)
        {
            return null; // counted as damaged by the caller
        }
    }

    private sealed record Known(long Number, string Digest, DateTimeOffset At);
}

using System.Text.Json;
using Concord.Vault.Blobs;
using Concord.Vault.Lifecycle;

namespace Concord.Vault.Integrity;

/// <summary>What scrubbing found: <c>integrity</c> in the data folder, durable before it is told. An index made anew changes nothing of it.</summary>
/// <remarks>Any number of threads. The file comes with the first finding.</remarks>
public sealed class FindingsJournal : IDisposable
{
    /// <summary>Open findings at which scrubbing waits for somebody to see to them.</summary>
    public const int MaxOpen = 10_000;

    /// <summary>Resolved findings that are listed; older ones are in the file alone.</summary>
    private const int MaxResolved = 10_000;

    private readonly Lock _lock = new();
    private readonly DataFolder _folder;
    private readonly Disk _disk;
    private readonly DiskThreads _threads;
    private readonly SortedDictionary<long, IntegrityFinding> _byNumber = [];
    private readonly Dictionary<long, IntegrityFinding> _openByBundle = [];
    private JournalFile? _journal;
    private long _lastNumber;

    private FindingsJournal(DataFolder folder, Disk disk, DiskThreads threads) => (_folder, _disk, _threads) = (folder, disk, threads);

    /// <summary>Lines that did not check when it was opened; what they said is lost.</summary>
    public int Damaged { get; private set; }

    /// <summary>Findings that are not resolved.</summary>
    public int OpenCount
    {
        get
        {
            lock (_lock) return _openByBundle.Count;
        }
    }

    /// <summary>Findings that are not resolved, oldest first.</summary>
    public IReadOnlyList<IntegrityFinding> ListOpen()
    {
        lock (_lock) return [.. _openByBundle.Values.OrderBy(finding => finding.Number)];
    }

    /// <summary>Findings numbered above <paramref name="after"/>, open and resolved, oldest first.</summary>
    public IReadOnlyList<IntegrityFinding> Read(long after, int limit)
    {
        lock (_lock) return [.. _byNumber.Values.Where(finding => finding.Number > after).Take(limit)];
    }

    public void Dispose()
    {
        IntegrityMetrics.AddOpen(-OpenCount);
        _journal?.Dispose();
    }

    internal static FindingsJournal Open(DataFolder folder, Disk disk, DiskThreads threads)
    {
        var findings = new FindingsJournal(folder, disk, threads);
        if (!File.Exists(folder.Integrity)) return findings;
        findings._journal = JournalFile.Open(folder, disk, folder.Integrity);
        foreach (var json in findings._journal.Read())
        {
            if (json is { } whole && TryParse(whole.Span) is { } record) findings.Take(record);
            else findings.Damaged++;
        }
        return findings;
    }

    /// <summary>The finding of that number; null when there is none, or it is resolved.</summary>
    public IntegrityFinding? FindOpen(long number)
    {
        lock (_lock) return _byNumber.GetValueOrDefault(number) is { ResolvedAt: null } finding ? finding : null;
    }

    /// <summary>Bytes of whole, durable lines; 0 before the first finding.</summary>
    internal long End => Volatile.Read(ref _journal)?.End ?? 0;

    internal bool IsOpen(long bundleId)
    {
        lock (_lock) return _openByBundle.ContainsKey(bundleId);
    }

    /// <summary>Notes what is wrong with a bundle; durable on return. Null when that was known.</summary>
    /// <exception cref="IOException">It is not durable.</exception>
    internal Task<IntegrityFinding?> Report(long bundleId, BundleFault fault, string sha256, long bytes, DateTimeOffset at) => _threads.Run(() =>
    {
        lock (_lock)
        {
            var known = _openByBundle.GetValueOrDefault(bundleId);
            if (known?.Fault == fault) return null;
            Append(known is null
                ? new(_lastNumber + 1, IntegrityRecord.Found, at, bundleId, fault, sha256, bytes)
                : new(known.Number, IntegrityRecord.Found, known.At, bundleId, fault, known.Sha256, known.Bytes));
            return _openByBundle[bundleId];
        }
    });

    /// <summary>Notes that the bundle is whole again; durable on return.</summary>
    /// <exception cref="IOException">It is not durable.</exception>
    internal Task Resolve(IntegrityFinding finding, string? repairedFrom, DateTimeOffset at) => _threads.Run(() =>
    {
        lock (_lock)
            if (_openByBundle.ContainsKey(finding.BundleId)) Append(new(finding.Number, IntegrityRecord.Resolved, at, finding.BundleId, From: repairedFrom));
    });

    /// <summary>Notes that bundles are gone, replaced by one whose bytes were checked; durable on return.</summary>
    /// <exception cref="IOException">It is not durable.</exception>
    internal Task ResolveReplaced(IEnumerable<long> bundleIds, DateTimeOffset at) => _threads.Run(() =>
    {
        lock (_lock)
            foreach (var bundleId in bundleIds)
                if (_openByBundle.TryGetValue(bundleId, out var finding)) Append(new(finding.Number, IntegrityRecord.Resolved, at, bundleId));
    });

    private void Append(IntegrityRecord record)
    {
        _journal ??= JournalFile.Open(_folder, _disk, _folder.Integrity);
        _journal.Append(JsonSerializer.SerializeToUtf8Bytes(record, IntegrityJson.Default.IntegrityRecord));
        Take(record);
    }

    private void Take(IntegrityRecord record)
    {
        var open = _openByBundle.Count;
        _lastNumber = Math.Max(_lastNumber, record.Number);
        switch (record.Kind)
        {
            case IntegrityRecord.Found when record is { Fault: { } fault, Sha256: { } sha256, Bytes: { } bytes }:
                _byNumber[record.Number] = _openByBundle[record.BundleId] = new(record.Number, record.At, record.BundleId, fault, sha256, bytes, null);
                break;
            case IntegrityRecord.Resolved when _openByBundle.Remove(record.BundleId, out var finding):
                _byNumber[finding.Number] = finding with { ResolvedAt = record.At, RepairedFrom = record.From };
                if (_byNumber.Count - _openByBundle.Count > MaxResolved) _byNumber.Remove(_byNumber.First(known => known.Value.ResolvedAt is not null).Key);
                break;
        }
        IntegrityMetrics.AddOpen(_openByBundle.Count - open);
    }

    private static IntegrityRecord? TryParse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, IntegrityJson.Default.IntegrityRecord);
        }
        catch (JsonException)
        {
            return null; // counted as damaged by the caller
        }
    }
}

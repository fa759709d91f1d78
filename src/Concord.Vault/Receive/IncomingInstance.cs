using System.Buffers;
using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;
using Concord.Vault.Blobs;

namespace Concord.Vault.Receive;

/// <summary>An object on its way in: bytes gathered in pooled memory, or in a spool file when they are many or memory is spent.</summary>
/// <remarks>One appender at a time. Memory is given up to older claims by going to the spool file, whoever asks: hence the gate.</remarks>
public sealed class IncomingInstance : IAsyncDisposable
{
    /// <summary>An object in its spool file gathers this many segments before they are written.</summary>
    private const int SegmentsPerSpoolWrite = 16;

    private readonly ReceiveBudget _budget;
    private readonly SpoolFolder _spoolFolder;
    private readonly int _maxBytesInMemory;
    private readonly LinkedListNode<IncomingInstance> _place;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly List<Segment> _segments = [];
    private bool _keepSpool;
    private Exception? _failure;

    internal IncomingInstance(ReceiveBudget budget, SpoolFolder spoolFolder, int maxBytesInMemory)
    {
        (_budget, _spoolFolder, _maxBytesInMemory) = (budget, spoolFolder, maxBytesInMemory);
        _place = budget.Enter(this);
    }

    /// <summary>The syntax of the bytes when they are a bare data set (DIMSE); null when they are a Part 10 file.</summary>
    public TransferSyntax? TransferSyntax { get; init; }

    /// <summary>What the command or the request announced; must agree with the data set.</summary>
    public Uid? AnnouncedSopClassUid { get; init; }

    public Uid? AnnouncedSopInstanceUid { get; init; }

    public Uid? AnnouncedStudyInstanceUid { get; init; }

    /// <summary>False when it is to be refused anyway: bytes that would go to a spool file are dropped.</summary>
    internal bool MayUseDisk { get; init; } = true;

    /// <summary>Some of its bytes are not there: there was no memory for them and the disk was not to be used.</summary>
    internal bool IsDropped => !MayUseDisk && _failure is not null;

    /// <summary>What the object calls itself: set by <see cref="InstanceVault.Receive"/> as soon as the head is parsed, whatever the outcome; null when it cannot be parsed.</summary>
    public InstanceIdentity? Identity { get; internal set; }

    /// <summary>Bytes so far.</summary>
    public long Length { get; private set; }

    /// <summary>CRC-32 of all bytes so far.</summary>
    internal uint Crc { get; private set; }

    /// <summary>The file, when the object is in one.</summary>
    internal SpoolFile? Spool { get; private set; }

    internal bool HoldsMemory => _segments.Count > 0;

    /// <summary>Copies the bytes; waits only for the disk, when the object is large or the receive budget is spent.</summary>
    /// <remarks>When the spool file cannot be written, the bytes that follow are dropped and <see cref="InstanceVault.Receive"/> refuses the object.</remarks>
    public async ValueTask Append(ReadOnlySequence<byte> bytes, CancellationToken cancel)
    {
        while (!bytes.IsEmpty && _failure is null)
        {
            await _gate.WaitAsync(cancel);
            try
            {
                bytes = CopyToTail(bytes);
                if (bytes.IsEmpty) return;
                if (await MakeSpaceOfOwn(cancel)) continue;
            }
            finally
            {
                _gate.Release();
            }
            if (await _budget.SpillOldest(cancel)) continue;
            await AppendPastMemory(bytes, cancel);
            return;
        }
    }

    /// <summary>No more bytes come: the object keeps its memory from now on. Its bytes in memory, or empty when they are in <see cref="Spool"/>.</summary>
    /// <exception cref="IOException">Some of its bytes could not be written.</exception>
    internal async ValueTask<ReadOnlySequence<byte>> Complete(CancellationToken cancel)
    {
        _budget.Leave(_place);
        await _gate.WaitAsync(cancel);
        try
        {
            if (Spool is not null) await WriteSegments(keep: false);
            if (_failure is not null) throw new IOException("An object could not be written to its spool file.", _failure);
            return Spool is null ? Segment.Chain(_segments) : ReadOnlySequence<byte>.Empty;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Writes what is in memory to the spool file and gives the memory back.</summary>
    internal async ValueTask Spill(CancellationToken cancel)
    {
        await _gate.WaitAsync(cancel);
        try
        {
            if (_place.List is not null) await WriteSegments(keep: false); // else it was completed, or is gone, meanwhile
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The spool file is the bundle's from now on.</summary>
    internal SpoolFile HandOverSpool()
    {
        _keepSpool = true;
        return Spool!;
    }

    public async ValueTask DisposeAsync()
    {
        _budget.Leave(_place);
        await _gate.WaitAsync(CancellationToken.None);
        ReturnSegments(0);
        if (Spool is { } spool && !_keepSpool)
        {
            _keepSpool = true;
            await _spoolFolder.Threads.Run(spool.Delete);
        }
        _gate.Release();
    }

    private ReadOnlySequence<byte> CopyToTail(ReadOnlySequence<byte> bytes)
    {
        if (_segments.Count == 0) return bytes;
        var tail = _segments[^1];
        while (!bytes.IsEmpty && tail.Free.Length > 0)
        {
            var piece = bytes.FirstSpan;
            if (piece.Length > tail.Free.Length) piece = piece[..tail.Free.Length];
            piece.CopyTo(tail.Free);
            Crc = Crc32.Append(Crc, piece);
            tail.Advance(piece.Length);
            Length += piece.Length;
            bytes = bytes.Slice(piece.Length);
        }
        return bytes;
    }

    /// <summary>One more segment, after writing out what is more than may lie in memory; false when the budget is spent.</summary>
    private async ValueTask<bool> MakeSpaceOfOwn(CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        if (Length >= _maxBytesInMemory && _segments.Count >= SegmentsPerSpoolWrite)
        {
            await WriteSegments(keep: true);
            if (_segments.Count > 0) return true;
        }
        if (_budget.TryTake() is not { } segment) return false;
        _segments.Add(segment);
        return true;
    }

    /// <summary>No memory is to be had at all: straight to the file.</summary>
    private async ValueTask AppendPastMemory(ReadOnlySequence<byte> bytes, CancellationToken cancel)
    {
        await _gate.WaitAsync(cancel);
        try
        {
            List<ReadOnlyMemory<byte>> pieces = [];
            foreach (var piece in bytes)
            {
                Crc = Crc32.Append(Crc, piece.Span);
                pieces.Add(piece);
            }
            await WriteSegments(keep: false);
            await WriteToSpool(pieces);
            Length += bytes.Length;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Under the gate: segments to the file, then back to the budget, but for one when <paramref name="keep"/>.</summary>
    private async ValueTask WriteSegments(bool keep)
    {
        if (_segments.Count == 0) return;
        List<ReadOnlyMemory<byte>> pieces = [.. _segments.Select(segment => segment.Written)];
        await WriteToSpool(pieces);
        if (keep)
        {
            ReturnSegments(1);
            _segments[0].Clear();
        }
        else ReturnSegments(0);
    }

    /// <summary>An error is the object's, not that of who made it give up its memory.</summary>
    private async ValueTask WriteToSpool(List<ReadOnlyMemory<byte>> pieces)
    {
        if (_failure is not null) return;
        if (!MayUseDisk)
        {
            _failure = new IOException("It was not to be written.");
            return;
        }
        try
        {
            await _spoolFolder.Threads.Run(() => (Spool ??= _spoolFolder.Create()).Append(pieces));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            _failure = error;
        }
    }

    private void ReturnSegments(int keep)
    {
        for (var i = _segments.Count - 1; i >= keep; i--) _budget.Return(_segments[i]);
        _segments.RemoveRange(keep, _segments.Count - keep);
    }
}

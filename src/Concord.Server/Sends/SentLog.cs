using System.Buffers.Binary;

namespace Concord.Server.Sends;

/// <summary>What the peer of one send accepted: 16 bytes an object, its arrival number and its bytes, written as the answers come.</summary>
/// <remarks>Not flushed to the disk: what a power cut takes is sent once more, which a peer takes as what it has already. One user at a time.</remarks>
internal sealed class SentLog : IDisposable
{
    private const int RecordLength = 16;
    private const int RecordsAtOnce = 4096;

    private readonly FileStream _file;
    private readonly HashSet<long> _arrivals = [];

    public SentLog(string path)
    {
        _file = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        Load();
    }

    public int Count => _arrivals.Count;

    /// <summary>Bytes of all of them.</summary>
    public long Bytes { get; private set; }

    public bool Contains(long arrival) => _arrivals.Contains(arrival);

    public void Add(long arrival, long bytes)
    {
        if (!_arrivals.Add(arrival)) return;
        Span<byte> record = stackalloc byte[RecordLength];
        BinaryPrimitives.WriteInt64LittleEndian(record, arrival);
        BinaryPrimitives.WriteInt64LittleEndian(record[8..], bytes);
        _file.Write(record);
        Bytes += bytes;
    }

    public void Dispose() => _file.Dispose();

    private void Load()
    {
        var whole = _file.Length / RecordLength * RecordLength;
        var bytes = new byte[RecordLength * RecordsAtOnce];
        for (var left = whole; left > 0;)
        {
            var some = bytes.AsSpan(0, (int)Math.Min(left, bytes.Length));
            _file.ReadExactly(some);
            for (var record = some; record.Length > 0; record = record[RecordLength..])
                if (_arrivals.Add(BinaryPrimitives.ReadInt64LittleEndian(record))) Bytes += BinaryPrimitives.ReadInt64LittleEndian(record[8..]);
            left -= some.Length;
        }
        _file.SetLength(whole); // a crash may have torn the last one
        _file.Position = whole;
    }
}

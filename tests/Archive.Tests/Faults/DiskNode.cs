namespace Archive.Tests.Faults;

/// <summary>A file of a <see cref="DiskModel"/>: what a reader sees, what is durable, and what lies between.</summary>
internal sealed class DiskNode
{
    private const int Sector = 512;
    private readonly List<DiskOperation> _pending = [];
    private byte[] _seen = [];
    private byte[] _durable = [];
    private int _seenLength;
    private int _durableLength;

    public bool IsFolder { get; init; }

    public bool IsDurable => _pending.Count == 0;

    public ReadOnlySpan<byte> Seen => _seen.AsSpan(0, _seenLength);

    public ReadOnlySpan<byte> Durable => _durable.AsSpan(0, _durableLength);

    /// <summary>A write or truncation.</summary>
    public void Apply(DiskOperation operation)
    {
        Apply(operation, ref _seen, ref _seenLength);
        _pending.Add(operation);
    }

    public void Sync()
    {
        foreach (var operation in _pending) Apply(operation, ref _durable, ref _durableLength);
        _pending.Clear();
    }

    /// <summary>What might be found when power goes: any of what was not synced, a write in any of its sectors.</summary>
    public byte[] Survivor(Random random)
    {
        var (bytes, length) = ((byte[])_durable.Clone(), _durableLength);
        foreach (var operation in _pending)
        {
            var luck = random.Next(4);
            if (luck == 0) continue;
            if (luck == 1 && operation.Kind == OperationKind.Write) foreach (var piece in Sectors(operation, random)) Apply(piece, ref bytes, ref length);
            else Apply(operation, ref bytes, ref length);
        }
        return bytes[..length];
    }

    /// <summary>What is seen with a write that got only half-way.</summary>
    public byte[] Torn(DiskOperation write)
    {
        var (bytes, length) = ((byte[])_seen.Clone(), _seenLength);
        var half = write.Data.Length / 2;
        half -= (int)((write.Offset + half) % Sector) is var over && over <= half ? over : 0;
        Apply(write with { Data = write.Data[..half] }, ref bytes, ref length);
        return bytes[..length];
    }

    private static IEnumerable<DiskOperation> Sectors(DiskOperation write, Random random)
    {
        for (var at = 0; at < write.Data.Length;)
        {
            var next = Math.Min(write.Data.Length, at + Sector - (int)((write.Offset + at) % Sector));
            if (random.Next(2) == 0) yield return write with { Offset = write.Offset + at, Data = write.Data[at..next] };
            at = next;
        }
    }

    private static void Apply(DiskOperation operation, ref byte[] bytes, ref int length)
    {
        var end = operation.Kind == OperationKind.Truncate ? (int)operation.Offset : (int)operation.Offset + operation.Data.Length;
        if (end > bytes.Length) Array.Resize(ref bytes, Math.Max(end, bytes.Length * 2));
        if (operation.Kind == OperationKind.Truncate)
        {
            if (end < length) Array.Clear(bytes, end, length - end);
            length = end;
            return;
        }
        operation.Data.Span.CopyTo(bytes.AsSpan((int)operation.Offset));
        length = Math.Max(length, end);
    }
}

namespace Archive.Tests.Faults;

/// <summary>One operation of a trace, in the order in which they took effect.</summary>
/// <param name="Handle">Names an open file: given by <see cref="OperationKind.Open"/>, used by what is done to it.</param>
/// <param name="Path">Below the traced folder; empty for the folder itself, and for what is done to an open file.</param>
/// <param name="OtherPath">Where a rename or link leads.</param>
/// <param name="Offset">Of a write; the new length of a truncation; of an opening: 1 made, 2 emptied, or both.</param>
internal sealed record DiskOperation(OperationKind Kind, int Thread, long Handle, long Offset, string Path, string OtherPath, ReadOnlyMemory<byte> Data)
{
    private const int HeaderLength = 40;

    public bool IsCreation => (Offset & 1) != 0;

    public bool IsEmptied => (Offset & 2) != 0;

    /// <summary>Reads the trace of a folder; paths outside of it become names with a leading slash.</summary>
    public static List<DiskOperation> ReadTrace(string path, string root)
    {
        var bytes = File.ReadAllBytes(path).AsMemory();
        var operations = new List<DiskOperation>();
        while (!bytes.IsEmpty)
        {
            var head = bytes.Span[..HeaderLength];
            var (pathLength, otherLength) = (BitConverter.ToInt32(head[32..]), BitConverter.ToInt32(head[36..]));
            var dataLength = (int)BitConverter.ToInt64(head[24..]);
            operations.Add(new(
                (OperationKind)BitConverter.ToInt32(head), BitConverter.ToInt32(head[4..]), BitConverter.ToInt64(head[8..]), BitConverter.ToInt64(head[16..]),
                Relative(bytes.Slice(HeaderLength, pathLength)), Relative(bytes.Slice(HeaderLength + pathLength, otherLength)),
                bytes.Slice(HeaderLength + pathLength + otherLength, dataLength)));
            bytes = bytes[(HeaderLength + pathLength + otherLength + dataLength)..];
        }
        return operations;

        string Relative(ReadOnlyMemory<byte> text)
        {
            var full = System.Text.Encoding.UTF8.GetString(text.Span);
            return full == root ? "" : full.StartsWith(root + "/", StringComparison.Ordinal) ? full[(root.Length + 1)..] : full;
        }
    }
}

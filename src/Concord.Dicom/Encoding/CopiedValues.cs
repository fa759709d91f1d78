using System.Buffers;

namespace Concord.Dicom.Encoding;

/// <summary>Values are copied, one behind the other, into one buffer.</summary>
/// <param name="capacity">Bytes that all values kept have together.</param>
internal sealed class CopiedValues(int capacity) : ValueKeeper
{
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(capacity);
    private int _used;

    public override ReadOnlyMemory<byte> Keep(ref DicomTokenReader reader)
    {
        if (!reader.TryReadValue(out var value)) throw new InvalidOperationException("A value was measured and is not there.");
        var kept = _buffer.AsMemory(_used, (int)value.Length);
        value.CopyTo(kept.Span);
        _used += kept.Length;
        return kept;
    }
}

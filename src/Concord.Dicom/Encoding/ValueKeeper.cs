namespace Concord.Dicom.Encoding;

/// <summary>Where the values of a data set that is being read come to lie: where they are, or one behind the other in one buffer.</summary>
internal struct ValueKeeper
{
    private readonly ReadOnlyMemory<byte> _input;
    private readonly byte[]? _copies;
    private int _used;

    private ValueKeeper(ReadOnlyMemory<byte> input, byte[]? copies) => (_input, _copies) = (input, copies);

    /// <summary>Values are slices of the input, which lies in one piece.</summary>
    public static ValueKeeper Borrowing(ReadOnlyMemory<byte> input) => new(input, null);

    /// <summary>Values are copied.</summary>
    /// <param name="capacity">Bytes that all values kept have together.</param>
    public static ValueKeeper Copying(int capacity) => new(default, capacity == 0 ? [] : GC.AllocateUninitializedArray<byte>(capacity));

    /// <summary>The value of the token that the reader stands on.</summary>
    public ReadOnlyMemory<byte> Keep(ref DicomTokenReader reader)
    {
        if (_copies is null) return _input.Slice((int)reader.ValueOffset, (int)reader.Length);
        var kept = _copies.AsMemory(_used, (int)reader.Length);
        if (!reader.TryCopyValue(kept.Span)) throw new InvalidOperationException("A value was measured and is not there.");
        _used += kept.Length;
        return kept;
    }
}

using Concord.Dicom.DataElements;

namespace Concord.Vault.Bundles;

/// <summary>Whether two data sets say the same, however each was put into bytes: byte order, VR spelling, defined or undefined
/// lengths, group lengths and trailing padding do not count.</summary>
internal static class DataSetEquality
{
    private static readonly Tag TrailingPadding = new(0xFFFC, 0xFFFC);

    public static bool AreEqual(DataSet left, DataSet right)
    {
        using var rights = ((IEnumerable<DataElement>)right).Where(Counts).GetEnumerator();
        foreach (var element in left)
        {
            if (!Counts(element)) continue;
            if (!rights.MoveNext() || !AreEqual(element, left.ByteOrder, rights.Current, right.ByteOrder)) return false;
        }
        return !rights.MoveNext();
    }

    private static bool Counts(DataElement element) => !element.Tag.IsGroupLength && element.Tag != TrailingPadding;

    private static bool AreEqual(DataElement left, ByteOrder leftOrder, DataElement right, ByteOrder rightOrder)
    {
        if (left.Tag != right.Tag) return false;
        if (left.Items is not null || right.Items is not null) return AreEqual(left.Items, right.Items);
        if (left.Fragments is not null || right.Fragments is not null) return AreEqual(left.Fragments, right.Fragments);
        if (leftOrder == rightOrder) return left.Value.Span.SequenceEqual(right.Value.Span);
        var unit = left.Vr == Vr.UN ? right.Vr.UnitSize : left.Vr.UnitSize;
        return AreSwapped(left.Value.Span, right.Value.Span, unit);
    }

    private static bool AreEqual(IReadOnlyList<SequenceItem>? left, IReadOnlyList<SequenceItem>? right)
    {
        if (left is null || right is null || left.Count != right.Count) return false;
        for (var i = 0; i < left.Count; i++)
            if (!AreEqual(left[i].DataSet, right[i].DataSet)) return false;
        return true;
    }

    private static bool AreEqual(IReadOnlyList<ReadOnlyMemory<byte>>? left, IReadOnlyList<ReadOnlyMemory<byte>>? right)
    {
        if (left is null || right is null || left.Count != right.Count) return false;
        for (var i = 0; i < left.Count; i++)
            if (!left[i].Span.SequenceEqual(right[i].Span)) return false;
        return true;
    }

    private static bool AreSwapped(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, int unit)
    {
        if (left.Length != right.Length || left.Length % unit != 0) return false;
        for (var at = 0; at < left.Length; at += unit)
            for (var i = 0; i < unit; i++)
                if (left[at + i] != right[at + unit - 1 - i]) return false;
        return true;
    }
}

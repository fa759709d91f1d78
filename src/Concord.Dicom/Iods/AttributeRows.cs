namespace Concord.Dicom.Iods;

/// <summary>Reads the attribute tables: which rows stand at one level, with what they include in its place.</summary>
internal static class AttributeRows
{
    /// <summary>Stands for a tag where any attribute may be.</summary>
    public const uint Anything = 0xFFFFFFFF;

    private const uint FunctionalGroups = 0xFFFFFFFE;
    private const int Include = 6, MostNestedIncludes = 16;
    private static readonly IodAttribute?[] Built = new IodAttribute?[AttributeTable.Tags.Length];

    public static AttributeType TypeOf(int row) => (AttributeType)(AttributeTable.Kinds[row] & 0xF);

    public static string SectionOf(int row) => TableText.Of(AttributeTable.SectionText, AttributeTable.SectionOffsets, TableOf(row));

    /// <summary>The top level of a table.</summary>
    public static IReadOnlyList<IodAttribute> OfTable(int table)
    {
        var level = new List<IodAttribute>();
        Collect(level, AttributeTable.First[table], AttributeTable.First[table + 1], 0, 0);
        return level.ToArray();
    }

    /// <summary>What stands in the items of a row's sequence.</summary>
    /// <param name="more">Rows elsewhere that belong to the same items.</param>
    public static IReadOnlyList<IodAttribute> ItemsOf(int row, (int First, int End) more)
    {
        var level = new List<IodAttribute>();
        var (end, depth) = (EndOfItems(row), DepthOf(row) + 1);
        Collect(level, row + 1, end, depth, 0);
        if (more.End > more.First) Collect(level, more.First, more.End, DepthOf(more.First), 0);
        return level.Count == 0 ? [] : level.ToArray();
    }

    public static bool HoldsFunctionalGroups(int row)
    {
        for (var at = row + 1; at < EndOfItems(row); at++)
            if (DepthOf(at) == DepthOf(row) + 1 && AttributeTable.Tags[at] == FunctionalGroups) return true;
        return false;
    }

    public static IReadOnlyList<ValueTerms> TermsOf(int row)
    {
        var (first, end) = EqualRange(TermTable.Rows, (ushort)row);
        if (first == end) return [];
        var terms = new ValueTerms[end - first];
        for (var i = first; i < end; i++)
            terms[i - first] = new(TermTable.ValueNumbers[i], TermTable.Enumerated[i] != 0, TableText.Of(TermTable.TermText, TermTable.TermOffsets, i).Split('\\'));
        return terms;
    }

    public static ReadOnlySpan<uint> ConditionTagsOf(int row)
    {
        var (first, end) = EqualRange(AttributeTable.ConditionRows, (ushort)row);
        return AttributeTable.ConditionTags[first..end];
    }

    /// <summary>Rows of one depth between two rows; those that include another table give its top level.</summary>
    private static void Collect(List<IodAttribute> level, int first, int end, int depth, int includes)
    {
        for (var row = first; row < end; row++)
        {
            if (DepthOf(row) != depth) continue;
            var isInclude = (AttributeTable.Kinds[row] & 0xF) == Include;
            if (!isInclude) level.Add(At(row));
            else if (AttributeTable.Tags[row] == Anything) level.Add(At(row));
            else if (AttributeTable.Tags[row] != FunctionalGroups && includes < MostNestedIncludes)
            {
                var table = (int)AttributeTable.Tags[row];
                Collect(level, AttributeTable.First[table], AttributeTable.First[table + 1], 0, includes + 1);
                Extend(level, row, end);
            }
        }
    }

    /// <summary>Rows that follow an include one level deeper say more of the last attribute that was included.</summary>
    private static void Extend(List<IodAttribute> level, int include, int end)
    {
        var last = include + 1;
        while (last < end && DepthOf(last) > DepthOf(include)) last++;
        if (last > include + 1 && level.Count > 0) level[^1] = new(level[^1].Row, (include + 1, last));
    }

    private static IodAttribute At(int row) => Built[row] ??= new(row);

    private static int DepthOf(int row) => AttributeTable.Kinds[row] >> 4;

    private static int EndOfItems(int row)
    {
        var (end, last) = (row + 1, AttributeTable.First[TableOf(row) + 1]);
        while (end < last && DepthOf(end) > DepthOf(row)) end++;
        return end;
    }

    private static int TableOf(int row)
    {
        var index = AttributeTable.First.BinarySearch(row);
        return index >= 0 ? index : ~index - 1;
    }

    private static (int First, int End) EqualRange(ReadOnlySpan<ushort> sorted, ushort wanted)
    {
        var any = sorted.BinarySearch(wanted);
        if (any < 0) return default;
        var (first, end) = (any, any + 1);
        while (first > 0 && sorted[first - 1] == wanted) first--;
        while (end < sorted.Length && sorted[end] == wanted) end++;
        return (first, end);
    }
}

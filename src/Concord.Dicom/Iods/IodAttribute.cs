using Concord.Dicom.DataElements;

namespace Concord.Dicom.Iods;

/// <summary>An attribute of a module or macro: one row of a table of PS3.3.</summary>
public sealed class IodAttribute
{
    private readonly int _row;
    private readonly (int First, int End) _more;
    private IReadOnlyList<IodAttribute>? _items;
    private IReadOnlyList<ValueTerms>? _terms;

    /// <param name="row">Number of the row, counted over all tables.</param>
    /// <param name="more">Rows of another table that say more of its items: they follow an included macro, one level deeper.</param>
    internal IodAttribute(int row, (int First, int End) more = default)
    {
        (_row, _more) = (row, more);
        Tag = new(AttributeTable.Tags[row]);
        Type = AttributeRows.TypeOf(row);
        Section = AttributeRows.SectionOf(row);
    }

    /// <summary>The tag; of repeating groups that of the first group.</summary>
    public Tag Tag { get; }

    public AttributeType Type { get; }

    /// <summary>The section of PS3.3, or the table where a macro has no section.</summary>
    public string Section { get; }

    /// <summary>Any attribute may stand here: what was modified, keys of a query and the like.</summary>
    public bool IsAnything => Tag.Value == AttributeRows.Anything;

    /// <summary>Attributes of a sequence's items; empty for what is no sequence.</summary>
    public IReadOnlyList<IodAttribute> Items => _items ??= AttributeRows.ItemsOf(_row, _more);

    /// <summary>The items hold the functional group macros of the IOD, beside <see cref="Items"/> (PS3.3 §C.7.6.16).</summary>
    public bool HoldsFunctionalGroups => AttributeRows.HoldsFunctionalGroups(_row);

    /// <summary>Enumerated values and defined terms.</summary>
    public IReadOnlyList<ValueTerms> Terms => _terms ??= AttributeRows.TermsOf(_row);

    /// <summary>The attributes that the condition of type 1C and 2C speaks of, as far as it names any by tag.</summary>
    public ReadOnlySpan<uint> ConditionTags => AttributeRows.ConditionTagsOf(_row);

    /// <summary>Number of the row, counted over all tables.</summary>
    internal int Row => _row;

    /// <summary>The same for attributes that say the same: the row, and what else is said of its items.</summary>
    internal string Key => field ??= System.FormattableString.Invariant($"{_row}+{_more.First}");

    /// <summary>It is the attribute of this tag, in whichever repeating group.</summary>
    public bool Matches(Tag tag) => tag == Tag || (Tag.Group == 0x6000 && IsOverlay(tag) && tag.Element == Tag.Element);

    /// <summary>An even group from 6000 to 60FE.</summary>
    internal static bool IsOverlay(Tag tag) => (tag.Group & 0xFF01) == 0x6000;

    public override string ToString() => $"{Tag} {Type}";
}

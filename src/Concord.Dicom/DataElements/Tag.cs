using System.Globalization;

namespace Concord.Dicom.DataElements;

/// <summary>A data element tag: group and element number (PS3.5 §7.1), ordered as the standard orders elements.</summary>
/// <param name="Value">Group in the high, element in the low sixteen bits.</param>
public readonly record struct Tag(uint Value) : IComparable<Tag>, ISpanParsable<Tag>
{
    public Tag(ushort group, ushort element) : this(((uint)group << 16) | element) { }

    public static readonly Tag Item = new(0xFFFE, 0xE000);
    public static readonly Tag ItemDelimitation = new(0xFFFE, 0xE00D);
    public static readonly Tag SequenceDelimitation = new(0xFFFE, 0xE0DD);

    public ushort Group => (ushort)(Value >> 16);

    public ushort Element => (ushort)Value;

    /// <summary>An odd group (PS3.5 §7.8).</summary>
    public bool IsPrivate => (Value & 0x10000) != 0;

    /// <summary>(gggg,0010-00FF) of an odd group: names the creator of a block (PS3.5 §7.8.1).</summary>
    public bool IsPrivateCreator => IsPrivate && Element is >= 0x10 and <= 0xFF;

    public bool IsGroupLength => Element == 0;

    public int CompareTo(Tag other) => Value.CompareTo(other.Value);

    public static bool operator <(Tag left, Tag right) => left.Value < right.Value;

    public static bool operator >(Tag left, Tag right) => left.Value > right.Value;

    public static bool operator <=(Tag left, Tag right) => left.Value <= right.Value;

    public static bool operator >=(Tag left, Tag right) => left.Value >= right.Value;

    /// <summary><c>(GGGG,EEEE)</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"({Group:X4},{Element:X4})");

    /// <summary>Eight upper-case hex digits, as DICOM JSON names it (PS3.18 §F.2.2).</summary>
    public string ToHex() => Value.ToString("X8", CultureInfo.InvariantCulture);

    /// <summary>Takes <c>GGGGEEEE</c>, <c>GGGG,EEEE</c> or <c>(GGGG,EEEE)</c>; keywords are the dictionary's business.</summary>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out Tag result)
    {
        result = default;
        if (s.Length >= 2 && s[0] == '(' && s[^1] == ')') s = s[1..^1];
        Span<char> digits = stackalloc char[8];
        if (s.Length == 9 && s[4] == ',')
        {
            s[..4].CopyTo(digits);
            s[5..].CopyTo(digits[4..]);
        }
        else if (s.Length == 8) s.CopyTo(digits);
        else return false;
        if (!uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)) return false;
        result = new(value);
        return true;
    }

    public static bool TryParse(string? s, IFormatProvider? provider, out Tag result) => TryParse(s.AsSpan(), provider, out result);

    public static Tag Parse(ReadOnlySpan<char> s, IFormatProvider? provider) =>
        TryParse(s, provider, out var tag) ? tag : throw new FormatException("Not a DICOM tag.");

    public static Tag Parse(string s, IFormatProvider? provider) => Parse(s.AsSpan(), provider);

    public static Tag Parse(string s) => Parse(s.AsSpan(), null);
}

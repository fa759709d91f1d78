using System.Globalization;
using Concord.Dicom.DataElements;
using Concord.Vault.ExtendedTags;
using Concord.Vault.Index.Names;
using Concord.Vault.Query.Matching;

namespace Concord.Vault.Index;

/// <summary>What one object says of one extended tag, as rows of <c>extended_value</c>; none when it says nothing.</summary>
internal sealed record ExtendedValues(ExtendedTag Tag, IReadOnlyList<(ExtendedKind Kind, string Text, double? Number)> Rows)
{
    /// <summary>Most values of an attribute; one with more is not indexed.</summary>
    private const int MaxValues = 256;

    /// <summary>Most characters of all its values together.</summary>
    private const int MaxCharacters = 4096;

    /// <param name="attributes">In ISO_IR 192, little endian.</param>
    public static IReadOnlyList<ExtendedValues> Of(DataSet attributes, IEnumerable<ExtendedTag> tags) => [.. tags.Select(tag => Of(attributes, tag))];

    /// <summary>The attribute's values, empty ones in their places, and the forms that they are found by.</summary>
    public static ExtendedValues Of(DataSet attributes, ExtendedTag tag)
    {
        var values = attributes.GetStrings(tag.Tag);
        if (values.Length > MaxValues || values.Sum(value => value.Length) > MaxCharacters || values.All(value => value.Length == 0)) return new(tag, []);
        var rows = new List<(ExtendedKind, string, double?)>(values.Length);
        foreach (var value in values) rows.Add((ExtendedKind.Value, value, NumberOf(value, tag.Vr)));
        if (tag.Vr == Vr.PN) rows.AddRange(NameForms.Of(string.Join('\\', values)).Select(form => (KindOf(form.Kind), form.Form, (double?)null)));
        if (tag.Vr is Vr.DA or Vr.TM or Vr.DT) rows.AddRange(values.Select(value => Moment(value, tag.Vr)).Where(moment => moment.Length > 0).Select(moment => (ExtendedKind.Moment, moment, (double?)null)));
        return new(tag, rows);
    }

    public static ExtendedKind KindOf(NameKind kind) => kind == NameKind.Whole ? ExtendedKind.WholeName : ExtendedKind.NameWord;

    /// <summary>An instant of DT as text that compares: ticks of UTC.</summary>
    public static string Instant(long ticks) => Math.Max(ticks, 0).ToString("D19", CultureInfo.InvariantCulture);

    /// <summary>Numbers that are compared as such (PS3.4 §C.2.2.2.1): decimal strings and floats, for 1 is 1.0.</summary>
    public static bool IsNumber(Vr vr) => vr is Vr.IS or Vr.DS or Vr.FL or Vr.FD;

    public static double? NumberOf(string text, Vr vr) =>
        IsNumber(vr) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    private static string Moment(string value, Vr vr) =>
        vr != Vr.DT ? DateTimeRange.Comparable(value, vr) : InstantRange.TryStart(value, out var ticks) ? Instant(ticks) : "";
}

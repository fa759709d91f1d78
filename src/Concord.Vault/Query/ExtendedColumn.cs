using Concord.Dicom.DataElements;
using Concord.Vault.ExtendedTags;
using Concord.Vault.Index;
using Concord.Vault.Query.Matching;

namespace Concord.Vault.Query;

/// <summary>How a key on an extended tag becomes SQL over <c>extended_value</c>.</summary>
internal static class ExtendedColumn
{
    /// <summary>A condition on study rows (s) or series rows (x), as the tag's level says, and whether it is the whole truth.</summary>
    /// <param name="row">Of which rows the condition is, where not of the tag's own level: study rows that have such a series.</param>
    /// <returns>Null when the key matches everything, or only what has no value.</returns>
    public static (string Sql, bool IsExact)? Compile(SqlValues sql, DataSet keys, ExtendedTag tag, bool fuzzy, QueryLevel? row = null)
    {
        var level = row ?? tag.Level;
        var values = keys.GetStrings(tag.Tag).Where(value => value.Length > 0).ToArray();
        if (values.Length > QueryLimits.MaxKeyValues) throw VaultQuery.TooCostly();
        if (values.Length == 0 || values is [ElementMatcher.EmptyValue] || values.Any(Wildcard.IsUniversal)) return null;
        return tag.Vr switch
        {
            Vr.PN => Names(sql, tag, level, values, fuzzy),
            Vr.DA or Vr.TM or Vr.DT => (Among(sql, tag, level, Any(values, value => Moment(sql, tag, value))), true),
            _ when ExtendedValues.IsNumber(tag.Vr) => (Among(sql, tag, level, Any(values, value => Number(sql, tag, value))), true),
            _ => (Among(sql, tag, level, $"v.kind = {(int)ExtendedKind.Value} AND ({Texts(sql, tag.Vr, values)})"), true),
        };
    }

    private static string Any(string[] values, Func<string, string> condition) =>
        values.Length <= QueryLimits.MaxAlternatives ? string.Join(" OR ", values.Select(value => $"({condition(value)})")) : throw VaultQuery.TooCostly();

    /// <summary>Rows that have a value of which a condition holds. Of a study it is that of the series which the study's row is made of.</summary>
    private static string Among(SqlValues sql, ExtendedTag tag, QueryLevel level, string condition)
    {
        var number = sql.Parameter(tag.Number);
        return level == QueryLevel.Study
            ? $"""
                s.study_key IN (SELECT y.study_key FROM extended_value v JOIN series y ON y.series_key = v.series_key JOIN study z ON z.study_key = y.study_key
                WHERE v.tag_key = {number} AND ({condition}){(tag.Level == QueryLevel.Study ? " AND y.source_arrival = z.source_arrival" : "")})
                """
            : $"x.series_key IN (SELECT v.series_key FROM extended_value v WHERE v.tag_key = {number} AND ({condition}))";
    }

    private static string Texts(SqlValues sql, Vr vr, string[] values) =>
        ElementMatcher.TakesWildcard(vr) && values.Any(Wildcard.IsIn)
            ? Any(values, value => Wildcard.IsIn(value) ? $"v.text <> '' AND {ColumnKey.Pattern(sql, "v.text", value)}" : $"v.text = {sql.Parameter(value)}")
            : $"v.text IN ({string.Join(", ", values.Select(value => sql.Parameter(value)))})";

    private static string Moment(SqlValues sql, ExtendedTag tag, string key)
    {
        var (low, high) = tag.Vr == Vr.DT ? Instants(tag, key) : Dates(tag, key);
        var condition = $"v.kind = {(int)ExtendedKind.Moment} AND v.text >= {sql.Parameter(low)}";
        return high.Length > 0 ? $"{condition} AND v.text <= {sql.Parameter(high)}" : condition;
    }

    private static (string Low, string High) Dates(ExtendedTag tag, string key) =>
        DateTimeRange.TryParse(key, tag.Vr, out var range) ? (range.Low, range.High) : throw ElementMatcher.BadValue(tag.Tag, tag.Vr);

    private static (string Low, string High) Instants(ExtendedTag tag, string key) =>
        InstantRange.TryParse(key, out var range) ? (ExtendedValues.Instant(range.LowTicks), ExtendedValues.Instant(range.HighTicks)) : throw ElementMatcher.BadValue(tag.Tag, tag.Vr);

    /// <summary>One index or the other: equal text is an equal number.</summary>
    private static string Number(SqlValues sql, ExtendedTag tag, string key) => ExtendedValues.NumberOf(key, tag.Vr) is { } number
        ? $"v.number = {sql.Parameter(number)}"
        : $"v.kind = {(int)ExtendedKind.Value} AND v.text = {sql.Parameter(key)}";

    private static (string Sql, bool IsExact)? Names(SqlValues sql, ExtendedTag tag, QueryLevel level, string[] values, bool fuzzy)
    {
        if (values.Length > QueryLimits.MaxAlternatives) throw VaultQuery.TooCostly();
        var names = values.Select(value => NameKey.Parse(value, fuzzy)).ToArray();
        if (names.Any(name => name is null)) return null;
        var conditions = names.Select(name =>
        {
            var kind = (int)ExtendedValues.KindOf(name!.Kind);
            var forms = name.Patterns.Select(pattern => Wildcard.IsIn(pattern) ? ColumnKey.Pattern(sql, "v.text", pattern) : $"v.text = {sql.Parameter(pattern)}").Select(form => $"v.kind = {kind} AND {form}");
            return fuzzy
                ? string.Join(" AND ", forms.Select(form => Among(sql, tag, level, form)))
                : Among(sql, tag, level, string.Join(" OR ", forms.Select(form => $"({form})")));
        });
        return (string.Join(" OR ", conditions.Select(condition => $"({condition})")), names.All(name => name!.IsExact) && !(fuzzy && tag.Level == QueryLevel.Image));
    }
}

using System.Collections.Frozen;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Vault.Query.Matching;

namespace Concord.Vault.Query;

/// <summary>Keys that columns answer, and how they become SQL.</summary>
internal static class ColumnKey
{
    /// <summary>Columns of the study table (alias s), of the series table (x), and what of them the patient table (p) has.</summary>
    private static readonly FrozenDictionary<Tag, string> Columns = new Dictionary<Tag, string>
    {
        [Tags.PatientID] = "s.patient_id",
        [Tags.PatientBirthDate] = "s.birth_date",
        [Tags.PatientSex] = "s.sex",
        [Tags.StudyInstanceUID] = "s.study_uid",
        [Tags.StudyDate] = "s.study_date",
        [Tags.AccessionNumber] = "s.accession",
        [Tags.StudyID] = "s.study_id",
        [Tags.StudyDescription] = "s.description",
        [Tags.SeriesInstanceUID] = "x.series_uid",
        [Tags.Modality] = "x.modality",
        [Tags.BodyPartExamined] = "x.body_part",
        [Tags.StationName] = "x.station",
        [Tags.SeriesDescription] = "x.description",
        [Tags.PerformedProcedureStepStartDate] = "x.pps_date",
    }.ToFrozenDictionary();

    public static bool Has(Tag tag) => Columns.ContainsKey(tag);

    /// <summary>What a column says of one key: a condition in SQL and whether it is the whole truth.</summary>
    /// <returns>Null when no column helps.</returns>
    public static (string Sql, bool IsExact)? Compile(SqlValues sql, DataSet keys, DataElement key, bool fuzzy, bool ofPatientTable)
    {
        if (key.IsSequence) return null;
        var values = keys.GetStrings(key.Tag).Where(value => value.Length > 0).ToArray();
        if (values.Length > QueryLimits.MaxKeyValues) throw VaultQuery.TooCostly();
        if (values.Length == 0 || values is [ElementMatcher.EmptyValue] || values.Any(Wildcard.IsUniversal)) return null;
        if (key.Tag == Tags.PatientName) return Name(sql, values, fuzzy, ofPatientTable);
        if (key.Tag == Tags.ModalitiesInStudy)
            return ($"EXISTS (SELECT 1 FROM series m WHERE m.study_key = s.study_key AND ({Texts(sql, "m.modality", values, Vr.CS)}))", true);
        if (!Columns.TryGetValue(key.Tag, out var column)) return null;
        if (ofPatientTable) column = column.Replace("s.", "p.", StringComparison.Ordinal);
        var vr = DataDictionary.VrOf(key.Tag);
        return vr == Vr.DA
            ? (Any(values, value => Date(sql, column, value, key.Tag)), true)
            : (Texts(sql, column, values, vr), true);
    }

    /// <summary>Plain values make one list, however many; patterns an alternative each.</summary>
    private static string Texts(SqlValues sql, string column, string[] values, Vr vr) =>
        ElementMatcher.TakesWildcard(vr) && values.Any(Wildcard.IsIn)
            ? Any(values, value => Text(sql, column, value, vr))
            : $"{column} IN ({string.Join(", ", values.Select(value => sql.Parameter(value)))})";

    private static string Any(string[] values, Func<string, string> condition) =>
        values.Length <= QueryLimits.MaxAlternatives ? string.Join(" OR ", values.Select(condition)) : throw VaultQuery.TooCostly();

    private static string Text(SqlValues sql, string column, string key, Vr vr)
    {
        if (!ElementMatcher.TakesWildcard(vr) || !Wildcard.IsIn(key)) return $"{column} = {sql.Parameter(key)}";
        return $"{column} <> '' AND {Pattern(sql, column, key)}";
    }

    /// <summary>A range on what matches begin with, which an index answers, and the pattern itself.</summary>
    public static string Pattern(SqlValues sql, string column, string key)
    {
        var like = $"{column} LIKE {sql.Parameter(Wildcard.ToLike(key))} ESCAPE '{Wildcard.LikeEscape}'";
        var prefix = Wildcard.Prefix(key);
        return prefix.Length == 0 ? like : $"{column} >= {sql.Parameter(prefix)} AND {column} < {sql.Parameter(prefix + "\U0010FFFF")} AND {like}";
    }

    private static string Date(SqlValues sql, string column, string key, Tag tag)
    {
        if (!DateTimeRange.TryParse(key, Vr.DA, out var range)) throw ElementMatcher.BadValue(tag, Vr.DA);
        if (string.Equals(range.Low, range.High, StringComparison.Ordinal)) return $"{column} = {sql.Parameter(range.Low)}";
        var low = $"{column} >= {sql.Parameter(range.Low.Length > 0 ? range.Low : "0")}"; // "0": not the empty text of an absent date
        return range.High.Length > 0 ? $"{low} AND {column} <= {sql.Parameter(range.High)}" : low;
    }

    private static (string Sql, bool IsExact)? Name(SqlValues sql, string[] values, bool fuzzy, bool ofPatientTable)
    {
        var (table, owner) = ofPatientTable ? ("patient_name", "p.patient_key") : ("study_name", "s.study_key");
        var ownerColumn = owner[2..];
        if (values.Length > QueryLimits.MaxAlternatives) throw VaultQuery.TooCostly();
        var names = values.Select(value => NameKey.Parse(value, fuzzy)).ToArray();
        if (names.Any(name => name is null)) return null;
        var conditions = names.Select(name =>
        {
            var kind = (long)name!.Kind;
            var forms = name.Patterns.Select(pattern =>
                $"{owner} IN (SELECT n.{ownerColumn} FROM {table} n WHERE n.kind = {sql.Parameter(kind)} AND {Form(sql, pattern)})");
            return "(" + string.Join(fuzzy ? " AND " : " OR ", forms) + ")";
        });
        return (string.Join(" OR ", conditions), names.All(name => name!.IsExact));
    }

    private static string Form(SqlValues sql, string pattern) => Wildcard.IsIn(pattern) ? Pattern(sql, "n.form", pattern) : $"n.form = {sql.Parameter(pattern)}";
}

using System.Collections.Frozen;
using System.Text.Json;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;

namespace Concord.Vault.Query;

/// <summary>The order of an answer as SQL, and the place in it where a page ended: the values of its last row, so that rows that come or go meanwhile
/// move nothing.</summary>
internal sealed class SortOrder
{
    private const string StudyName = "COALESCE((SELECT MIN(n.form) FROM study_name n WHERE n.study_key = s.study_key AND n.kind = 0), '')";
    private const string PatientName = "COALESCE((SELECT MIN(n.form) FROM patient_name n WHERE n.patient_key = p.patient_key AND n.kind = 0), '')";

    private static readonly FrozenDictionary<Tag, string> StudyColumns = new Dictionary<Tag, string>
    {
        [Tags.StudyDate] = "s.study_date", [Tags.StudyTime] = "s.study_time", [Tags.AccessionNumber] = "s.accession", [Tags.StudyID] = "s.study_id",
        [Tags.StudyDescription] = "s.description", [Tags.PatientID] = "s.patient_id", [Tags.PatientBirthDate] = "s.birth_date", [Tags.PatientSex] = "s.sex",
        [Tags.StudyInstanceUID] = "s.study_uid", [Tags.ModalitiesInStudy] = "s.modalities", [Tags.NumberOfStudyRelatedSeries] = "s.series",
        [Tags.NumberOfStudyRelatedInstances] = "s.instances", [Tags.PatientName] = StudyName,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<Tag, string> SeriesColumns = new Dictionary<Tag, string>(StudyColumns)
    {
        [Tags.Modality] = "x.modality", [Tags.SeriesNumber] = "CAST(x.series_number AS INTEGER)", [Tags.SeriesDescription] = "x.description",
        [Tags.BodyPartExamined] = "x.body_part", [Tags.StationName] = "x.station", [Tags.PerformedProcedureStepStartDate] = "x.pps_date",
        [Tags.SeriesInstanceUID] = "x.series_uid", [Tags.NumberOfSeriesRelatedInstances] = "x.instances",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<Tag, string> PatientColumns = new Dictionary<Tag, string>
    {
        [Tags.PatientID] = "p.patient_id", [Tags.PatientBirthDate] = "p.birth_date", [Tags.PatientSex] = "p.sex", [Tags.NumberOfPatientRelatedStudies] = "p.studies",
        [Tags.PatientName] = PatientName,
    }.ToFrozenDictionary();

    private readonly List<(string Column, bool IsDescending)> _terms = [];

    /// <exception cref="QueryException">The answer cannot be ordered by one of them.</exception>
    public SortOrder(QueryLevel level, IReadOnlyList<SortTerm> terms)
    {
        var columns = level switch { QueryLevel.Patient => PatientColumns, QueryLevel.Study => StudyColumns, _ => SeriesColumns };
        foreach (var term in terms)
            _terms.Add((columns.TryGetValue(term.Tag, out var column) ? column : throw new QueryException($"The answer cannot be ordered by {term.Tag}."), term.IsDescending));
        if (terms.Count == 0 && level != QueryLevel.Patient) _terms.Add(("s.study_date", true));
        string[] last = level switch
        {
            QueryLevel.Patient => ["p.patient_id", "p.issuer", "p.lone_study_uid"],
            QueryLevel.Study => ["s.study_uid"],
            _ => ["s.study_uid", "x.series_uid"],
        };
        _terms.AddRange(last.Where(column => _terms.All(term => term.Column != column)).Select(column => (column, false)));
    }

    public string OrderBy => string.Join(", ", _terms.Select(term => term.IsDescending ? term.Column + " DESC" : term.Column));

    public IEnumerable<string> ColumnList => _terms.Select(term => term.Column);

    /// <summary>The place of a row whose <see cref="ColumnList"/> begin at a column of a reader's row.</summary>
    public string PlaceOf(System.Data.Common.DbDataReader row, int at) =>
        Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes([.. Enumerable.Range(at, _terms.Count).Select(i => Convert.ToString(row.GetValue(i), System.Globalization.CultureInfo.InvariantCulture) ?? "")],
            QueryJson.Default.StringArray)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    /// <summary>The condition on rows behind a place.</summary>
    /// <exception cref="QueryException">It is no place in this order.</exception>
    public string Behind(SqlValues sql, string place)
    {
        var values = Parse(place);
        var parameters = _terms.Select((term, i) => sql.Parameter(IsNumber(term.Column) ? Number(values[i]) : values[i])).ToArray();
        var ways = new List<string>();
        for (var i = 0; i < _terms.Count; i++)
        {
            var same = Enumerable.Range(0, i).Select(before => $"{_terms[before].Column} = {parameters[before]}");
            ways.Add("(" + string.Join(" AND ", [.. same, $"{_terms[i].Column} {(_terms[i].IsDescending ? '<' : '>')} {parameters[i]}"]) + ")");
        }
        return $"{_terms[0].Column} {(_terms[0].IsDescending ? "<=" : ">=")} {parameters[0]} AND ({string.Join(" OR ", ways)})"; // the first part for the index
    }

    private static bool IsNumber(string column) => column.StartsWith("CAST", StringComparison.Ordinal) || column is "s.series" or "s.instances" or "x.instances" or "p.studies";

    private static long Number(string text) => long.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : throw BadPlace();

    private string[] Parse(string place)
    {
        try
        {
            var padded = place.Replace('-', '+').Replace('_', '/') + new string('=', (4 - (place.Length % 4)) % 4);
            return JsonSerializer.Deserialize(Convert.FromBase64String(padded), QueryJson.Default.StringArray) is { } values && values.Length == _terms.Count ? values : throw BadPlace();
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            throw BadPlace();
        }
    }

    private static QueryException BadPlace() => new("after is no place in this order of the answer.");
}

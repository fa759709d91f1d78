using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Vault.Index;
using Concord.Vault.Query.Matching;

namespace Concord.Vault.Query;

/// <summary>What a request becomes: a condition that columns and indexes answer, and tests of what they cannot say.</summary>
internal sealed class QueryPlan
{
    private readonly QueryRequest _request;
    private readonly SqlValues _values = new();
    private readonly List<string>[] _conditions = [[], [], []]; // on patient, study and series rows
    private readonly List<Predicate<DataSet>> _tests = [];
    private readonly List<Predicate<DataSet>> _imageTests = [];

    private QueryPlan(QueryRequest request) => (_request, Order) = (request, new(request.Level, request.OrderBy));

    public SortOrder Order { get; }

    /// <summary>The parameters of <see cref="Where"/>.</summary>
    public SqlValues Values => _values;

    /// <summary>The WHERE clause over p (patient), s (study) or s joined with x (series), or "".</summary>
    public string Where { get; private set; } = "";

    /// <summary>Tests of the row's attributes that the condition does not decide.</summary>
    public IReadOnlyList<Predicate<DataSet>> Tests => _tests;

    /// <summary>Tests of an instance's head.</summary>
    public IReadOnlyList<Predicate<DataSet>> ImageTests => _imageTests;

    /// <summary>The SOP Instance UIDs asked for by name, or null.</summary>
    public IReadOnlySet<Uid>? SopInstanceUids { get; private set; }

    /// <summary>The condition alone decides: SQL may count off the page.</summary>
    public bool IsExact => _tests.Count == 0;

    /// <exception cref="QueryException">A key has a value that it cannot have.</exception>
    public static QueryPlan Of(QueryRequest request)
    {
        if (request.Limit < 0 || request.Offset < 0) throw new QueryException("Limit and offset are not negative.");
        var plan = new QueryPlan(request);
        var combined = CombinedDateTime.In(request.Keys).ToList();
        foreach (var (date, _, test) in combined) plan.AddTest(date, test);
        foreach (var key in request.Keys) plan.AddKey(key, combined.Exists(pair => pair.Time == key.Tag), combined.Exists(pair => pair.Date == key.Tag));
        if (request.After is { Length: > 0 } place) plan._conditions[(int)(request.Level < QueryLevel.Series ? request.Level : QueryLevel.Series)].Add(plan.Order.Behind(plan._values, place));
        plan.Where = plan.BuildWhere();
        return plan;
    }

    private void AddKey(DataElement key, bool isCombinedTime, bool isCombinedDate)
    {
        if (KeyLevels.IsDirective(key.Tag) || isCombinedTime) return;
        var keyLevel = KeyLevels.Of(key.Tag);
        if (key.Tag == Tags.SOPInstanceUID) AddSopInstanceUids();
        var isPatientTable = _request.Level == QueryLevel.Patient && keyLevel == QueryLevel.Patient;
        var column = keyLevel == QueryLevel.Image ? null : ColumnKey.Compile(_values, _request.Keys, key, _request.Fuzzy, isPatientTable);
        if (column is { } found) _conditions[(int)(isPatientTable ? QueryLevel.Patient : RowOf(keyLevel))].Add(found.Sql);
        if (column is { IsExact: true } || isCombinedDate) return;
        if (ElementMatcher.Compile(_request.Keys, key, _request.Fuzzy) is { } test) AddTest(key.Tag, test);
    }

    /// <summary>The study row has the patient's columns too.</summary>
    private static QueryLevel RowOf(QueryLevel level) => level == QueryLevel.Patient ? QueryLevel.Study : level;

    /// <summary>Conditions on rows below the level asked for become an EXISTS: one study, and in it one series, must meet them all.</summary>
    private string BuildWhere()
    {
        var own = new List<string>(_conditions[(int)QueryLevel.Patient]);
        var ofStudy = new List<string>(_conditions[(int)QueryLevel.Study]);
        var ofSeries = _conditions[(int)QueryLevel.Series];
        if (_request.Level >= QueryLevel.Series) return Clause([.. own, .. ofStudy, .. ofSeries]);
        if (ofSeries.Count > 0) ofStudy.Add($"EXISTS (SELECT 1 FROM series x WHERE x.study_key = s.study_key AND {Joined(ofSeries)})");
        if (_request.Level == QueryLevel.Study) return Clause([.. own, .. ofStudy]);
        if (ofStudy.Count > 0) own.Add($"EXISTS (SELECT 1 FROM study s WHERE s.patient_key = p.patient_key AND {Joined(ofStudy)})");
        return Clause(own);
    }

    private static string Clause(List<string> conditions) => conditions.Count == 0 ? "" : " WHERE " + Joined(conditions);

    private static string Joined(List<string> conditions) => string.Join(" AND ", conditions.Select(condition => $"({condition})"));

    /// <summary>Keys of lower levels narrow by the columns there are; what no column holds of a lower level matches nothing and everything.</summary>
    private void AddTest(Tag tag, Predicate<DataSet> test)
    {
        var level = KeyLevels.Of(tag);
        if (level > _request.Level) return;
        if (level == QueryLevel.Image) _imageTests.Add(test);
        else _tests.Add(test);
    }

    private void AddSopInstanceUids()
    {
        var uids = new HashSet<Uid>();
        foreach (var text in _request.Keys.GetStrings(Tags.SOPInstanceUID).Where(text => text.Length > 0))
        {
            if (!Uid.TryParse(text, null, out var uid)) throw ElementMatcher.BadValue(Tags.SOPInstanceUID, Vr.UI);
            uids.Add(uid);
        }
        if (uids.Count == 0) return;
        if (uids.Count > QueryLimits.MaxKeyValues) throw VaultQuery.TooCostly();
        SopInstanceUids = uids;
        var hashes = string.Join(", ", uids.Select(uid => _values.Parameter(LocatorHash.Of(uid))));
        _conditions[(int)QueryLevel.Series].Add($"x.series_key IN (SELECT l.series_key FROM locator_all l WHERE l.uid_hash IN ({hashes}))");
    }
}

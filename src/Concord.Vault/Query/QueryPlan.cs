using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Vault.ExtendedTags;
using Concord.Vault.Index;
using Concord.Vault.Query.Matching;

namespace Concord.Vault.Query;

/// <summary>What a request becomes: a condition that columns and indexes answer, and tests of what they cannot say.</summary>
internal sealed class QueryPlan
{
    private readonly QueryRequest _request;
    private readonly ExtendedKeys _extended;
    private readonly SqlValues _values = new();
    private readonly List<string>[] _conditions = [[], [], []]; // on patient, study and series rows
    private readonly List<Predicate<DataSet>> _tests = [];
    private readonly List<Predicate<DataSet>> _imageTests = [];

    private QueryPlan(QueryRequest request, ExtendedKeys extended) =>
        (_request, _extended, Order, Extended) = (request, extended, new(request.Level, request.OrderBy), extended.ReadFor(request));

    public SortOrder Order { get; }

    /// <summary>Extended tags whose values are read for the rows.</summary>
    public IReadOnlyList<ExtendedTag> Extended { get; }

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
    public static QueryPlan Of(QueryRequest request, ExtendedKeys extended)
    {
        if (request.Limit < 0 || request.Offset < 0) throw new QueryException("Limit and offset are not negative.");
        var plan = new QueryPlan(request, extended);
        var combined = CombinedDateTime.In(request.Keys).Where(pair => extended.LevelOf(pair.Date) == extended.LevelOf(pair.Time)).ToList();
        foreach (var (date, _, test) in combined) plan.AddTest(date, test);
        foreach (var key in request.Keys) plan.AddKey(key, combined.Exists(pair => pair.Time == key.Tag), combined.Exists(pair => pair.Date == key.Tag));
        if (request.After is { Length: > 0 } place) plan._conditions[(int)(request.Level < QueryLevel.Series ? request.Level : QueryLevel.Series)].Add(plan.Order.Behind(plan._values, place));
        plan.Where = plan.BuildWhere();
        return plan;
    }

    /// <summary>Puts what an instance says of extended tags where the tests and the answer look for it.</summary>
    public void PlaceExtended(DataSet head) => _extended.PlaceIn(head, _request);

    private void AddKey(DataElement key, bool isCombinedTime, bool isCombinedDate)
    {
        if (KeyLevels.IsDirective(key.Tag) || _extended.IsCreator(key.Tag) || isCombinedTime) return;
        if (_extended.Find(key.Tag) is { } extended && AddExtended(extended) is { IsExact: true }) return;
        var keyLevel = _extended.LevelOf(key.Tag);
        if (key.Tag == Tags.SOPInstanceUID) AddSopInstanceUids();
        var isPatientTable = _request.Level == QueryLevel.Patient && keyLevel == QueryLevel.Patient;
        var column = keyLevel == QueryLevel.Image ? null : ColumnKey.Compile(_values, _request.Keys, key, _request.Fuzzy, isPatientTable);
        if (column is { } found) _conditions[(int)(isPatientTable ? QueryLevel.Patient : RowOf(keyLevel))].Add(found.Sql);
        if (column is { IsExact: true } || isCombinedDate) return;
        if (ElementMatcher.Compile(_request.Keys, key, _request.Fuzzy) is { } test) AddTest(key.Tag, test);
    }

    /// <summary>The condition of a key on an extended tag; null when there is none, or the attribute was matched without it and still is.</summary>
    private (string Sql, bool IsExact)? AddExtended(ExtendedTag tag)
    {
        var own = KeyLevels.Of(tag.Tag);
        var isMatchedAnyway = own <= _request.Level;
        if (ExtendedColumn.Compile(_values, _request.Keys, tag, _request.Fuzzy) is not { } found) return null;
        if (!_extended.IsReady(tag))
            return isMatchedAnyway ? null : throw new QueryException($"{tag.Tag} is an extended tag whose values are still being indexed; ask again when it is ready.", notReady: true);
        _conditions[(int)(tag.Level == QueryLevel.Study ? QueryLevel.Study : QueryLevel.Series)].Add(found.Sql);
        if (tag.Level > QueryLevel.Study && _request.Level < QueryLevel.Series) // says nothing new, but leads to the studies without a look at each
            _conditions[(int)QueryLevel.Study].Add(ExtendedColumn.Compile(_values, _request.Keys, tag, _request.Fuzzy, QueryLevel.Study)!.Value.Sql);
        var isDecided = found.IsExact && !(own == QueryLevel.Patient && _request.Level == QueryLevel.Patient) && !(tag.Level == QueryLevel.Image && _request.Level == QueryLevel.Image);
        if (!found.IsExact && tag.Level > _request.Level) throw new QueryException($"{tag.Tag} is matched at a lower level by one component group, and not fuzzily.");
        return found with { IsExact = isDecided };
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
        var level = _extended.LevelOf(tag);
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

using System.Data.Common;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Vault.ExtendedTags;
using Concord.Vault.Index;

namespace Concord.Vault.Query;

/// <summary>Reads rows by their internal numbers.</summary>
internal static class RowReader
{
    private const string PatientCounts = "p.studies, p.series, p.instances";
    private const string StudyCounts = "s.modalities, s.sop_classes, s.series, s.instances";

    /// <summary>The internal numbers of the rows a plan finds, in the order of the answer.</summary>
    public static List<long> Keys(SqlSession session, QueryLevel level, QueryPlan plan, int limit, int offset)
    {
        var (from, key) = TableOf(level);
        var values = plan.Values.All;
        var text = $"SELECT {key} FROM {from}{plan.Where} ORDER BY {plan.Order.OrderBy} LIMIT @{values.Length + 1} OFFSET @{values.Length + 2}";
        var keys = new List<long>();
        using var rows = session.Query(text, [.. values, (long)limit, (long)offset]);
        while (rows.Read()) keys.Add(rows.GetInt64(0));
        return keys;
    }

    /// <summary>How many rows a plan finds.</summary>
    public static long Count(SqlSession session, QueryLevel level, QueryPlan plan)
    {
        var what = level == QueryLevel.Image ? "COALESCE(SUM(x.instances), 0)" : "COUNT(*)";
        using var rows = session.Query($"SELECT {what} FROM {TableOf(level).From}{plan.Where}", plan.Values.All);
        return rows.Read() ? rows.GetInt64(0) : 0;
    }

    /// <summary>The place of a row in the order of the answer; null when it is gone meanwhile.</summary>
    public static string? PlaceOf(SqlSession session, QueryLevel level, QueryPlan plan, long rowKey)
    {
        var (from, key) = TableOf(level);
        using var row = session.Query($"SELECT {string.Join(", ", plan.Order.ColumnList)} FROM {from} WHERE {key} = @1", rowKey);
        return row.Read() ? plan.Order.PlaceOf(row, 0) : null;
    }

    private static (string From, string Key) TableOf(QueryLevel level) => level switch
    {
        QueryLevel.Patient => ("patient p", "p.patient_key"),
        QueryLevel.Study => ("study s", "s.study_key"),
        _ => ("series x JOIN study s ON s.study_key = x.study_key", "x.series_key"),
    };

    /// <summary>The row with that number; null when it is gone meanwhile.</summary>
    /// <param name="extended">Tags whose values are read with it.</param>
    public static LevelRow? Read(SqlSession session, QueryLevel level, long key, IReadOnlyList<ExtendedTag> extended)
    {
        var row = level switch
        {
            QueryLevel.Patient => ReadPatient(session, key),
            QueryLevel.Study => ReadStudy(session, key),
            _ => ReadSeries(session, key),
        };
        if (row is not null) ExtendedAttributes.AddTo(session, row.Attributes, level, key, extended);
        return row;
    }

    private static LevelRow? ReadPatient(SqlSession session, long key)
    {
        using var row = session.Query($"SELECT {PatientCounts}, p.attributes FROM patient p WHERE p.patient_key = @1", key);
        if (!row.Read()) return null;
        var attributes = StoredAttributes.Decode(row.GetFieldValue<byte[]>(3));
        AddPatient(attributes, row, 0);
        return new(attributes);
    }

    private static LevelRow? ReadStudy(SqlSession session, long key)
    {
        using var row = session.Query($"""
            SELECT {PatientCounts}, {StudyCounts}, s.study_uid, a.attributes
            FROM study s JOIN study_attributes a ON a.study_key = s.study_key JOIN patient p ON p.patient_key = s.patient_key WHERE s.study_key = @1
            """, key);
        if (!row.Read()) return null;
        var attributes = StoredAttributes.Decode(row.GetFieldValue<byte[]>(8));
        AddPatient(attributes, row, 0);
        AddStudy(attributes, row, 3);
        return new(attributes, Uid.Parse(row.GetString(7)));
    }

    private static LevelRow? ReadSeries(SqlSession session, long key)
    {
        using var row = session.Query($"""
            SELECT {PatientCounts}, {StudyCounts}, x.instances, s.study_uid, x.series_uid, a.attributes, COALESCE(x.corrected, x.attributes)
            FROM series x JOIN study s ON s.study_key = x.study_key JOIN study_attributes a ON a.study_key = s.study_key JOIN patient p ON p.patient_key = s.patient_key WHERE x.series_key = @1
            """, key);
        if (!row.Read()) return null;
        var attributes = StoredAttributes.Decode(row.GetFieldValue<byte[]>(10));
        foreach (var element in StoredAttributes.Only(StoredAttributes.Decode(row.GetFieldValue<byte[]>(11)), LevelTags.Series)) attributes.Set(element);
        AddPatient(attributes, row, 0);
        AddStudy(attributes, row, 3);
        attributes.SetInt(Tags.NumberOfSeriesRelatedInstances, row.GetInt64(7));
        return new(attributes, Uid.Parse(row.GetString(8)), Uid.Parse(row.GetString(9)));
    }

    private static void AddPatient(DataSet attributes, DbDataReader row, int at)
    {
        attributes.SetInt(Tags.NumberOfPatientRelatedStudies, row.GetInt64(at));
        attributes.SetInt(Tags.NumberOfPatientRelatedSeries, row.GetInt64(at + 1));
        attributes.SetInt(Tags.NumberOfPatientRelatedInstances, row.GetInt64(at + 2));
        attributes.SetString(Tags.InstanceAvailability, "ONLINE");
    }

    private static void AddStudy(DataSet attributes, DbDataReader row, int at)
    {
        attributes.SetStrings(Tags.ModalitiesInStudy, row.GetString(at).Split('\\'));
        attributes.SetStrings(Tags.SOPClassesInStudy, row.GetString(at + 1).Split('\\'));
        attributes.SetInt(Tags.NumberOfStudyRelatedSeries, row.GetInt64(at + 2));
        attributes.SetInt(Tags.NumberOfStudyRelatedInstances, row.GetInt64(at + 3));
    }
}

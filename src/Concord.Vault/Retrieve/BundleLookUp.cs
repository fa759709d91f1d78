using Concord.Dicom.DataElements;
using Concord.Vault.Index;

namespace Concord.Vault.Retrieve;

/// <summary>The bundles that may hold what a selector names.</summary>
internal sealed class BundleLookUp(RetrieveSelector selector)
{
    /// <summary>Names asked for in one statement; powers of two, so that few statements are prepared.</summary>
    private const int NamesPerStatement = 64;

    /// <summary>Starts from the narrowest list there is and lets the others narrow it.</summary>
    public List<BundleRow> Find(SqlSession session)
    {
        var studies = selector.StudyInstanceUids.ToHashSet();
        var series = selector.SeriesInstanceUids.ToHashSet();
        var patientStudies = selector.PatientIds.Count > 0 ? StudiesOfPatients(session) : null;
        return [.. Candidates(session, patientStudies)
            .Where(bundle => (studies.Count == 0 || studies.Contains(bundle.StudyInstanceUid)) && (series.Count == 0 || series.Contains(bundle.SeriesInstanceUid)))
            .Where(bundle => patientStudies is null || patientStudies.Contains(bundle.StudyInstanceUid))
            .DistinctBy(bundle => bundle.BundleId)];
    }

    private IEnumerable<BundleRow> Candidates(SqlSession session, HashSet<Uid>? patientStudies)
    {
        if (selector.SopInstanceUids.Count > 0)
            return Bundles(session, $"bundle_id IN ({BundleRows.OfLocator} WHERE l.uid_hash IN ({{0}}))", [.. selector.SopInstanceUids.Select(uid => (object)LocatorHash.Of(uid))]);
        if (selector.StudyInstanceUids.Count > 0) return Bundles(session, "study_uid IN ({0})", Texts(selector.StudyInstanceUids));
        return selector.SeriesInstanceUids.Count > 0
            ? Bundles(session, "series_uid IN ({0})", Texts(selector.SeriesInstanceUids))
            : Bundles(session, "study_uid IN ({0})", Texts(patientStudies!));
    }

    private HashSet<Uid> StudiesOfPatients(SqlSession session)
    {
        var found = new HashSet<Uid>();
        foreach (var (text, values) in Statements("SELECT study_uid FROM study WHERE patient_id IN ({0})", [.. selector.PatientIds.Cast<object>()]))
        {
            using var rows = session.Query(text, values);
            while (rows.Read()) found.Add(Uid.Parse(rows.GetString(0)));
        }
        return found;
    }

    private static List<BundleRow> Bundles(SqlSession session, string condition, object[] names)
    {
        var found = new List<BundleRow>();
        foreach (var (text, values) in Statements($"{BundleRows.Select} WHERE {condition} AND live_entries > 0 ORDER BY first_arrival, bundle_id", names))
        {
            using var rows = session.Query(text, values);
            while (rows.Read()) found.Add(BundleRows.Of(rows));
        }
        return found;
    }

    /// <summary>The statement for each portion of the names; the last portion is filled up with its last name.</summary>
    private static IEnumerable<(string Text, object?[] Values)> Statements(string text, object[] names)
    {
        foreach (var portion in names.Chunk(NamesPerStatement))
        {
            var size = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)portion.Length);
            var values = new object?[size];
            for (var i = 0; i < size; i++) values[i] = portion[Math.Min(i, portion.Length - 1)];
            yield return (text.Replace("{0}", string.Join(", ", Enumerable.Range(1, size).Select(i => $"@{i}")), StringComparison.Ordinal), values);
        }
    }

    private static object[] Texts(IEnumerable<Uid> uids) => [.. uids.Select(uid => (object)uid.ToString())];
}

using Concord.Dicom.DataElements;
using Concord.Vault.Corrections;
using Concord.Vault.ExtendedTags;
using Concord.Vault.Sites;

namespace Concord.Vault.Index;

/// <summary>The writer's working set: rows loaded once, changed in memory, written when the batch ends. Rows stay for the next batch.</summary>
internal sealed class IndexRows(SqlSession session, ExtendedTagSource extended)
{
    /// <summary>Most rows of one kind kept from batch to batch.</summary>
    private const int MaxKept = 8192;

    private readonly Dictionary<Uid, StudyState> _studies = [];
    private readonly Dictionary<(Uid Study, Uid Series), SeriesState> _series = [];
    private readonly Dictionary<PatientIdentity, PatientState> _patients = [];
    private readonly Dictionary<long, BundleState> _bundles = [];
    private readonly Dictionary<string, long> _classes = LoadClasses(session);
    private bool _isAnyCorrected = session.Number("SELECT 1 FROM correction LIMIT 1") is not null;
    private long _lastStudyKey = session.Number("SELECT MAX(study_key) FROM study") ?? 0;
    private long _lastSeriesKey = session.Number("SELECT MAX(series_key) FROM series") ?? 0;
    private long _lastPatientKey = session.Number("SELECT MAX(patient_key) FROM patient") ?? 0;

    /// <summary>The extended tags that hold now.</summary>
    public ExtendedTagSet Extended => extended.Current;

    public List<StudyState> ChangedStudies { get; } = [];

    public List<SeriesState> ChangedSeries { get; } = [];

    public List<PatientState> ChangedPatients { get; } = [];

    public List<BundleState> ChangedBundles { get; } = [];

    /// <summary>What sites keep, as changed in this batch.</summary>
    public Dictionary<string, SiteFigures> SiteChanges { get; } = new(StringComparer.Ordinal);

    /// <summary>A row was deleted in this batch: rows in memory may still speak of it.</summary>
    public bool HasRemoved { get; set; }

    public void Touch(StudyState study)
    {
        if (study.IsDirty) return;
        study.IsDirty = true;
        ChangedStudies.Add(study);
    }

    public void Touch(SeriesState series)
    {
        if (series.IsDirty) return;
        series.IsDirty = true;
        ChangedSeries.Add(series);
        Touch(series.Study);
    }

    public void Touch(PatientState patient)
    {
        if (patient.IsDirty) return;
        patient.IsDirty = true;
        ChangedPatients.Add(patient);
    }

    public void Touch(BundleState bundle)
    {
        if (bundle.IsDirty) return;
        bundle.IsDirty = true;
        ChangedBundles.Add(bundle);
    }

    /// <summary>The series' row, or one to be.</summary>
    public SeriesState Series(Uid study, Uid series)
    {
        if (_series.TryGetValue((study, series), out var known)) return known;
        var owner = Study(study);
        var state = (owner.IsStored ? LoadSeries(owner, series) : null) ?? new SeriesState(++_lastSeriesKey, owner, series.ToString());
        _series.Add((study, series), state);
        return state;
    }

    /// <summary>What is corrected of a study; null for nothing.</summary>
    public CorrectionOverlay? CorrectionsOf(StudyState study) =>
        _isAnyCorrected && (study.Corrections ??= CorrectionRows.OverlayOf(session, study.Uid)) is { IsEmpty: false } some ? some : null;

    /// <summary>Other corrections count for a study: all its series take their values anew.</summary>
    public void Corrected(Uid study)
    {
        _isAnyCorrected = true;
        var known = Study(study);
        known.Corrections = null;
        foreach (var (uid, attributes) in CorrectionRows.SeriesOf(session, known.Key))
        {
            if (Series(study, uid) is not { NewValues: null } stored) continue;
            stored.NewValues = Corrected(attributes, stored, []);
            Touch(stored);
        }
        foreach (var series in ChangedSeries.Where(one => one.Study == known))
            if (series.NewValues is { } values) series.NewValues = Corrected(values.Attributes, series, values.Extended);
    }

    /// <param name="before">Values of extended tags that are to be written: those that no correction touches stay.</param>
    private SeriesValues Corrected(byte[] attributes, SeriesState series, IReadOnlyList<ExtendedValues> before)
    {
        var values = SeriesValues.Of(
            StoredAttributes.Decode(attributes), CorrectionsOf(series.Study), Uid.Parse(series.Uid), series.DefaultIssuer, series.Site, Extended.OfSeries.Where(ExtendedTagSet.IsKeptAnyway));
        return values with { Extended = [.. before.Where(one => !ExtendedTagSet.IsKeptAnyway(one.Tag)), .. values.Extended] };
    }

    /// <summary>The patient's row, or one to be.</summary>
    public PatientState Patient(PatientIdentity identity)
    {
        if (_patients.TryGetValue(identity, out var known)) return known;
        var state = LoadPatient(identity) ?? new PatientState(++_lastPatientKey, identity);
        _patients.Add(identity, state);
        return state;
    }

    /// <summary>The bundle's row, or one to be; of a bundle that was replaced what is left of it, see <see cref="Holder"/>.</summary>
    public BundleState Bundle(long id)
    {
        if (_bundles.TryGetValue(id, out var known)) return known;
        var state = LoadBundle(id) ?? new BundleState(id);
        _bundles.Add(id, state);
        return state;
    }

    /// <summary>The row of the bundle that holds what a bundle held, which is its own unless it was replaced; null when nothing of it is left.</summary>
    public BundleState? Holder(long id)
    {
        var state = Bundle(id);
        while (state.Into is { } into)
        {
            if (into == 0) return null;
            state = Bundle(into);
        }
        return state;
    }

    public long ClassKey(string sopClassUid)
    {
        if (_classes.TryGetValue(sopClassUid, out var known)) return known;
        var key = _classes.Count + 1L;
        session.Execute("INSERT INTO sop_class (class_key, sop_class_uid) VALUES (@1, @2)", key, sopClassUid);
        _classes.Add(sopClassUid, key);
        return key;
    }

    /// <summary>After a commit: all rows are written; drops them when they have become many or when one is gone.</summary>
    public void Committed()
    {
        foreach (var study in ChangedStudies) study.IsDirty = false;
        foreach (var series in ChangedSeries) series.IsDirty = false;
        foreach (var patient in ChangedPatients) patient.IsDirty = false;
        foreach (var bundle in ChangedBundles) bundle.IsDirty = false;
        ForgetChanges();
        if (HasRemoved || Math.Max(Math.Max(_studies.Count, _series.Count), Math.Max(_patients.Count, _bundles.Count)) > MaxKept) Clear();
    }

    /// <summary>After a rollback: what was given out in memory only is read again.</summary>
    public void RolledBack()
    {
        ForgetChanges();
        Clear();
        _classes.Clear();
        foreach (var (uid, key) in LoadClasses(session)) _classes.Add(uid, key);
    }

    private void Clear()
    {
        HasRemoved = false;
        _studies.Clear();
        _series.Clear();
        _patients.Clear();
        _bundles.Clear();
    }

    private void ForgetChanges()
    {
        ChangedStudies.Clear();
        ChangedSeries.Clear();
        ChangedPatients.Clear();
        ChangedBundles.Clear();
        SiteChanges.Clear();
    }

    private StudyState Study(Uid uid)
    {
        if (_studies.TryGetValue(uid, out var known)) return known;
        var state = LoadStudy(uid.ToString()) ?? new StudyState(++_lastStudyKey, uid.ToString());
        _studies.Add(uid, state);
        return state;
    }

    private StudyState? LoadStudy(string uid)
    {
        const string sql = """
            SELECT s.study_key, s.series, s.instances, s.name_hash, p.issuer, p.patient_id, p.lone_study_uid, s.site
            FROM study s JOIN patient p ON p.patient_key = s.patient_key WHERE s.study_uid = @1
            """;
        StudyState state;
        PatientIdentity identity;
        using (var row = session.Query(sql, uid))
        {
            if (!row.Read()) return null;
            identity = new(row.GetString(4), row.GetString(5), row.GetString(6));
            state = new(row.GetInt64(0), uid) { Series = row.GetInt64(1), Instances = row.GetInt64(2), NameHash = row.GetInt64(3), Site = row.GetString(7), IsStored = true };
            state.Counted = (state.Site, new(0, 0, 1, state.Instances));
        }
        state.Patient = Patient(identity);
        return state;
    }

    private SeriesState? LoadSeries(StudyState study, Uid series)
    {
        const string sql = """
            SELECT series_key, source_arrival, is_stale, study_hash, series_hash, disagrees, instances, bytes, default_issuer, site, extended_version
            FROM series WHERE study_key = @1 AND series_uid = @2
            """;
        using var row = session.Query(sql, study.Key, series.ToString());
        if (!row.Read()) return null;
        return new(row.GetInt64(0), study, series.ToString())
        {
            SourceArrival = row.GetInt64(1),
            IsStale = row.GetInt64(2) != 0,
            Hashes = new(row.GetInt64(3), row.GetInt64(4)),
            Disagrees = (int)row.GetInt64(5),
            Instances = row.GetInt64(6),
            Bytes = row.GetInt64(7),
            DefaultIssuer = row.GetString(8),
            Site = row.GetString(9),
            ExtendedVersion = row.GetInt64(10),
            IsStored = true,
        };
    }

    private PatientState? LoadPatient(PatientIdentity identity)
    {
        const string sql = """
            SELECT patient_key, studies, series, instances FROM patient WHERE patient_id = @1 AND issuer = @2 AND lone_study_uid = @3
            """;
        using var row = session.Query(sql, identity.PatientId, identity.Issuer, identity.LoneStudyUid);
        if (!row.Read()) return null;
        return new(row.GetInt64(0), identity) { Studies = row.GetInt64(1), Series = row.GetInt64(2), Instances = row.GetInt64(3), IsStored = true };
    }

    private BundleState? LoadBundle(long id)
    {
        const string sql = """
            SELECT study_uid, series_uid, first_arrival, arrived_bytes, arrived_entries, live_entries, sha256, sealed_bytes, sealed_entries, sealed_at,
              site, last_at, is_warm, moved_number
            FROM bundle WHERE bundle_id = @1
            """;
        using var row = session.Query(sql, id);
        if (!row.Read()) return session.Number("SELECT into_id FROM replaced_bundle WHERE bundle_id = @1", id) is { } into ? new(id) { Into = into } : null;
        var bundle = new BundleState(id)
        {
            StudyUid = row.GetString(0),
            SeriesUid = row.GetString(1),
            FirstArrival = row.GetInt64(2),
            ArrivedBytes = row.GetInt64(3),
            ArrivedEntries = row.GetInt64(4),
            LiveEntries = row.GetInt64(5),
            Sha256 = row.IsDBNull(6) ? null : row.GetString(6),
            SealedBytes = row.IsDBNull(7) ? null : row.GetInt64(7),
            SealedEntries = row.IsDBNull(8) ? null : row.GetInt64(8),
            SealedAt = row.IsDBNull(9) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(9)),
            Site = row.GetString(10),
            LastAt = row.GetInt64(11),
            IsWarm = row.GetInt64(12) != 0,
            MovedNumber = row.GetInt64(13),
        };
        bundle.Counted = (bundle.Site, bundle.Figures);
        return bundle;
    }

    private static Dictionary<string, long> LoadClasses(SqlSession session)
    {
        var classes = new Dictionary<string, long>(StringComparer.Ordinal);
        using var rows = session.Query("SELECT sop_class_uid, class_key FROM sop_class");
        while (rows.Read()) classes.Add(rows.GetString(0), rows.GetInt64(1));
        return classes;
    }
}

using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Vault.Index.Names;
using Concord.Vault.Sites;

namespace Concord.Vault.Index;

/// <summary>Writes a batch's changed rows, from the bottom up: series and bundles as they are, studies derived from their series,
/// patients from their studies. What is derived cannot drift.</summary>
internal sealed class IndexFlush(SqlSession session, IndexRows rows)
{
    private readonly ExtendedRows _extended = new(session);

    public void Write()
    {
        foreach (var bundle in rows.ChangedBundles) WriteBundle(bundle);
        foreach (var series in rows.ChangedSeries) WriteSeries(series);
        foreach (var study in rows.ChangedStudies) WriteStudy(study);
        foreach (var patient in rows.ChangedPatients) WritePatient(patient);
        foreach (var (site, change) in rows.SiteChanges) WriteUsage(site, change);
    }

    private void WriteBundle(BundleState bundle)
    {
        const string sql = """
            INSERT INTO bundle (bundle_id, study_uid, series_uid, first_arrival, arrived_bytes, arrived_entries, live_entries, sha256, sealed_bytes,
              sealed_entries, sealed_at, site, last_at, is_warm, moved_number)
            VALUES (@1, @2, @3, @4, @5, @6, @7, @8, @9, @10, @11, @12, @13, @14, @15)
            ON CONFLICT (bundle_id) DO UPDATE SET study_uid = excluded.study_uid, series_uid = excluded.series_uid, first_arrival = excluded.first_arrival,
              arrived_bytes = excluded.arrived_bytes, arrived_entries = excluded.arrived_entries, live_entries = excluded.live_entries,
              sha256 = excluded.sha256, sealed_bytes = excluded.sealed_bytes, sealed_entries = excluded.sealed_entries, sealed_at = excluded.sealed_at,
              site = excluded.site, last_at = excluded.last_at, is_warm = excluded.is_warm, moved_number = excluded.moved_number
            """;
        if (bundle.Into is not null)
        {
            session.Execute("DELETE FROM bundle WHERE bundle_id = @1", bundle.Id);
            bundle.Counted = Count(bundle.Counted, bundle.Site, default);
            return;
        }
        session.Execute(sql, bundle.Id, bundle.StudyUid, bundle.SeriesUid, bundle.FirstArrival, bundle.ArrivedBytes, bundle.ArrivedEntries,
            bundle.LiveEntries, bundle.Sha256, bundle.SealedBytes, bundle.SealedEntries, bundle.SealedAt?.ToUnixTimeMilliseconds(),
            bundle.Site, bundle.LastAt, bundle.IsWarm ? 1L : 0L, bundle.MovedNumber);
        bundle.Counted = Count(bundle.Counted, bundle.Site, bundle.Figures);
    }

    private void WriteSeries(SeriesState series)
    {
        if (series.Instances <= 0)
        {
            session.Execute("DELETE FROM series_class WHERE series_key = @1", series.Key);
            session.Execute("DELETE FROM series WHERE series_key = @1", series.Key);
            _extended.RemoveSeries(rows.Extended, series.Key);
            series.Study.IsSourceChanged = series.Study.IsCompositionChanged = true;
            rows.HasRemoved = true;
            return;
        }
        if (series.NewValues is { } values) InsertSeries(series, values);
        else UpdateSeries(series);
        WriteClasses(series);
    }

    private void InsertSeries(SeriesState series, SeriesValues values)
    {
        const string sql = """
            INSERT INTO series (series_key, study_key, series_uid, modality, series_number, body_part, station, description, pps_date, default_issuer,
              source_arrival, is_stale, study_hash, series_hash, disagrees, instances, bytes, attributes, site, corrected, extended_version)
            VALUES (@1, @2, @3, @4, @5, @6, @7, @8, @9, @10, @11, @12, @13, @14, @15, @16, @17, @18, @19, @20, @21)
            ON CONFLICT (series_key) DO UPDATE SET modality = excluded.modality, series_number = excluded.series_number, body_part = excluded.body_part,
              station = excluded.station, description = excluded.description, pps_date = excluded.pps_date, default_issuer = excluded.default_issuer,
              source_arrival = excluded.source_arrival, is_stale = excluded.is_stale, study_hash = excluded.study_hash,
              series_hash = excluded.series_hash, disagrees = excluded.disagrees, instances = excluded.instances, bytes = excluded.bytes,
              attributes = excluded.attributes, site = excluded.site, corrected = excluded.corrected, extended_version = excluded.extended_version
            """;
        session.Execute(sql, series.Key, series.Study.Key, series.Uid, values.Modality, values.Number, values.BodyPart, values.Station,
            values.Description, values.PerformedDate, values.DefaultIssuer, series.SourceArrival, series.IsStale ? 1L : 0L, series.Hashes.Study,
            series.Hashes.Series, (long)series.Disagrees, series.Instances, series.Bytes, values.Attributes, values.Site, values.Corrected, series.ExtendedVersion);
        foreach (var one in values.Extended.Where(one => rows.Extended.Has(one.Tag))) _extended.Put(one, series.Key, 0);
        series.NewValues = null;
        series.IsStored = true;
        series.Study.IsSourceChanged = series.Study.IsCompositionChanged = true;
    }

    private void UpdateSeries(SeriesState series) => session.Execute(
        "UPDATE series SET source_arrival = @2, is_stale = @3, disagrees = @4, instances = @5, bytes = @6, extended_version = @7 WHERE series_key = @1",
        series.Key, series.SourceArrival, series.IsStale ? 1L : 0L, (long)series.Disagrees, series.Instances, series.Bytes, series.ExtendedVersion);

    private void WriteClasses(SeriesState series)
    {
        foreach (var (classKey, change) in series.ClassChanges)
        {
            if (change == 0) continue;
            session.Execute("""
                INSERT INTO series_class (series_key, class_key, instances) VALUES (@1, @2, @3)
                ON CONFLICT (series_key, class_key) DO UPDATE SET instances = series_class.instances + excluded.instances
                """, series.Key, classKey, change);
            if (change < 0) session.Execute("DELETE FROM series_class WHERE series_key = @1 AND instances <= 0", series.Key);
            series.Study.IsCompositionChanged = true;
        }
        series.ClassChanges.Clear();
    }

    private void WriteStudy(StudyState study)
    {
        const string sql = """
            SELECT COUNT(*), SUM(instances), SUM(bytes), MAX(disagrees), COUNT(DISTINCT study_hash), MIN(source_arrival) FROM series WHERE study_key = @1
            """;
        long series, instances = 0, bytes = 0, source = 0;
        var disagrees = false;
        using (var row = session.Query(sql, study.Key))
        {
            row.Read();
            series = row.GetInt64(0);
            if (series > 0)
                (instances, bytes, disagrees, source) = (row.GetInt64(1), row.GetInt64(2), (row.GetInt64(3) & 1) != 0 || row.GetInt64(4) > 1, row.GetInt64(5));
        }
        if (series == 0)
        {
            RemoveStudy(study);
            return;
        }
        if (study.IsSourceChanged || !study.IsStored) WriteStudyValues(study);
        if (study.IsCompositionChanged) WriteComposition(study);
        session.Execute("UPDATE study SET series = @2, instances = @3, bytes = @4, disagrees = @5, source_arrival = @6 WHERE study_key = @1",
            study.Key, series, instances, bytes, disagrees ? 1L : 0L, source);
        Move(study.Patient!, series - study.Series, instances - study.Instances);
        (study.Series, study.Instances) = (series, instances);
        study.Counted = Count(study.Counted, study.Site, new(0, 0, 1, instances));
    }

    private void RemoveStudy(StudyState study)
    {
        rows.HasRemoved = true;
        if (!study.IsStored) return;
        session.Execute("DELETE FROM study_name WHERE study_key = @1", study.Key);
        session.Execute("DELETE FROM study_attributes WHERE study_key = @1", study.Key);
        session.Execute("DELETE FROM study WHERE study_key = @1", study.Key);
        study.Counted = Count(study.Counted, study.Site, default);
        Leave(study);
    }

    /// <summary>Takes the values of the series with the lowest source; the study moves to another patient when they say so.</summary>
    private void WriteStudyValues(StudyState study)
    {
        study.IsSourceChanged = false;
        byte[] attributes;
        string defaultIssuer;
        using (var row = session.Query(
            "SELECT COALESCE(corrected, attributes), default_issuer, site FROM series WHERE study_key = @1 ORDER BY source_arrival, series_uid LIMIT 1", study.Key))
        {
            row.Read();
            attributes = row.GetFieldValue<byte[]>(0);
            defaultIssuer = row.GetString(1);
            study.Site = row.GetString(2);
        }
        var values = StudyValues.Of(attributes, study.Uid, defaultIssuer);
        if (study.Patient is { } before && before.Identity != values.Patient) Leave(study);
        if (study.Patient is null) Join(study, rows.Patient(values.Patient));
        study.Patient!.IsSourceChanged = true;
        InsertStudy(study, values);
        WriteNames(study, values.PatientName);
        study.IsStored = true;
    }

    private void InsertStudy(StudyState study, StudyValues values)
    {
        const string sql = """
            INSERT INTO study (study_key, patient_key, study_uid, study_date, study_time, accession, study_id, description, issuer, patient_id, birth_date,
              sex, name_hash, modalities, sop_classes, source_arrival, disagrees, series, instances, bytes, site)
            VALUES (@1, @2, @3, @4, @5, @6, @7, @8, @9, @10, @11, @12, @13, '', '', 0, 0, 0, 0, 0, @14)
            ON CONFLICT (study_key) DO UPDATE SET patient_key = excluded.patient_key, study_date = excluded.study_date, study_time = excluded.study_time,
              accession = excluded.accession, study_id = excluded.study_id, description = excluded.description, issuer = excluded.issuer,
              patient_id = excluded.patient_id, birth_date = excluded.birth_date, sex = excluded.sex, name_hash = excluded.name_hash,
              site = excluded.site
            """;
        session.Execute(sql, study.Key, study.Patient!.Key, study.Uid, values.StudyDate, values.StudyTime, values.Accession, values.StudyId,
            values.Description, values.Patient.Issuer, values.Patient.PatientId, values.BirthDate, values.Sex, LocatorHash.Of(values.PatientName), study.Site);
        session.Execute("""
            INSERT INTO study_attributes (study_key, attributes) VALUES (@1, @2) ON CONFLICT (study_key) DO UPDATE SET attributes = excluded.attributes
            """, study.Key, StoredAttributes.Encode(values.Attributes));
    }

    private void WriteNames(StudyState study, string patientName)
    {
        var hash = LocatorHash.Of(patientName);
        if (study.IsStored && study.NameHash == hash) return;
        if (study.IsStored) session.Execute("DELETE FROM study_name WHERE study_key = @1", study.Key);
        foreach (var name in NameForms.Of(patientName))
            session.Execute("INSERT INTO study_name (form, kind, study_key) VALUES (@1, @2, @3) ON CONFLICT DO NOTHING", name.Form, (long)name.Kind, study.Key);
        study.NameHash = hash;
    }

    private void WriteComposition(StudyState study)
    {
        study.IsCompositionChanged = false;
        var modalities = Values("SELECT DISTINCT modality FROM series WHERE study_key = @1 AND modality <> ''", study.Key);
        var classes = Values("""
            SELECT DISTINCT c.sop_class_uid FROM series s JOIN series_class sc ON sc.series_key = s.series_key
              JOIN sop_class c ON c.class_key = sc.class_key WHERE s.study_key = @1
            """, study.Key);
        session.Execute("UPDATE study SET modalities = @2, sop_classes = @3 WHERE study_key = @1", study.Key, modalities, classes);
    }

    private string Values(string sql, long key)
    {
        var values = new List<string>();
        using (var row = session.Query(sql, key))
            while (row.Read()) values.Add(row.GetString(0));
        values.Sort(StringComparer.Ordinal);
        return string.Join('\\', values);
    }

    private void WritePatient(PatientState patient)
    {
        if (patient.Studies <= 0)
        {
            session.Execute("DELETE FROM patient_name WHERE patient_key = @1", patient.Key);
            session.Execute("DELETE FROM patient WHERE patient_key = @1", patient.Key);
            rows.HasRemoved = true;
            return;
        }
        if (patient.IsSourceChanged || !patient.IsStored) WritePatientValues(patient);
        session.Execute("UPDATE patient SET studies = @2, series = @3, instances = @4 WHERE patient_key = @1",
            patient.Key, patient.Studies, patient.Series, patient.Instances);
    }

    private void WritePatientValues(PatientState patient)
    {
        patient.IsSourceChanged = false;
        DataSet attributes;
        long source;
        using (var row = session.Query(
            "SELECT a.attributes, s.source_arrival FROM study s JOIN study_attributes a ON a.study_key = s.study_key WHERE s.patient_key = @1 ORDER BY s.source_arrival, s.study_uid LIMIT 1",
            patient.Key))
        {
            row.Read();
            attributes = StoredAttributes.Only(StoredAttributes.Decode(row.GetFieldValue<byte[]>(0)), LevelTags.Patient);
            source = row.GetInt64(1);
        }
        const string sql = """
            INSERT INTO patient (patient_key, issuer, patient_id, lone_study_uid, birth_date, sex, source_arrival, studies, series, instances, attributes)
            VALUES (@1, @2, @3, @4, @5, @6, @7, 0, 0, 0, @8)
            ON CONFLICT (patient_key) DO UPDATE SET birth_date = excluded.birth_date, sex = excluded.sex, source_arrival = excluded.source_arrival,
              attributes = excluded.attributes
            """;
        session.Execute(sql, patient.Key, patient.Identity.Issuer, patient.Identity.PatientId, patient.Identity.LoneStudyUid,
            Columns.Date(attributes, Tags.PatientBirthDate), Columns.Text(attributes, Tags.PatientSex), source, StoredAttributes.Encode(attributes));
        session.Execute("DELETE FROM patient_name WHERE patient_key = @1", patient.Key);
        foreach (var name in NameForms.Of(Columns.Text(attributes, Tags.PatientName)))
            session.Execute("INSERT INTO patient_name (form, kind, patient_key) VALUES (@1, @2, @3) ON CONFLICT DO NOTHING",
                name.Form, (long)name.Kind, patient.Key);
        patient.IsStored = true;
    }

    /// <summary>Moves what a row adds to its site to what it adds now.</summary>
    private (string Site, SiteFigures Figures) Count((string Site, SiteFigures Figures)? before, string site, SiteFigures now)
    {
        if (before == (site, now)) return (site, now);
        if (before is { } was) rows.SiteChanges[was.Site] = rows.SiteChanges.GetValueOrDefault(was.Site) - was.Figures;
        rows.SiteChanges[site] = rows.SiteChanges.GetValueOrDefault(site) + now;
        return (site, now);
    }

    private void WriteUsage(string site, SiteFigures change) => session.Execute("""
        INSERT INTO site_usage (site, bytes, objects, studies, instances) VALUES (@1, @2, @3, @4, @5)
        ON CONFLICT (site) DO UPDATE SET bytes = site_usage.bytes + excluded.bytes, objects = site_usage.objects + excluded.objects,
          studies = site_usage.studies + excluded.studies, instances = site_usage.instances + excluded.instances
        """, site, change.Bytes, change.Objects, change.Studies, change.Instances);

    private void Join(StudyState study, PatientState patient)
    {
        study.Patient = patient;
        patient.Studies++;
        Move(patient, study.Series, study.Instances);
    }

    private void Leave(StudyState study)
    {
        var patient = study.Patient!;
        patient.Studies--;
        patient.IsSourceChanged = true;
        Move(patient, -study.Series, -study.Instances);
        study.Patient = null;
    }

    private void Move(PatientState patient, long series, long instances)
    {
        patient.Series += series;
        patient.Instances += instances;
        rows.Touch(patient);
    }
}

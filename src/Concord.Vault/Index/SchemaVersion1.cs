namespace Concord.Vault.Index;

/// <summary>The first tables. Keys ending in <c>_key</c> are internal numbers; <c>attributes</c> is a DICOM data set (Explicit VR Little
/// Endian, ISO_IR 192) with what <see cref="LevelTags"/> names of the row's level and those above it; other columns are for matching.</summary>
internal static class SchemaVersion1
{
    public static IReadOnlyList<string> Statements { get; } =
    [
        // low_water, highest, last_change
        "CREATE TABLE mark (name TEXT NOT NULL PRIMARY KEY, value INTEGER NOT NULL) {table}",

        // lone_study_uid: the study of a patient without Patient ID, else ''
        """
        CREATE TABLE patient (
          patient_key INTEGER NOT NULL PRIMARY KEY, issuer TEXT NOT NULL, patient_id TEXT NOT NULL, lone_study_uid TEXT NOT NULL,
          birth_date TEXT NOT NULL, sex TEXT NOT NULL, source_arrival INTEGER NOT NULL,
          studies INTEGER NOT NULL, series INTEGER NOT NULL, instances INTEGER NOT NULL, attributes BLOB NOT NULL) {table}
        """,
        "CREATE UNIQUE INDEX patient_identity ON patient (patient_id, issuer, lone_study_uid)",
        "CREATE TABLE patient_name (form TEXT NOT NULL, kind INTEGER NOT NULL, patient_key INTEGER NOT NULL, PRIMARY KEY (kind, form, patient_key)) {clustered}",
        "CREATE INDEX patient_name_owner ON patient_name (patient_key)",

        """
        CREATE TABLE study (
          study_key INTEGER NOT NULL PRIMARY KEY, patient_key INTEGER NOT NULL, study_uid TEXT NOT NULL,
          study_date TEXT NOT NULL, study_time TEXT NOT NULL, accession TEXT NOT NULL, study_id TEXT NOT NULL, description TEXT NOT NULL,
          issuer TEXT NOT NULL, patient_id TEXT NOT NULL, birth_date TEXT NOT NULL, sex TEXT NOT NULL, name_hash INTEGER NOT NULL,
          modalities TEXT NOT NULL, sop_classes TEXT NOT NULL, source_arrival INTEGER NOT NULL, disagrees INTEGER NOT NULL,
          series INTEGER NOT NULL, instances INTEGER NOT NULL, bytes INTEGER NOT NULL) {table}
        """,
        // apart, so that sorting and counting many studies reads narrow rows
        "CREATE TABLE study_attributes (study_key INTEGER NOT NULL PRIMARY KEY, attributes BLOB NOT NULL) {table}",
        "CREATE UNIQUE INDEX study_identity ON study (study_uid)",
        "CREATE INDEX study_order ON study (study_date DESC, study_uid)",
        "CREATE INDEX study_of_patient ON study (patient_key, source_arrival)",
        "CREATE INDEX study_patient_id ON study (patient_id)",
        "CREATE INDEX study_accession ON study (accession)",
        "CREATE INDEX study_study_id ON study (study_id)",
        "CREATE TABLE study_name (form TEXT NOT NULL, kind INTEGER NOT NULL, study_key INTEGER NOT NULL, PRIMARY KEY (kind, form, study_key)) {clustered}",
        "CREATE INDEX study_name_owner ON study_name (study_key)",

        // is_stale: the instance that the values came from is deleted; they hold until the next one is read
        """
        CREATE TABLE series (
          series_key INTEGER NOT NULL PRIMARY KEY, study_key INTEGER NOT NULL, series_uid TEXT NOT NULL,
          modality TEXT NOT NULL, series_number TEXT NOT NULL, body_part TEXT NOT NULL, station TEXT NOT NULL, description TEXT NOT NULL,
          pps_date TEXT NOT NULL, default_issuer TEXT NOT NULL, source_arrival INTEGER NOT NULL, is_stale INTEGER NOT NULL,
          study_hash INTEGER NOT NULL, series_hash INTEGER NOT NULL, disagrees INTEGER NOT NULL,
          instances INTEGER NOT NULL, bytes INTEGER NOT NULL, attributes BLOB NOT NULL) {table}
        """,
        "CREATE UNIQUE INDEX series_identity ON series (study_key, series_uid)",
        "CREATE INDEX series_uid ON series (series_uid)",
        "CREATE INDEX series_stale ON series (series_key) WHERE is_stale = 1",
        "CREATE INDEX series_modality ON series (modality, pps_date)",
        "CREATE TABLE sop_class (class_key INTEGER NOT NULL PRIMARY KEY, sop_class_uid TEXT NOT NULL) {table}",
        """
        CREATE TABLE series_class (series_key INTEGER NOT NULL, class_key INTEGER NOT NULL, instances INTEGER NOT NULL,
          PRIMARY KEY (series_key, class_key)) {clustered}
        """,

        // arrived_*: summed from the events; bytes and entries of the file once it is sealed, else null
        """
        CREATE TABLE bundle (
          bundle_id INTEGER NOT NULL PRIMARY KEY, study_uid TEXT NOT NULL, series_uid TEXT NOT NULL, first_arrival INTEGER NOT NULL,
          arrived_bytes INTEGER NOT NULL, arrived_entries INTEGER NOT NULL, live_entries INTEGER NOT NULL,
          sha256 TEXT, sealed_bytes INTEGER, sealed_entries INTEGER, sealed_at INTEGER) {table}
        """,
        "CREATE INDEX bundle_of_series ON bundle (study_uid, series_uid)",
        "CREATE INDEX bundle_series_uid ON bundle (series_uid)",

        // one compact row an instance that came lately, the others in the runs of SchemaVersion8; series_key 0 for objects that belong to no study
        """
        CREATE TABLE locator (uid_hash INTEGER NOT NULL, arrival INTEGER NOT NULL, bundle_id INTEGER NOT NULL, series_key INTEGER NOT NULL,
          class_key INTEGER NOT NULL, bytes INTEGER NOT NULL, PRIMARY KEY (uid_hash, arrival)) {clustered}
        """,

        // deleted arrivals; is_counted: the arrival came, and is among its bundle's arrived entries
        "CREATE TABLE tombstone (arrival INTEGER NOT NULL PRIMARY KEY, is_counted INTEGER NOT NULL) {table}",
        """
        CREATE TABLE kept_aside (arrival INTEGER NOT NULL PRIMARY KEY, bundle_id INTEGER NOT NULL, study_uid TEXT NOT NULL,
          series_uid TEXT NOT NULL, sop_uid TEXT NOT NULL) {table}
        """,
        "CREATE INDEX kept_aside_of_series ON kept_aside (study_uid, series_uid)",

        // the change feed, a commit's changes in one row
        "CREATE TABLE change_chunk (first_number INTEGER NOT NULL PRIMARY KEY, changes INTEGER NOT NULL, data BLOB NOT NULL) {table}",
        "CREATE TABLE feed_consumer (name TEXT NOT NULL PRIMARY KEY, change_number INTEGER NOT NULL) {table}",

        // events that could not be indexed; reason is an exception's type, never its text
        "CREATE TABLE unindexed (number INTEGER NOT NULL, kind TEXT NOT NULL, reason TEXT NOT NULL, at INTEGER NOT NULL) {table}",
    ];
}

using Concord.Vault.Index;
using Concord.Vault.Sites;
using Microsoft.Extensions.Logging.Abstractions;

namespace Archive.Tests.Index;

/// <summary>An index in a temporary folder that goes with it.</summary>
internal sealed class TestIndex : IAsyncDisposable
{
    /// <summary>Senders SENDER-N are of NORTH, the one called SENDER of SOUTH.</summary>
    public static SourceSites Sites { get; } = new([new() { Site = "NORTH", AeTitles = ["SENDER-*"] }, new() { Site = "SOUTH", AeTitles = ["SENDER"] }]);

    private TestIndex(string folder, VaultIndex index) => (Folder, Index) = (folder, index);

    public string Folder { get; }

    public VaultIndex Index { get; private set; }

    public static async Task<TestIndex> Open()
    {
        var folder = Directory.CreateTempSubdirectory("concord-index-").FullName;
        return new(folder, await OpenIn(folder));
    }

    public static async Task<TestIndex> With(IEnumerable<IndexEvent> events)
    {
        var test = await Open();
        await test.Add(events);
        return test;
    }

    /// <summary>Looks at an index that somebody else has opened, and closes.</summary>
    public static TestIndex Of(VaultIndex index) => new("", index);

    public Task Add(params IEnumerable<IndexEvent> events) => AddAll(events);

    public async Task Reopen()
    {
        await Index.DisposeAsync();
        Index = await OpenIn(Folder);
    }

    public async ValueTask DisposeAsync()
    {
        await Index.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Rows of any SELECT, columns joined by '|'.</summary>
    public Task<List<string>> Select(string sql) => Select(Index, sql);

    /// <summary>Everything that queries can see, without internal numbers.</summary>
    public Task<string> Snapshot() => Snapshot(Index);

    private static Task<List<string>> Select(VaultIndex index, string sql) => index.Read(session =>
    {
        var found = new List<string>();
        using var rows = session.Query(sql);
        while (rows.Read())
            found.Add(string.Join('|', Enumerable.Range(0, rows.FieldCount).Select(i => rows.GetValue(i) is byte[] bytes ? Convert.ToHexString(bytes) : rows.GetValue(i).ToString())));
        return found;
    }, CancellationToken.None);

    /// <summary>The same of any index.</summary>
    public static async Task<string> Snapshot(VaultIndex index)
    {
        var rows = new List<string>();
        rows.AddRange(await Select(index, "SELECT 'patient', issuer, patient_id, lone_study_uid, birth_date, sex, source_arrival, studies, series, instances, attributes FROM patient"));
        rows.AddRange(await Select(index, """
            SELECT 'study', p.patient_id, s.study_uid, study_date, study_time, accession, study_id, description, s.issuer, s.patient_id, s.birth_date, s.sex, modalities, s.site,
              sop_classes, s.source_arrival, disagrees, s.series, s.instances, bytes, a.attributes
            FROM study s LEFT JOIN study_attributes a ON a.study_key = s.study_key LEFT JOIN patient p ON p.patient_key = s.patient_key
            """));
        rows.AddRange(await Select(index, """
            SELECT 'series', t.study_uid, s.series_uid, modality, series_number, body_part, s.description, s.source_arrival, is_stale, s.disagrees, s.instances, s.bytes, s.site, s.attributes
            FROM series s LEFT JOIN study t ON t.study_key = s.study_key
            """));
        rows.AddRange(await Select(index, "SELECT 'name', form, kind, study_uid FROM study_name n LEFT JOIN study s ON s.study_key = n.study_key"));
        rows.AddRange(await Select(index, "SELECT 'patient name', form, kind, patient_id FROM patient_name n LEFT JOIN patient s ON s.patient_key = n.patient_key"));
        rows.AddRange(await Select(index, "SELECT 'class', series_uid, sop_class_uid, c.instances FROM series_class c LEFT JOIN series s ON s.series_key = c.series_key LEFT JOIN sop_class x ON x.class_key = c.class_key"));
        rows.AddRange(await Select(index, "SELECT 'bundle', bundle_id, study_uid, series_uid, first_arrival, arrived_bytes, arrived_entries, live_entries, sha256, sealed_bytes, site, last_at, is_warm, moved_number FROM bundle"));
        rows.AddRange(await Select(index, "SELECT 'event', number, bundle_id FROM bundle_event"));
        rows.AddRange(await Select(index, "SELECT 'locator', uid_hash, arrival, bundle_id, bytes FROM locator_all"));
        rows.AddRange(await Select(index, "SELECT 'aside', arrival, bundle_id, study_uid, series_uid, sop_uid FROM kept_aside"));
        rows.AddRange(await Select(index, "SELECT 'tombstone', arrival, is_counted, number, state FROM tombstone"));
        rows.AddRange(await Select(index, "SELECT 'usage', site, bytes, objects, studies, instances FROM site_usage WHERE bytes <> 0 OR objects <> 0 OR studies <> 0 OR instances <> 0"));
        rows.AddRange(await Select(index, "SELECT 'crossing', number, site, state FROM site_crossing"));
        rows.AddRange(await Select(index, "SELECT 'rejected', arrival, number, study_uid, series_uid, sop_uid, bytes FROM rejected"));
        rows.AddRange(await Select(index, "SELECT 'decision', number, kind, at, who, why, reason, study_uid, series_uid, sop_uid, instances, bytes, study_date, modalities, description, until, answers FROM decision"));
        rows.AddRange(await Select(index, "SELECT 'certificate', number, decision, sha256, text FROM certificate"));
        rows.AddRange(await Select(index, "SELECT 'replaced', bundle_id, into_id, number FROM replaced_bundle"));
        rows.AddRange(await Select(index, "SELECT 'purged', arrival FROM purged"));
        rows.Sort(StringComparer.Ordinal);
        return string.Join('\n', rows);
    }

    private static Task<VaultIndex> OpenIn(string folder) => VaultIndex.Open(folder, SourceIssuers.None, Sites, new(), TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);

    private async Task AddAll(IEnumerable<IndexEvent> events)
    {
        foreach (var indexEvent in events) await Index.Enqueue(indexEvent, CancellationToken.None);
        await Index.WaitUntilCaughtUp(CancellationToken.None);
    }
}

using System.IO.Compression;
using System.Text.Json;
using Archive.Tests.Index;
using Archive.Tests.Receive;
using Concord.Vault.Changes;
using Concord.Vault.Decisions;
using Concord.Vault.Lifecycle;
using Concord.Vault.Receive;
using Microsoft.Extensions.Logging.Abstractions;

namespace Archive.Tests.Decisions;

/// <summary>Rejecting and restoring, with restart and reindex in between.</summary>
public sealed class RejectionTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_rejected_study_comes_back_whole_whether_sealed_or_open_and_after_restart_and_reindex()
    {
        string before;
        await using (var vault = await TestVault.Open(_folder.Path, Small))
        {
            for (var i = 1; i <= 3; i++) await vault.Store(Objects.Slice(i));
            await vault.Vault.SealAll(CancellationToken.None);
            for (var i = 1; i <= 2; i++) await vault.Store(Objects.Slice(i, series: 2));
            await vault.Store(Objects.Slice(3, series: 2, pixelBytes: 200_000)); // in a spool file
            before = await Rows(vault);
            Assert.Equal(6, Assert.IsType<DecisionOutcome.Done>(await Reject(vault)).Instances);
            Assert.Empty(await vault.Entries());
            Assert.IsType<DecisionOutcome.NotFound>(await Reject(vault));
        }
        await using (var vault = await TestVault.Open(_folder.Path))
        {
            Assert.Empty(await vault.Entries(2));
            Assert.Equal(6, Assert.IsType<DecisionOutcome.Done>(await Restore(vault)).Instances);
            await AssertWhole(vault, before);
        }
        await using (var vault = await TestVault.Open(_folder.Path)) await AssertWhole(vault, before);
        await Reindex();
        await using (var vault = await TestVault.Open(_folder.Path))
        {
            await AssertWhole(vault, before);
            Assert.IsType<StoreOutcome.AlreadyStored>(await vault.Store(Objects.Slice(2)));
            Assert.IsType<StoreOutcome.AlreadyStored>(await vault.Store(Objects.Slice(2, series: 2)));
            Assert.IsType<DecisionOutcome.NotFound>(await Restore(vault));
        }
    }

    [Fact]
    public async Task Decisions_about_a_study_are_one_change_each_and_about_instances_one_an_instance()
    {
        await using var vault = await TestVault.Open(_folder.Path);
        for (var i = 1; i <= 4; i++) await vault.Store(Objects.Slice(i));
        var since = vault.Vault.Index.LastChangeNumber;
        await vault.Vault.Decisions.Reject(new(Objects.Study(), null, [Objects.Instance(1), Objects.Instance(3)]), RejectionReason.Quality, "mary", "blurred", default);
        await Reject(vault);
        await Restore(vault);
        var changes = await new ChangeFeed(vault.Vault.Index).Read(Math.Max(since, 4), 100, default);
        Assert.Equal(
            [
                $"deleted {Objects.Series()} {Objects.Instance(1)} mary 113001 blurred", $"deleted {Objects.Series()} {Objects.Instance(3)} mary 113001 blurred",
                "deleted   joe wrong patient", "restored   joe it was right",
            ],
            changes.Select(change => $"{change.Kind} {change.SeriesInstanceUid} {change.SopInstanceUid} {change.Who} {change.Why}"));
        Assert.All(changes, change => Assert.Equal(Objects.Study(), change.StudyInstanceUid));
    }

    [Fact]
    public async Task What_was_sent_again_stays_and_the_rejected_one_is_not_restored_beside_it()
    {
        await using var vault = await TestVault.Open(_folder.Path);
        for (var i = 1; i <= 2; i++) await vault.Store(Objects.Slice(i));
        await Reject(vault);
        Assert.IsType<StoreOutcome.Stored>(await vault.Store(Objects.Slice(2, fill: 7)));
        var done = Assert.IsType<DecisionOutcome.Done>(await Restore(vault));
        Assert.Equal((1, Objects.Instance(2)), (done.Instances, Assert.Single(done.NotRestored)));
        Assert.Equal([1, 4], (await vault.Entries()).ConvertAll(entry => entry.ArrivalNumber).Order());
        Assert.Equal([Objects.Instance(2)], Assert.IsType<DecisionOutcome.Conflict>(await Restore(vault)).Instances);
        await vault.Vault.Decisions.Reject(new(Objects.Study(), null, [Objects.Instance(2)]), null, "joe", "", default);
        var newest = Assert.IsType<DecisionOutcome.Done>(await Restore(vault)); // of two rejected ones the later
        Assert.Equal((1, Objects.Instance(2)), (newest.Instances, Assert.Single(newest.NotRestored)));
        Assert.Equal([1, 4], (await vault.Entries()).ConvertAll(entry => entry.ArrivalNumber).Order());
    }

    [Fact]
    public async Task However_a_restore_and_a_resend_meet_one_instance_of_a_uid_lives()
    {
        await using var vault = await TestVault.Open(_folder.Path);
        for (var round = 1; round <= 30; round++)
        {
            await vault.Store(Objects.Slice(round));
            await Reject(vault, round);
            var senders = Enumerable.Range(0, 3).Select(_ => Task.Run(async () => Assert.IsNotType<StoreOutcome.Refused>(await vault.Store(Objects.Slice(round)))));
            var restoring = Task.Run(() => vault.Vault.Decisions.Restore(new(Objects.Study(), null, [Objects.Instance(round)]), "joe", "", default));
            await Task.WhenAll([.. senders, restoring]);
            var entries = await vault.Entries();
            Assert.Equal(round, entries.Count);
            Assert.Equal(round, entries.Select(entry => entry.SopInstanceUid).Distinct().Count());
        }
    }

    [Fact]
    public async Task Sealed_metadata_is_given_out_as_it_lies_again_once_nothing_of_the_bundle_is_rejected()
    {
        await using var vault = await TestVault.Open(_folder.Path);
        for (var i = 1; i <= 3; i++) await vault.Store(Objects.Slice(i));
        await Reject(vault, 2);
        await vault.Vault.SealAll(CancellationToken.None);
        var bundle = (await vault.Entries())[0].BundleId;
        Assert.Null(await vault.Vault.Bundles.OpenMetadata(bundle, default));
        await Restore(vault);
        await using var gzip = await vault.Vault.Bundles.OpenMetadata(bundle, default);
        using var json = await JsonDocument.ParseAsync(new GZipStream(gzip!, CompressionMode.Decompress));
        Assert.Equal(
            Enumerable.Range(1, 3).Select(i => Objects.Instance(i).ToString()),
            json.RootElement.EnumerateArray().Select(instance => instance.GetProperty("00080018").GetProperty("Value")[0].GetString()));
    }

    [Fact]
    public async Task Rejections_are_listed_with_who_and_why_and_how_much_is_still_rejected()
    {
        await using (var vault = await TestVault.Open(_folder.Path))
        {
            for (var i = 1; i <= 3; i++) await vault.Store(Objects.Slice(i));
            await vault.Vault.Decisions.Reject(new(Objects.Study(), Objects.Series(), []), RejectionReason.PatientSafety, "mary", "wrong side", default);
            await vault.Vault.Decisions.Restore(new(Objects.Study(), null, [Objects.Instance(3)]), "joe", "", default);
        }
        await Reindex();
        await using var again = await TestVault.Open(_folder.Path);
        var listed = Assert.Single(await again.Vault.Decisions.List.Rejections(null, 0, 100, default));
        Assert.Equal(("mary", "wrong side", "113037", 3, 2), (listed.Decision.Who, listed.Decision.Why, listed.Decision.Reason, listed.Decision.Instances, listed.StillRejected));
        Assert.Equal((Objects.Study(), Objects.Series(), "20260102", "CT"), (listed.Decision.StudyInstanceUid, listed.Decision.SeriesInstanceUid, listed.Decision.StudyDate, listed.Decision.Modalities));
        var instances = await again.Vault.Decisions.List.Rejected(listed.Decision.Number, 0, 1, default);
        Assert.Equal(Objects.Instance(1), Assert.Single(instances).SopInstanceUid);
        Assert.Equal(Objects.Instance(2), Assert.Single(await again.Vault.Decisions.List.Rejected(listed.Decision.Number, instances[0].ArrivalNumber, 10, default)).SopInstanceUid);
        Assert.Equal(listed.StillRejectedBytes, 2 * instances[0].Bytes);
        Assert.Empty(await again.Vault.Decisions.List.Rejections(Objects.Study(2), 0, 100, default));
        Assert.Equal(["deleted", "restored"], (await again.Vault.Decisions.List.OfStudy(Objects.Study(), 0, 100, default)).Select(one => one.Decision.Kind));
    }

    [Fact]
    public async Task An_index_that_kept_no_decisions_is_told_of_them_all_and_the_feed_does_not_hear_of_them_again()
    {
        await using (var vault = await TestVault.Open(_folder.Path))
        {
            for (var i = 1; i <= 2; i++) await vault.Store(Objects.Slice(i));
            await Reject(vault, 1);
            Assert.Single(await vault.Vault.Decisions.List.Rejections(null, 0, 10, default));
        }
        using (var older = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(_folder.Path, "index", "catalog.sqlite")};Pooling=False"))
        {
            older.Open();
            using var change = older.CreateCommand();
            change.CommandText = "UPDATE tombstone SET number = 0, state = 1; DELETE FROM rejected; DELETE FROM decision";
            change.ExecuteNonQuery();
        }
        var mark = Path.Combine(_folder.Path, "facts.mark");
        await File.WriteAllBytesAsync(mark, (await File.ReadAllBytesAsync(mark))[..12]); // as an older version wrote it
        await using var again = await TestVault.Open(_folder.Path);
        Assert.Equal("joe", Assert.Single(await again.Vault.Decisions.List.Rejections(null, 0, 10, default)).Decision.Who);
        Assert.Single(await new ChangeFeed(again.Vault.Index).Read(0, 100, default), change => change.Kind == "deleted");
        Assert.Equal(1, Assert.IsType<DecisionOutcome.Done>(await Restore(again)).Instances);
        Assert.Equal(2, (await again.Entries()).Count);
    }

    private static VaultOptions Small(VaultOptions options) => options with { MaxObjectInMemoryBytes = 1 << 16 };

    private static Task<DecisionOutcome> Reject(TestVault vault, int? instance = null) =>
        vault.Vault.Decisions.Reject(new(Objects.Study(), null, instance is { } one ? [Objects.Instance(one)] : []), null, "joe", "wrong patient", default);

    private static Task<DecisionOutcome> Restore(TestVault vault) => vault.Vault.Decisions.Restore(DecisionScope.OfStudy(Objects.Study()), "joe", "it was right", default);

    private static async Task AssertWhole(TestVault vault, string before)
    {
        Assert.Equal(before, await Rows(vault));
        foreach (var series in new[] { 1, 2 })
            foreach (var (entry, i) in (await vault.Entries(series)).Select((entry, i) => (entry, i + 1)))
                Assert.Equal(Objects.Bytes(Objects.Slice(i, series: series, pixelBytes: series == 2 && i == 3 ? 200_000 : 512)), vault.DataSetOf(entry));
    }

    /// <summary>What queries see, without what was decided.</summary>
    private static async Task<string> Rows(TestVault vault)
    {
        await vault.Vault.Index.WaitUntilCaughtUp(default);
        return string.Join('\n', (await TestIndex.Snapshot(vault.Vault.Index)).Split('\n').Where(row => !row.StartsWith("tombstone|", StringComparison.Ordinal) && !row.StartsWith("decision|", StringComparison.Ordinal)));
    }

    private Task Reindex() => VaultReindexer.Reindex(new VaultOptions { Folder = _folder.Path }, TimeProvider.System, NullLoggerFactory.Instance, null, CancellationToken.None);
}

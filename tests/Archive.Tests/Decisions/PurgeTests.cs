using Archive.Tests.Bundles;
using Archive.Tests.Index;
using Archive.Tests.Receive;
using Concord.Vault.Blobs;
using Concord.Vault.Changes;
using Concord.Vault.Decisions;
using Concord.Vault.Lifecycle;
using Concord.Vault.Receive;
using Microsoft.Extensions.Logging.Abstractions;

namespace Archive.Tests.Decisions;

/// <summary>Purges: asked for by one, approved by another, carried out and certified.</summary>
public sealed class PurgeTests : IDisposable
{
    private static readonly LifecycleOptions Terms = new() { Institution = "县医院" };
    private readonly TestFolder _folder = new();
    private readonly ManualTime _time = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_purge_wants_two_persons_and_leaves_no_byte_and_a_certificate_of_what_went()
    {
        long request;
        byte[] doomed;
        await using (var vault = await Open())
        {
            for (var i = 1; i <= 4; i++) await vault.Store(Objects.Slice(i));
            await vault.Store(Objects.Slice(2, fill: 77)); // kept aside
            await vault.Store(Objects.Slice(1, series: 2));
            doomed = vault.DataSetOf((await vault.Entries())[1]);
            Assert.IsType<DecisionOutcome.NotFound>(await Ask(vault, 2)); // it lives
            await vault.Vault.Decisions.Reject(new(Objects.Study(), null, [Objects.Instance(2), Objects.Instance(3)]), RejectionReason.Quality, "ann", "blurred", default);
            await vault.Vault.Decisions.Reject(new(Objects.Study(), Objects.Series(2), []), null, "ann", "test object", default);
            request = Assert.IsType<DecisionOutcome.Done>(await Ask(vault)).Number;
            Assert.IsType<DecisionOutcome.Conflict>(await Ask(vault));
            Assert.IsType<DecisionOutcome.SamePerson>(await Approve(vault, request, "ann"));
            Assert.Equal(0, await Work(vault));
        }
        await using (var vault = await Open())
        {
            await vault.Vault.Decisions.Restore(new(Objects.Study(), null, [Objects.Instance(3)]), "joe", "needed", default); // spared
            Assert.IsType<DecisionOutcome.Done>(await Approve(vault, request, "bob"));
            Assert.IsType<DecisionOutcome.Conflict>(await Approve(vault, request, "eve"));
        }
        await using (var vault = await Open()) // approved before, carried out after a restart
        {
            Assert.Equal(1, await Work(vault));
            Assert.Equal(0, await Work(vault));
            Assert.IsType<DecisionOutcome.NotFound>(await vault.Vault.Decisions.RefusePurge(request, "bob", "too late", default));
            Assert.IsType<DecisionOutcome.NotFound>(await vault.Vault.Decisions.Restore(DecisionScope.OfStudy(Objects.Study()), "joe", "", default));
            Assert.Empty(await vault.Vault.Decisions.List.Rejections(null, 0, 10, default));
            Assert.Equal([1, 3, 4], (await vault.Entries()).ConvertAll(entry => entry.ArrivalNumber));
            AssertNowhere(doomed);
            await AssertCertificate(vault, request);
            var kinds = (await new ChangeFeed(vault.Vault.Index).Read(0, 100, default)).Where(change => change.Kind.StartsWith("purge", StringComparison.Ordinal));
            Assert.Equal(
                ["purge-requested ann", "purge-approved bob", "purged bob", "purged bob", "purge-certified bob"], kinds.Select(change => $"{change.Kind} {change.Who}"));
        }
    }

    [Fact]
    public async Task Reindex_after_a_purge_gives_the_same_rows_and_verify_finds_a_certificate_that_was_altered_or_taken_out()
    {
        string before;
        await using (var vault = await Open())
        {
            for (var series = 1; series <= 3; series++)
            {
                await vault.Store(Objects.Slice(1, series: series));
                await vault.Store(Objects.Slice(2, series: series));
                await vault.Vault.Decisions.Reject(new(Objects.Study(), null, [Objects.Instance(1, series)]), null, "ann", "x", default);
                await Approve(vault, Assert.IsType<DecisionOutcome.Done>(await Ask(vault)).Number, "bob");
                Assert.Equal(1, await Work(vault));
            }
            Assert.Equal((3, 0), (await vault.Vault.Decisions.CheckCertificates(default)) switch { var (count, faults) => (count, faults.Count) });
            before = await Rows(vault);
        }
        Assert.Empty(await Verify());
        await VaultReindexer.Reindex(new VaultOptions { Folder = _folder.Path }, _time, NullLoggerFactory.Instance, null, CancellationToken.None);
        await using (var vault = await Open()) Assert.Equal(before, await Rows(vault));
        var facts = Path.Combine(_folder.Path, "facts");
        var lines = await File.ReadAllLinesAsync(facts);
        var certified = Enumerable.Range(0, lines.Length).Where(i => lines[i].Contains("\"purge-certified\"", StringComparison.Ordinal)).ToList();
        foreach (var i in certified)
        {
            await File.WriteAllTextAsync(facts, string.Concat(lines.Where((_, at) => at != i).Select(line => line + "\n")));
            Assert.NotEmpty(await Verify());
            var altered = System.Text.Encoding.UTF8.GetBytes(lines[i][9..].Replace("ann", "eva", StringComparison.Ordinal));
            await File.WriteAllTextAsync(facts, string.Concat(lines.Select((line, at) => at == i ? $"{Crc32.Append(0, altered):x8} {System.Text.Encoding.UTF8.GetString(altered)}\n" : line + "\n")));
            Assert.NotEmpty(await Verify());
        }
        await File.WriteAllTextAsync(facts, string.Concat(lines.Select(line => line + "\n")));
        Assert.Empty(await Verify());
    }

    [Fact]
    public async Task A_request_expires_can_be_withdrawn_and_waits_while_the_study_is_held()
    {
        await using var vault = await Open();
        await vault.Store(Objects.Slice(1));
        await vault.Vault.Decisions.Reject(DecisionScope.OfStudy(Objects.Study()), null, "ann", "x", default);
        var withdrawn = Assert.IsType<DecisionOutcome.Done>(await Ask(vault)).Number;
        Assert.IsType<DecisionOutcome.Done>(await vault.Vault.Decisions.RefusePurge(withdrawn, "ann", "a mistake", default));
        Assert.IsType<DecisionOutcome.NotFound>(await Approve(vault, withdrawn, "bob"));
        var expired = Assert.IsType<DecisionOutcome.Done>(await Ask(vault)).Number;
        _time.Advance(TimeSpan.FromDays(30));
        Assert.IsType<DecisionOutcome.Conflict>(await Approve(vault, expired, "bob"));
        Assert.IsType<DecisionOutcome.Done>(await vault.Vault.Decisions.RefusePurge(expired, "bob", "expired", default));
        var request = Assert.IsType<DecisionOutcome.Done>(await Ask(vault, who: "rule:old")).Number;
        var first = Assert.IsType<DecisionOutcome.Done>(await vault.Vault.Decisions.Hold(Objects.Study(), null, "joe", "case", default)).Number;
        Assert.IsType<DecisionOutcome.Held>(await Approve(vault, request, "bob"));
        Assert.IsType<DecisionOutcome.Held>(await Ask(vault));
        await vault.Vault.Decisions.Release(first, "joe", "settled", default);
        Assert.IsType<DecisionOutcome.Done>(await Approve(vault, request, "bob")); // of a rule's request one person is the second
        var second = Assert.IsType<DecisionOutcome.Done>(await vault.Vault.Decisions.Hold(Objects.Study(), null, "joe", "case", default)).Number;
        Assert.Equal(0, await Work(vault));
        Assert.Single(Directory.GetFiles(Path.Combine(_folder.Path, "bundles"), "*.zip", SearchOption.AllDirectories));
        await vault.Vault.Decisions.Release(second, "joe", "settled", default);
        Assert.Equal(1, await Work(vault));
        Assert.Equal(["purge-requested", "purge-requested", "purge-requested"], (await vault.Vault.Decisions.List.PurgeRequests(null, all: true, 0, 10, default)).Select(one => one.Decision.Kind));
        Assert.Empty(await vault.Vault.Decisions.List.PurgeRequests(null, all: false, 0, 10, default));
    }

    [Fact]
    public async Task One_person_is_enough_where_it_is_so_set_and_the_certificate_says_so()
    {
        var alone = new LifecycleOptions { TwoPersons = false };
        await using var vault = await Open();
        await vault.Store(Objects.Slice(1));
        await vault.Vault.Decisions.Reject(DecisionScope.OfStudy(Objects.Study()), null, "ann", "x", default);
        var request = Assert.IsType<DecisionOutcome.Done>(await Ask(vault)).Number;
        Assert.IsType<DecisionOutcome.Done>(await vault.Vault.Decisions.ApprovePurge(request, "ann", "", alone, default));
        Assert.Equal(1, await vault.Vault.NewPurgeWorker(alone, _time).RunOnce(default));
        Assert.False(CertificateChain.TryParse(Assert.Single(await vault.Vault.Decisions.List.Certificates(0, 10, default)).Text)!.TwoPersons);
    }

    [Fact]
    public async Task There_is_no_certificate_before_the_replica_has_let_go_of_the_bytes()
    {
        using var other = new TestFolder();
        await using var vault = await TestVault.Open(_folder.Path, options => options with { ReplicaFolder = Path.Combine(other.Path, "replica") });
        var replicator = vault.Vault.NewReplicator(TimeProvider.System);
        for (var i = 1; i <= 2; i++) await vault.Store(Objects.Slice(i));
        await vault.Vault.SealAll(default);
        await replicator.Turn(default);
        Assert.Single(Bundles(other));
        await vault.Vault.Decisions.Reject(new(Objects.Study(), null, [Objects.Instance(1)]), null, "ann", "x", default);
        await Approve(vault, Assert.IsType<DecisionOutcome.Done>(await Ask(vault)).Number, "bob");
        Assert.Equal(0, await Work(vault));
        Assert.Empty(await vault.Vault.Decisions.List.Certificates(0, 10, default));
        await replicator.Turn(default);
        Assert.Equal(1, await Work(vault));
        var certificate = CertificateChain.TryParse(Assert.Single(await vault.Vault.Decisions.List.Certificates(0, 10, default)).Text)!;
        Assert.Equal(["hot", "replica"], certificate.Places);
        Assert.Equal(certificate.Series[0].After!.Sha256, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(Assert.Single(Bundles(other))))));
    }

    [Fact]
    public async Task A_restore_or_a_hold_that_meets_a_purge_wins_whole_or_comes_too_late()
    {
        await using var vault = await TestVault.Open(_folder.Path);
        for (var round = 1; round <= 12; round++)
        {
            await vault.Store(Objects.Slice(1, series: round));
            await vault.Store(Objects.Slice(2, series: round));
            await vault.Vault.SealAll(default);
            await vault.Vault.Decisions.Reject(new(Objects.Study(), Objects.Series(round), [Objects.Instance(1, round)]), null, "ann", "x", default);
            await Approve(vault, Assert.IsType<DecisionOutcome.Done>(await Ask(vault)).Number, "bob");
            var working = Task.Run(() => vault.Vault.NewPurgeWorker(Terms, TimeProvider.System).RunOnce(default));
            var against = round % 2 == 0
                ? await vault.Vault.Decisions.Restore(new(Objects.Study(), Objects.Series(round), []), "joe", "wait", default)
                : await vault.Vault.Decisions.Hold(Objects.Study(), null, "joe", "case", default);
            await working;
            var isThere = (await vault.Entries(round)).Count == 2;
            var isRejected = (await vault.Vault.Decisions.List.Rejections(null, 0, 100, default)).Count == 1;
            if (round % 2 == 0) Assert.Equal(against is DecisionOutcome.Done, isThere);
            else await vault.Vault.Decisions.Release(((DecisionOutcome.Done)against).Number, "joe", "settled", default);
            await vault.Vault.NewPurgeWorker(Terms, TimeProvider.System).RunOnce(default);
            Assert.Empty(await vault.Vault.Decisions.List.PurgeRequests(null, all: false, 0, 10, default));
            Assert.Empty(await vault.Vault.Decisions.List.Rejections(null, 0, 100, default));
            Assert.True(!isRejected || round % 2 == 1);
        }
        Assert.Empty((await vault.Vault.Decisions.CheckCertificates(default)).Faults);
    }

    [Fact]
    public async Task Killed_before_any_step_of_a_purge_it_is_finished_after_the_next_start_with_one_certificate()
    {
        var steps = await PlayPurge(int.MaxValue, check: false);
        Assert.True(steps > 10, $"only {steps} steps");
        for (var step = 1; step <= steps; step += Environment.GetEnvironmentVariable("CONCORD_ALL") == "1" ? 1 : 4) await PlayPurge(step, check: true);
    }

    private async Task<int> PlayPurge(int dieAt, bool check)
    {
        using var folder = new TestFolder();
        int steps = 0, from = int.MaxValue;
        try
        {
            await using var vault = await TestVault.Open(folder.Path, beforeStep: (_, _) =>
            {
                if (Interlocked.Increment(ref steps) >= from) throw new IOException("The process is gone.");
            });
            for (var i = 1; i <= 2; i++) await vault.Store(Objects.Slice(i));
            await vault.Store(Objects.Slice(1, series: 2));
            await vault.Vault.Decisions.Reject(new(Objects.Study(), null, [Objects.Instance(1), Objects.Instance(1, 2)]), null, "ann", "x", default);
            await Approve(vault, Assert.IsType<DecisionOutcome.Done>(await Ask(vault)).Number, "bob");
            (steps, from) = (0, dieAt);
            await vault.Vault.NewPurgeWorker(Terms, TimeProvider.System).RunOnce(default);
        }
        catch (Exception error) when (error is IOException or VaultException)
        {
            Assert.True(steps >= dieAt, error.ToString());
        }
        if (!check) return steps;
        await using var again = await TestVault.Open(folder.Path);
        await again.Vault.NewPurgeWorker(Terms, TimeProvider.System).RunOnce(default);
        Assert.Equal([2], (await again.Entries()).ConvertAll(entry => entry.ArrivalNumber));
        var certificate = CertificateChain.TryParse(Assert.Single(await again.Vault.Decisions.List.Certificates(0, 10, default)).Text)!;
        Assert.Equal((2, 2), (certificate.Instances, certificate.Series.Count));
        Assert.Single(Directory.GetFiles(Path.Combine(folder.Path, "bundles"), "*", SearchOption.AllDirectories));
        return steps;
    }

    /// <summary>A locator row may name the bundle that its object lay in before that was replaced: the answers are the same.</summary>
    private static async Task<string> Rows(TestVault vault) => string.Join('\n', (await TestIndex.Snapshot(vault.Vault.Index)).Split('\n')
        .Select(row => row.StartsWith("locator|", StringComparison.Ordinal) ? string.Join('|', row.Split('|').Where((_, column) => column != 3)) : row).Order(StringComparer.Ordinal));

    private static async Task AssertCertificate(TestVault vault, long request)
    {
        var kept = Assert.Single(await vault.Vault.Decisions.List.Certificates(0, 10, default));
        var certificate = CertificateChain.TryParse(kept.Text)!;
        Assert.Equal((1, DeletionCertificate.NoPrevious, 2, 1, true), (certificate.Number, certificate.Previous, certificate.Instances, certificate.KeptAside, certificate.TwoPersons));
        Assert.Equal((request, "ann", "no ground to keep it", "bob"), (certificate.Requested.Decision, certificate.Requested.Who, certificate.Requested.Why, certificate.Approved.Who));
        Assert.Equal(("Concord", "县医院", Objects.Study().ToString()), (certificate.System.Product, certificate.System.Institution, certificate.StudyInstanceUid));
        Assert.Equal(["113001 Rejected for Quality Reasons", "test object"], certificate.Reasons);
        Assert.Equal([Objects.Series().ToString(), Objects.Series(2).ToString()], certificate.Series.Select(series => series.SeriesInstanceUid));
        Assert.NotNull(certificate.Series[0].After);
        Assert.Null(certificate.Series[1].After);
        Assert.Equal([(2L, false), (5L, true)], certificate.Series[0].Instances.Select(gone => (gone.Arrival, gone.IsAside)));
        Assert.All(certificate.Series.SelectMany(series => series.Instances), gone => Assert.Equal(64, gone.Sha256.Length));
        Assert.All(certificate.Series.SelectMany(series => series.Before), bundle => Assert.Equal(64, bundle.Sha256!.Length));
    }

    private static string[] Bundles(TestFolder folder) => Directory.GetFiles(folder.Path, "*.zip", SearchOption.AllDirectories);

    private Task<TestVault> Open() => TestVault.Open(_folder.Path, time: _time);

    private static Task<DecisionOutcome> Ask(TestVault vault, int? instance = null, string who = "ann") =>
        vault.Vault.Decisions.RequestPurge(new(Objects.Study(), null, instance is { } one ? [Objects.Instance(one)] : []), who, "no ground to keep it", default);

    private static Task<DecisionOutcome> Approve(TestVault vault, long request, string who) => vault.Vault.Decisions.ApprovePurge(request, who, "", Terms, default);

    private Task<int> Work(TestVault vault) => vault.Vault.NewPurgeWorker(Terms, _time).RunOnce(default);

    private void AssertNowhere(byte[] doomed)
    {
        foreach (var path in Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).Where(path => new FileInfo(path).Name is not "lock"))
        {
            using var file = new FileStream(path, new FileStreamOptions { Share = FileShare.ReadWrite | FileShare.Delete });
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            Assert.True(bytes.AsSpan().IndexOf(doomed.AsSpan(doomed.Length - 512)) < 0, path);
        }
    }

    private async Task<List<string>> Verify()
    {
        var findings = new List<string>();
        await foreach (var finding in VaultVerifier.Verify(new VaultOptions { Folder = _folder.Path }, _time, NullLoggerFactory.Instance, null, CancellationToken.None))
            findings.Add(finding.Message);
        return findings;
    }
}

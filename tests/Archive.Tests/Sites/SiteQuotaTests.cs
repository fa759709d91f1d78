using Archive.Tests.Receive;
using Concord.Trust.Identity;
using Concord.Vault.Changes;
using Concord.Vault.Lifecycle;
using Concord.Vault.Receive;
using Concord.Vault.Sites;
using Microsoft.Extensions.Logging.Abstractions;

namespace Archive.Tests.Sites;

public sealed class SiteQuotaTests
{
    private static readonly Origin North = Objects.Origin with { CallingAeTitle = "NORTH1" };
    private static readonly Origin South = Objects.Origin with { CallingAeTitle = "SOUTH1" };

    [Fact]
    public async Task A_site_that_is_full_is_refused_and_the_others_go_on()
    {
        using var folder = new TestFolder();
        await using var vault = await Open(folder, new SiteQuota { Site = "NORTH", WarnObjects = 2, MaxObjects = 3 });
        for (var i = 1; i <= 3; i++)
        {
            Assert.IsType<StoreOutcome.Stored>(await vault.Store(Objects.Slice(i), origin: North));
            await vault.Vault.Index.WaitUntilCaughtUp(default);
            Assert.Equal(i switch { 1 => QuotaState.Within, 2 => QuotaState.Warned, _ => QuotaState.Full }, vault.Vault.Quotas.Find("NORTH").State);
        }
        var files = Files(folder);
        var refused = Assert.IsType<StoreOutcome.Refused>(await vault.Store(Objects.Slice(4), origin: North));
        Assert.Equal((Refusal.OutOfResources, "The quota of site NORTH is spent."), (refused.Refusal, refused.Reason));
        Assert.IsType<StoreOutcome.Refused>(await vault.Store(Objects.Bytes(Objects.Slice(5, pixelBytes: 4 << 20)), Concord.Dicom.Encoding.TransferSyntax.ExplicitVrLittleEndian, origin: North));
        Assert.Equal(files, Files(folder));
        Assert.IsType<StoreOutcome.Stored>(await vault.Store(Objects.Slice(1, study: 2), origin: South));
    }

    [Fact]
    public async Task A_large_object_of_a_full_site_does_not_go_to_the_disk_on_its_way()
    {
        using var folder = new TestFolder();
        var steps = new List<string>();
        await using var vault = await Open(folder, (step, path) =>
        {
            if (path.Contains("spool", StringComparison.Ordinal) || path.Contains("bundles", StringComparison.Ordinal)) lock (steps) steps.Add(path);
        }, new SiteQuota { Site = "*", MaxBytes = 1 });
        Assert.IsType<StoreOutcome.Stored>(await vault.Store(Objects.Slice(1), origin: North));
        await vault.Vault.Index.WaitUntilCaughtUp(default);
        lock (steps) steps.Clear();
        var refused = Assert.IsType<StoreOutcome.Refused>(
            await vault.Store(Objects.Bytes(Objects.Slice(2, pixelBytes: 8 << 20)), Concord.Dicom.Encoding.TransferSyntax.ExplicitVrLittleEndian, origin: North));
        Assert.Equal("The quota of site NORTH is spent.", refused.Reason);
        Assert.Empty(steps);
    }

    [Fact]
    public async Task What_is_rejected_counts_until_it_is_purged_and_all_figures_are_those_of_a_reindex()
    {
        using var folder = new TestFolder();
        await using (var vault = await Open(folder))
        {
            await vault.Store(Objects.Slice(1), origin: North);
            await vault.Store(Objects.Slice(2), origin: North);
            await vault.Store(Objects.Slice(2, fill: 9), origin: South); // other content: kept aside in the same bundle
            await vault.Store(Objects.Slice(1, study: 2), origin: South);
            await vault.Vault.Delete(Objects.Study(), null, Objects.Instance(1), "tester", "test", default);
            await vault.Vault.Index.WaitUntilCaughtUp(default);
            var north = vault.Vault.Quotas.Find("NORTH").Figures;
            Assert.Equal((3, 1, 1), (north.Objects, north.Studies, north.Instances));
            Assert.Equal(new SiteFigures(0, 1, 1, 1), vault.Vault.Quotas.Find("SOUTH").Figures with { Bytes = 0 });
            await vault.Vault.SealAll(default);
            Assert.Equal(new DirectoryInfo(Path.Combine(folder.Path, "bundles")).GetFiles("*.zip", SearchOption.AllDirectories).Sum(file => file.Length), Bytes(vault));
        }
        IReadOnlyList<SiteStanding> after;
        await using (var vault = await Open(folder)) after = vault.Vault.Quotas.List();
        Assert.Equal(["NORTH", "SOUTH"], after.Select(standing => standing.Site));
        await VaultReindexer.Reindex(new VaultOptions { Folder = folder.Path }, TimeProvider.System, NullLoggerFactory.Instance, null, default);
        await using (var vault = await Open(folder)) Assert.Equal(after, vault.Vault.Quotas.List().Where(standing => standing.Figures != default));
    }

    [Fact]
    public async Task Figures_are_right_after_a_kill_that_left_the_index_behind()
    {
        using var folder = new TestFolder();
        using var index = new TestFolder();
        IReadOnlyList<SiteStanding> expected;
        await using (var vault = await Open(folder))
            for (var i = 1; i <= 2; i++) await vault.Store(Objects.Slice(i), origin: North);
        TestFolder.CopyTo(Path.Combine(folder.Path, "index"), index.Path);
        await using (var vault = await Open(folder))
        {
            for (var i = 3; i <= 6; i++) await vault.Store(Objects.Slice(i, study: 1 + (i % 2)), origin: South);
            await vault.Vault.Index.WaitUntilCaughtUp(default);
            expected = vault.Vault.Quotas.List();
        }
        Directory.Delete(Path.Combine(folder.Path, "index"), recursive: true);
        TestFolder.CopyTo(index.Path, Directory.CreateDirectory(Path.Combine(folder.Path, "index")).FullName);
        await using var again = await Open(folder);
        Assert.Equal(expected, again.Vault.Quotas.List());
        Assert.Equal((4, 2), (again.Vault.Quotas.Find("NORTH").Figures.Objects, again.Vault.Quotas.Find("SOUTH").Figures.Objects)); // a bundle is its first sender's
    }

    [Fact]
    public async Task Each_crossing_is_told_once_with_who_and_why_also_over_restarts_and_a_reindex()
    {
        using var folder = new TestFolder();
        SiteQuota quota = new() { Site = "NORTH", WarnObjects = 1, MaxObjects = 2 };
        for (var start = 0; start < 2; start++)
        {
            await using var vault = await Open(folder, quota);
            await vault.Store(Objects.Slice(1), origin: North);
            await Crossings(vault, 1);
        }
        await using (var vault = await Open(folder, quota))
        {
            await vault.Store(Objects.Slice(2), origin: North);
            await Crossings(vault, 2);
        }
        await using (var vault = await Open(folder)) await Crossings(vault, 3); // the quota is gone
        await VaultReindexer.Reindex(new VaultOptions { Folder = folder.Path }, TimeProvider.System, NullLoggerFactory.Instance, null, default);
        await using (var vault = await Open(folder))
        {
            var told = await Crossings(vault, 3);
            Assert.Equal(["quota-warned", "quota-full", "quota-within"], told.Select(change => change.Kind));
            Assert.All(told, change => Assert.Equal("quota", change.Who));
            Assert.Contains("site NORTH:", told[1].Why, StringComparison.Ordinal);
            Assert.Contains("2 objects (warn 1, most 2)", told[1].Why, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("A B", 0, 0, "Vault:SiteQuotas:0:Site")]
    [InlineData("A", 2, 1, "Vault:SiteQuotas:0: WarnBytes")]
    [InlineData("A", -1, 1, "Vault:SiteQuotas:0: a bound")]
    public void What_is_no_quota_is_said(string site, long warn, long max, string message) =>
        Assert.StartsWith(message, SiteQuotas.FindFault([new() { Site = site, WarnBytes = warn, MaxBytes = max }]), StringComparison.Ordinal);

    [Fact]
    public void A_site_has_one_quota() => Assert.Contains("two quotas", SiteQuotas.FindFault([new() { Site = "A" }, new() { Site = "A" }]), StringComparison.Ordinal);

    private static Task<TestVault> Open(TestFolder folder, params SiteQuota[] quotas) => Open(folder, null, quotas);

    private static Task<TestVault> Open(TestFolder folder, Action<Concord.Vault.Blobs.DiskStep, string>? beforeStep, params SiteQuota[] quotas) => TestVault.Open(folder.Path, options => options with
    {
        MaxObjectInMemoryBytes = 1 << 16,
        Sites = [new() { Site = "NORTH", AeTitles = ["NORTH*"] }, new() { Site = "SOUTH", AeTitles = ["SOUTH*"] }],
        SiteQuotas = quotas,
    }, beforeStep);

    /// <summary>What the feed says of quotas, once it says so much.</summary>
    private static async Task<List<Change>> Crossings(TestVault vault, int count)
    {
        var feed = new ChangeFeed(vault.Vault.Index);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        for (long after = 0; ;)
        {
            var told = (await feed.Read(0, 1000, limit.Token)).Where(change => change.Kind.StartsWith("quota-", StringComparison.Ordinal)).ToList();
            Assert.True(told.Count <= count, string.Join(' ', told));
            if (told.Count == count) return told;
            after = Math.Max(after, feed.LastNumber);
            await feed.ReadOrWait(after, 1, TimeSpan.FromSeconds(1), limit.Token);
        }
    }

    private static long Bytes(TestVault vault) => vault.Vault.Quotas.List().Sum(standing => standing.Figures.Bytes);

    private static List<string> Files(TestFolder folder) =>
        [.. Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories).Where(path => !path.Contains("index", StringComparison.Ordinal) && !path.Contains("facts", StringComparison.Ordinal)).Select(path => $"{path} {new FileInfo(path).Length}").Order(StringComparer.Ordinal)];
}

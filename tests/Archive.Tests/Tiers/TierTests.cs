using System.Diagnostics;
using Archive.Tests.Bundles;
using Archive.Tests.Index;
using Archive.Tests.Integrity;
using Archive.Tests.Receive;
using Concord.Vault.Blobs;
using Concord.Vault.Changes;
using Concord.Vault.Lifecycle;
using Concord.Vault.Receive;
using Concord.Vault.Tiers;
using Microsoft.Extensions.Logging.Abstractions;

namespace Archive.Tests.Tiers;

public sealed class TierTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private string Data => Path.Combine(_folder.Path, "data");

    private string Warm => Path.Combine(_folder.Path, "warm");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_moved_study_answers_as_before_takes_late_objects_and_is_moved_back()
    {
        byte[] bytes;
        await using (var vault = await OpenFilled())
        {
            bytes = vault.DataSetOf((await vault.Entries(series: 2))[0]);
            var before = await Metadata(vault);
            var mover = vault.Vault.NewTierMover(new(), TimeProvider.System);
            Assert.Equal((3, 0), Counts(await mover.MoveStudy(Objects.Study(), isToWarm: true, "anna", "old", default)));
            Assert.Equal((0, 3), (Paths(Data).Length, Paths(Warm).Length));
            Assert.Equal(bytes, vault.DataSetOf((await vault.Entries(series: 2))[0]));
            Assert.Equal(before, await Metadata(vault));
            var changes = (await new ChangeFeed(vault.Vault.Index).Read(0, 1000, default)).Where(change => change.Kind == "moved").ToList();
            Assert.Equal(3, changes.Count);
            Assert.All(changes, change => Assert.Equal(("anna", "to warm: old", Objects.Study()), (change.Who, change.Why, change.StudyInstanceUid)));
            Assert.Equal((0, 0), Counts(await mover.MoveStudy(Objects.Study(), isToWarm: true, "anna", "old", default)));
        }
        await using (var vault = await Open()) // nothing is left in the data folder that says which numbers were given
        {
            Assert.IsType<StoreOutcome.AlreadyStored>(await vault.Store(Objects.Slice(1, series: 2, pixelBytes: 100_000)));
            Assert.IsType<StoreOutcome.KeptAside>(await vault.Store(Objects.Slice(1, series: 2, pixelBytes: 100_000, fill: 9)));
            Assert.IsType<StoreOutcome.Stored>(await vault.Store(Objects.Slice(2, series: 2)));
            Assert.Equal(4, (await vault.Entries(series: 2)).Max(entry => entry.BundleId));
            Assert.Equal(1, await vault.Vault.Delete(Objects.Study(), Objects.Series(1), Objects.Instance(1), "anna", "wrong", default));
            Assert.Empty(await vault.Entries(series: 1));
            await vault.Vault.SealAll(default);
            var mover = vault.Vault.NewTierMover(new(), TimeProvider.System);
            Assert.Equal((3, 0), Counts(await mover.MoveStudy(Objects.Study(), isToWarm: false, "anna", "asked for", default)));
            Assert.Equal((4, 0), (Paths(Data).Length, Paths(Warm).Length));
            Assert.Equal(bytes, vault.DataSetOf((await vault.Entries(series: 2))[0]));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_index_made_anew_gives_the_same_answers_wherever_bundles_lie(bool isLost)
    {
        string before;
        await using (var vault = await OpenFilled())
        {
            var mover = vault.Vault.NewTierMover(new(), TimeProvider.System);
            await mover.MoveStudy(Objects.Study(), isToWarm: true, "anna", "old", default);
            await vault.Store(Objects.Slice(2, series: 2));
            await vault.Vault.SealAll(default);
            await mover.MoveStudy(Objects.Study(), isToWarm: false, "anna", "asked for", default);
            await vault.Store(Objects.Slice(1, series: 5, study: 2));
            await vault.Vault.SealAll(default);
            await mover.MoveStudy(Objects.Study(2), isToWarm: true, "anna", "old", default);
            before = await TestIndex.Of(vault.Vault.Index).Snapshot();
        }
        await Verify();
        if (isLost) Directory.Delete(Path.Combine(Data, "index"), recursive: true);
        else await VaultReindexer.Reindex(new() { Folder = Data }, TimeProvider.System, NullLoggerFactory.Instance, null, default); // without the setting: the archive remembers
        await using var again = await Open();
        Assert.Equal(before, await TestIndex.Of(again.Vault.Index).Snapshot());
        Assert.Equal(Objects.Bytes(Objects.Slice(1, series: 5, study: 2)), again.DataSetOf((await again.Entries(series: 5, study: 2))[0]));
    }

    [Fact]
    public async Task What_lies_in_the_warm_store_is_not_put_together()
    {
        await using var vault = await TestVault.Open(Data, options => options with { WarmFolder = Warm, ConsolidateFrom = 2 });
        for (var i = 1; i <= 4; i++)
        {
            await vault.Store(Objects.Slice(i));
            await vault.Vault.SealAll(default);
        }
        var mover = vault.Vault.NewTierMover(new(), TimeProvider.System);
        Assert.Equal((4, 0), Counts(await mover.MoveStudy(Objects.Study(), isToWarm: true, "anna", "old", default)));
        Assert.Equal(0, await vault.Vault.Consolidate(default));
        Assert.Equal((0, 4), (Paths(Data).Length, Paths(Warm).Length));
        Assert.Equal((4, 0), Counts(await mover.MoveStudy(Objects.Study(), isToWarm: false, "anna", "asked for", default)));
        Assert.Equal(4, await vault.Vault.Consolidate(default));
    }

    [Fact]
    public async Task Who_reads_while_a_bundle_moves_reads_on()
    {
        await using var vault = await OpenFilled();
        var entry = (await vault.Entries(series: 2))[0];
        await using var stream = vault.Vault.Bundles.Open(entry.BundleId, entry.DataSetOffset, entry.DataSetLength);
        var bytes = new byte[entry.DataSetLength];
        await stream.ReadExactlyAsync(bytes.AsMemory(0, 1000));
        var mover = vault.Vault.NewTierMover(new(), TimeProvider.System);
        await mover.MoveStudy(Objects.Study(), isToWarm: true, "anna", "old", default);
        await stream.ReadExactlyAsync(bytes.AsMemory(1000, 50_000));
        await mover.MoveStudy(Objects.Study(), isToWarm: false, "anna", "back", default);
        await stream.ReadExactlyAsync(bytes.AsMemory(51_000));
        Assert.Equal(vault.DataSetOf(entry), bytes);
    }

    [Fact]
    public async Task Stopped_at_every_step_of_a_move_a_bundle_lies_in_one_store_whole()
    {
        var steps = await Play(int.MaxValue, "count");
        Assert.True(steps > 20, $"only {steps} steps");
        for (var step = 1; step <= steps; step += Environment.GetEnvironmentVariable("CONCORD_ALL") == "1" ? 1 : 4) await Play(step, $"step{step}");
    }

    [Fact]
    public async Task A_warm_store_that_is_away_says_so_and_comes_back_by_itself()
    {
        Concord.Vault.Bundles.BundleEntry entry;
        await using (var vault = await OpenFilled())
        {
            entry = (await vault.Entries(series: 2))[0];
            var mover = vault.Vault.NewTierMover(new(), TimeProvider.System);
            await mover.MoveStudy(Objects.Study(), isToWarm: true, "anna", "old", default);
            Directory.Move(Warm, Warm + ".off");
            Directory.CreateDirectory(Warm);
            Assert.Throws<StoreAwayException>(() => Read(vault, entry));
            await Assert.ThrowsAsync<StoreAwayException>(() => mover.Turn(default));
            Assert.IsType<StoreOutcome.Stored>(await vault.Store(Objects.Slice(1, series: 8)));
            Assert.IsType<StoreOutcome.Refused>(await vault.Store(Objects.Slice(2, series: 3))); // nobody can say whether it is there
            Assert.IsType<StoreOutcome.Stored>(await vault.Store(Objects.Slice(2, series: 2))); // what is in that series was looked at before
            await vault.Vault.NewScrubber(new SkippingTime()).Turn(default);
            Assert.Equal(0, vault.Vault.Findings.OpenCount);
        }
        await using (var vault = await Open())
        {
            Assert.Empty(Directory.GetFileSystemEntries(Warm));
            await Assert.ThrowsAsync<StoreAwayException>(() => vault.Entries(series: 2));
            Assert.Single(await vault.Entries(series: 8));
            Directory.Delete(Warm);
            Directory.Move(Warm + ".off", Warm);
            Assert.Equal(Objects.Bytes(Objects.Slice(1, series: 2, pixelBytes: 100_000)), vault.DataSetOf((await vault.Entries(series: 2))[0]));
            Assert.IsType<StoreOutcome.AlreadyStored>(await vault.Store(Objects.Slice(2, series: 2)));
            Assert.IsType<StoreOutcome.Stored>(await vault.Store(Objects.Slice(3, series: 2)));
            await vault.Vault.SealAll(default);
            await vault.Vault.NewTierMover(new(), TimeProvider.System).Turn(default);
        }
    }

    [Fact]
    public async Task A_warm_disk_that_is_full_read_only_or_unmounted_loses_nothing()
    {
        Directory.CreateDirectory(Warm);
        if (!await Mount("-t", "tmpfs", "-o", "size=256k", "tmpfs", Warm)) return; // only who may mount can try
        try
        {
            await using var vault = await OpenFilled(options => options with { MinFreeBytes = 0 });
            var mover = vault.Vault.NewTierMover(new(), TimeProvider.System);
            var full = await Assert.ThrowsAsync<IOException>(() => mover.MoveStudy(Objects.Study(), isToWarm: true, "anna", "old", default));
            Assert.True(Disk.IsFull(full), full.ToString());
            var moved = Paths(Warm).Length;
            Assert.Equal((3, true), (Paths(Data).Length + moved, moved < 3));
            Assert.Empty(Directory.GetFiles(Path.Combine(Warm, "incoming")));
            Assert.True(await Mount("-o", "remount,ro,size=16m", Warm));
            await Assert.ThrowsAnyAsync<SystemException>(() => mover.MoveStudy(Objects.Study(), isToWarm: true, "anna", "old", default));
            Assert.True(await Mount("-o", "remount,rw,size=16m", Warm));
            await mover.Turn(default);
            Assert.Equal((3 - moved, 0), Counts(await mover.MoveStudy(Objects.Study(), isToWarm: true, "anna", "old", default)));
            Assert.Empty(Directory.GetFiles(Path.Combine(Data, "moving")));
            Assert.True(await Run("umount", "-l", Warm));
            await Assert.ThrowsAsync<StoreAwayException>(() => mover.Turn(default));
            Assert.Empty(Directory.GetFileSystemEntries(Warm));
        }
        finally
        {
            await Run("umount", "-l", Warm);
        }
    }

    [Theory]
    [InlineData(TierAge.Arrived)]
    [InlineData(TierAge.Touched)]
    [InlineData(TierAge.StudyDate)]
    public async Task Old_studies_move_by_rule_oldest_first(TierAge by)
    {
        var time = new Clocks();
        await using var vault = await TestVault.Open(Data, options => options with { WarmFolder = Warm, CacheBytes = 0 }, time: time.OfVault); // 2026-01-01; the studies are of the 2nd
        await vault.Store(Objects.Slice(1, series: 1, study: 1));
        await vault.Vault.SealAll(default);
        time.Skip(TimeSpan.FromDays(10));
        await vault.Store(Objects.Slice(1, series: 2, study: 2));
        await vault.Vault.SealAll(default);
        var mover = vault.Vault.NewTierMover(new() { AfterDays = 30, By = by, EveryMinutes = 1 }, time.OfMover);
        await mover.Turn(default);
        Assert.Empty(Paths(Warm));
        time.Skip(TimeSpan.FromDays(21));
        if (by == TierAge.Touched) vault.DataSetOf((await vault.Entries(series: 1, study: 1))[0]);
        await mover.Turn(default);
        Assert.Equal(by switch { TierAge.Arrived => 1, TierAge.Touched => 0, _ => 0 }, Paths(Warm).Length);
        time.Skip(TimeSpan.FromDays(10));
        await mover.Turn(default);
        Assert.Equal(by switch { TierAge.Arrived => 2, TierAge.Touched => 1, _ => 2 }, Paths(Warm).Length);
    }

    [Fact]
    public async Task Only_what_the_rules_name_moves_and_a_filling_disk_moves_what_is_oldest()
    {
        var time = new Clocks();
        await using var vault = await TestVault.Open(Data, options => options with { WarmFolder = Warm }, time: time.OfVault);
        await vault.Store(Objects.Slice(1, series: 1, study: 1));
        await vault.Vault.SealAll(default);
        time.Skip(TimeSpan.FromDays(10));
        await vault.Vault.NewTierMover(new() { AfterDays = 1, Modalities = ["MR", "US"] }, time.OfMover).Turn(default);
        Assert.Empty(Paths(Warm));
        await vault.Vault.NewTierMover(new() { HotFreeBytes = 1 }, time.OfMover).Turn(default);
        Assert.Empty(Paths(Warm));
        await vault.Vault.NewTierMover(new() { HotFreeBytes = long.MaxValue, Modalities = ["CT"] }, time.OfMover).Turn(default);
        Assert.Single(Paths(Warm));
    }

    [Fact]
    public async Task A_damaged_bundle_stays_and_a_damaged_warm_one_is_repaired_where_it_lies()
    {
        var replica = Path.Combine(_folder.Path, "replica");
        await using var vault = await OpenFilled(options => options with { ReplicaFolder = replica });
        await vault.Vault.NewReplicator(TimeProvider.System).Turn(default);
        Flip(Paths(Data)[0]);
        var mover = vault.Vault.NewTierMover(new(), TimeProvider.System);
        Assert.Equal((2, 1), Counts(await mover.MoveStudy(Objects.Study(), isToWarm: true, "anna", "old", default)));
        Assert.Empty(Directory.GetFiles(Path.Combine(Data, "moving")));
        Flip(Paths(Warm)[0]);
        await vault.Vault.NewScrubber(new SkippingTime()).Turn(default);
        Assert.Equal((0, 2), (vault.Vault.Findings.OpenCount, vault.Vault.Findings.Read(0, 10).Count(finding => finding.RepairedFrom == "replica")));
        Assert.Equal(Paths(replica)[1..].Select(File.ReadAllBytes), Paths(Warm).Select(File.ReadAllBytes));
        Assert.Single(Directory.GetFiles(Path.Combine(Warm, "aside")));
        File.Delete(Paths(Warm)[0]); // and until it is repaired the replica stands in
        Assert.Equal(Objects.Bytes(Objects.Slice(1, series: 2, pixelBytes: 100_000)), vault.DataSetOf((await vault.Entries(series: 2))[0]));
    }

    private async Task<int> Play(int dieAt, string name)
    {
        var (data, warm) = (Path.Combine(_folder.Path, name, "data"), Path.Combine(_folder.Path, name, "warm"));
        var (steps, isOn) = (0, false);
        try
        {
            await using var vault = await TestVault.Open(data, options => options with { WarmFolder = warm }, (_, _) =>
            {
                if (isOn && Interlocked.Increment(ref steps) >= dieAt) throw new IOException("The process is gone.");
            });
            await Fill(vault, 1);
            isOn = true;
            var mover = vault.Vault.NewTierMover(new(), TimeProvider.System);
            await mover.MoveStudy(Objects.Study(), isToWarm: true, "anna", "old", default);
            await mover.MoveStudy(Objects.Study(), isToWarm: false, "anna", "back", default);
        }
        catch (IOException)
        {
            Assert.True(steps >= dieAt);
        }
        await using (var again = await TestVault.Open(data, options => options with { WarmFolder = warm }))
        {
            Assert.Single(Paths(data).Concat(Paths(warm)));
            Assert.Empty(Directory.GetFiles(Path.Combine(data, "moving")));
            Assert.Equal(Objects.Bytes(Objects.Slice(1, pixelBytes: 100_000)), again.DataSetOf((await again.Entries())[0]));
            Assert.Equal(Paths(warm).Length == 1, (await again.Vault.Index.FindBundle(1, default))!.IsWarm);
            await again.Vault.NewTierMover(new(), TimeProvider.System).MoveStudy(Objects.Study(), isToWarm: Paths(warm).Length == 0, "anna", "again", default);
            Assert.Empty(Directory.GetFiles(Path.Combine(data, "incoming")).Concat(Directory.GetFiles(Path.Combine(warm, "incoming"))));
        }
        await foreach (var finding in VaultVerifier.Verify(new() { Folder = data, WarmFolder = warm }, TimeProvider.System, NullLoggerFactory.Instance, null, default)) Assert.Fail($"{name}: {finding.Message}");
        return steps;
    }

    private async Task Verify()
    {
        await foreach (var finding in VaultVerifier.Verify(new() { Folder = Data }, TimeProvider.System, NullLoggerFactory.Instance, null, default)) Assert.Fail(finding.Message);
    }

    private async Task<TestVault> OpenFilled(Func<VaultOptions, VaultOptions>? set = null)
    {
        var vault = await Open(set);
        await Fill(vault, 3);
        return vault;
    }

    private static async Task Fill(TestVault vault, int series)
    {
        for (var i = 1; i <= series; i++) await vault.Store(Objects.Slice(1, i, pixelBytes: 100_000));
        await vault.Vault.SealAll(default);
    }

    private Task<TestVault> Open(Func<VaultOptions, VaultOptions>? set = null) =>
        TestVault.Open(Data, options => (set ?? (same => same))(options with { WarmFolder = Warm, CacheBytes = 0 }));

    private static async Task<string> Metadata(TestVault vault)
    {
        await using var stream = (await vault.Vault.Bundles.OpenMetadata((await vault.Entries(series: 2))[0].BundleId, default))!;
        var bytes = new byte[stream.Length];
        await stream.ReadExactlyAsync(bytes);
        return Convert.ToHexString(bytes);
    }

    private static (int Bundles, int Stayed) Counts(MoveResult result) => (result.Bundles, result.Stayed);

    private static string[] Paths(string root) => Directory.Exists(Path.Combine(root, "bundles"))
        ? [.. Directory.GetFiles(Path.Combine(root, "bundles"), "*.zip", SearchOption.AllDirectories).Order(StringComparer.Ordinal)]
        : [];

    private static void Flip(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        file.Position = 50_000;
        file.WriteByte(0xA5);
        file.WriteByte(0x5A);
    }

    private static void Read(TestVault vault, Concord.Vault.Bundles.BundleEntry entry)
    {
        using var stream = vault.Vault.Bundles.Open(entry.BundleId, entry.DataSetOffset, 10);
        stream.ReadExactly(new byte[10]);
    }

    /// <summary>The vault's clock stands; the mover's skips what it waits for. Both are set together.</summary>
    private sealed class Clocks
    {
        public ManualTime OfVault { get; } = new();

        public SkippingTime OfMover { get; } = new();

        public void Skip(TimeSpan by)
        {
            OfVault.Advance(by);
            OfMover.Skip(by);
        }
    }

    private static Task<bool> Mount(params string[] arguments) => Run("mount", arguments);

    private static async Task<bool> Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true })!;
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }
}

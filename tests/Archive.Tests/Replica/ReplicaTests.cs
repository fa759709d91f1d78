using Archive.Tests.Index;
using Archive.Tests.Integrity;
using Archive.Tests.Receive;
using Concord.Vault.Blobs;
using Concord.Vault.Changes;
using Concord.Vault.Integrity;
using Concord.Vault.Lifecycle;
using Concord.Vault.Receive;
using Microsoft.Extensions.Logging.Abstractions;

namespace Archive.Tests.Replica;

public sealed class ReplicaTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly TestFolder _other = new();

    private string Data => Path.Combine(_folder.Path, "data");

    private string Replica => Path.Combine(_other.Path, "replica");

    public void Dispose()
    {
        _folder.Dispose();
        _other.Dispose();
    }

    [Fact]
    public async Task The_replica_alone_makes_the_archive_anew_with_the_same_answers()
    {
        string before;
        byte[] slice;
        await using (var vault = await Open())
        {
            await Fill(vault);
            await vault.Vault.NewReplicator(TimeProvider.System).Turn(CancellationToken.None);
            before = await TestIndex.Of(vault.Vault.Index).Snapshot();
            slice = vault.DataSetOf((await vault.Entries(series: 2))[0]);
        }
        Directory.Delete(Data, recursive: true);
        Directory.CreateDirectory(Data);
        TestFolder.CopyTo(Path.Combine(Replica, "bundles"), Directory.CreateDirectory(Path.Combine(Data, "bundles")).FullName);
        TestFolder.CopyTo(Path.Combine(Replica, "journals"), Data);
        await File.WriteAllTextAsync(Path.Combine(Data, "format"), "concord 1\n");
        await VaultReindexer.Reindex(Options(), TimeProvider.System, NullLoggerFactory.Instance, null, CancellationToken.None);
        await foreach (var finding in VaultVerifier.Verify(Options(), TimeProvider.System, NullLoggerFactory.Instance, null, CancellationToken.None)) Assert.Fail(finding.Message);
        await using var again = await Open();
        Assert.Equal(before, await TestIndex.Of(again.Vault.Index).Snapshot());
        Assert.Equal(slice, again.DataSetOf((await again.Entries(series: 2))[0]));
        var replicator = again.Vault.NewReplicator(TimeProvider.System);
        await replicator.Turn(CancellationToken.None); // the same replica, known again: all is there
        Assert.Equal((0, 0, null, 0), (replicator.State.Bundles, replicator.State.Failed, replicator.State.Trouble, replicator.State.Lag));
    }

    [Theory]
    [InlineData("flip", BundleFault.Mismatch)]
    [InlineData("short", BundleFault.Truncated)]
    [InlineData("gone", BundleFault.Missing)]
    [InlineData("loop", BundleFault.Unreadable)]
    public async Task What_scrubbing_finds_is_repaired_from_the_replica_and_the_damaged_file_is_kept(string damage, BundleFault fault)
    {
        await using var vault = await Open();
        await Fill(vault);
        await vault.Vault.NewReplicator(TimeProvider.System).Turn(CancellationToken.None);
        var path = Paths(Data)[0];
        var whole = await File.ReadAllBytesAsync(path);
        Damage(path, damage);
        await vault.Vault.NewScrubber(new SkippingTime()).Turn(CancellationToken.None);
        var finding = Assert.Single(vault.Vault.Findings.Read(0, 10));
        Assert.Equal((fault, "replica", 0), (finding.Fault, finding.RepairedFrom, vault.Vault.Findings.OpenCount));
        Assert.NotNull(finding.ResolvedAt);
        Assert.Equal(whole, await File.ReadAllBytesAsync(path));
        Assert.Equal(damage == "gone" ? 0 : 1, Directory.GetFileSystemEntries(Path.Combine(Data, "aside")).Length);
        Assert.Empty(Directory.GetFiles(Path.Combine(Data, "incoming")));
        var change = Assert.Single(await new ChangeFeed(vault.Vault.Index).Read(0, 1000, CancellationToken.None), change => change.Kind == "repaired");
        Assert.Equal(("system", "finding 1", Objects.Study()), (change.Who, change.Why, change.StudyInstanceUid));
        await vault.Vault.NewScrubber(new SkippingTime()).Turn(CancellationToken.None);
        Assert.Equal(0, vault.Vault.Findings.OpenCount);
    }

    [Theory]
    [InlineData(0)] // before anything of it was read
    [InlineData(300)] // in the middle
    public async Task What_a_bundle_does_not_give_in_the_middle_of_reading_comes_from_the_replica(int readBefore)
    {
        await using var vault = await Open();
        await Fill(vault);
        await vault.Vault.NewReplicator(TimeProvider.System).Turn(CancellationToken.None);
        var (entry, other) = ((await vault.Entries(series: 2))[^1], (await vault.Entries(series: 1))[0]);
        var whole = vault.DataSetOf(entry);
        await using var stream = vault.Vault.Bundles.Open(entry.BundleId, entry.DataSetOffset, entry.DataSetLength);
        var read = new byte[whole.Length];
        await stream.ReadExactlyAsync(read.AsMemory(0, readBefore));
        foreach (var path in Paths(Data))
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            RandomAccess.SetLength(file, 64); // as if the rest could not be read
        }
        await stream.ReadExactlyAsync(read.AsMemory(readBefore));
        Assert.Equal(whole, read);
        Assert.Equal(whole.Length, stream.Position);
        stream.Position = 7;
        Assert.Equal(whole[7], stream.ReadByte());
        Assert.Equal(whole, vault.DataSetOf(entry)); // by the blocking way too
        Directory.Move(Replica, Replica + ".off");
        Assert.ThrowsAny<IOException>(() => vault.DataSetOf(other));
    }

    [Fact]
    public async Task On_demand_a_repair_says_what_became_of_it()
    {
        await using var vault = await Open(options => options with { AutoRepair = false });
        await Fill(vault);
        await vault.Vault.NewReplicator(TimeProvider.System).Turn(CancellationToken.None);
        Damage(Paths(Data)[0], "flip");
        Damage(Paths(Data)[1], "flip");
        Damage(Paths(Replica)[1], "flip");
        await vault.Vault.NewScrubber(new SkippingTime()).Turn(CancellationToken.None);
        Assert.Equal(2, vault.Vault.Findings.OpenCount);
        Assert.Equal(RepairOutcome.Repaired, await vault.Vault.Repair.Repair(1, "anna", "asked", CancellationToken.None));
        Assert.Equal(RepairOutcome.NoSoundCopy, await vault.Vault.Repair.Repair(2, "anna", "asked", CancellationToken.None));
        Assert.Equal(RepairOutcome.NotOpen, await vault.Vault.Repair.Repair(1, "anna", "asked", CancellationToken.None));
        Directory.Move(Replica, Replica + ".off");
        Assert.Equal(RepairOutcome.NoReplica, await vault.Vault.Repair.Repair(2, "anna", "asked", CancellationToken.None));
        Assert.Equal(1, vault.Vault.Findings.OpenCount);
        Assert.Empty(Directory.GetFiles(Path.Combine(Data, "incoming")));
    }

    [Theory]
    [InlineData("flip")]
    [InlineData("gone")]
    public async Task A_damaged_or_missing_copy_is_put_back_from_the_bundle(string damage)
    {
        await using var vault = await Open();
        await Fill(vault);
        await vault.Vault.NewReplicator(TimeProvider.System).Turn(CancellationToken.None);
        var copy = Paths(Replica)[0];
        var whole = await File.ReadAllBytesAsync(copy);
        Damage(copy, damage);
        var later = new SkippingTime();
        later.Skip(TimeSpan.FromDays(30_000)); // the pass above stands in the mark
        await vault.Vault.NewReplicator(later).Turn(CancellationToken.None);
        Assert.Equal(whole, await File.ReadAllBytesAsync(copy));
        Assert.Equal(damage == "flip" ? 1 : 0, Directory.GetFiles(Path.Combine(Replica, "aside")).Length);
    }

    [Fact]
    public async Task A_replica_that_is_away_is_waited_for_and_an_empty_folder_in_its_place_is_not_written_to()
    {
        await using var vault = await Open();
        await Fill(vault);
        var replicator = vault.Vault.NewReplicator(TimeProvider.System);
        await replicator.Turn(CancellationToken.None);
        Directory.Move(Replica, Replica + ".off");
        Directory.CreateDirectory(Replica); // what an unmounted file system leaves
        await vault.Store(Objects.Slice(1, series: 7));
        await vault.Vault.SealAll(CancellationToken.None);
        Assert.Equal("missing", (await Assert.ThrowsAsync<StoreAwayException>(() => replicator.Turn(CancellationToken.None))).Reason);
        Assert.Empty(Directory.GetFileSystemEntries(Replica));
        await using (var other = await Open("other-data", "other-replica"))
        {
            Directory.Delete(Replica);
            Directory.Move(Path.Combine(_other.Path, "other-replica"), Replica);
            Assert.Equal("another", (await Assert.ThrowsAsync<StoreAwayException>(() => replicator.Turn(CancellationToken.None))).Reason);
        }
        Directory.Delete(Replica, recursive: true);
        Directory.Move(Replica + ".off", Replica);
        await replicator.Turn(CancellationToken.None);
        Assert.Equal(Paths(Data).Length, Paths(Replica).Length);
    }

    [Fact]
    public async Task What_is_purged_goes_from_the_replica_and_a_repair_does_not_bring_it_back()
    {
        await using var vault = await Open(options => options with { WarmFolder = Path.Combine(_other.Path, "warm"), AutoRepair = false });
        await Fill(vault);
        var doomed = (await vault.Entries(series: 1))[0];
        await vault.Vault.NewTierMover(new(), TimeProvider.System).MoveStudy(Objects.Study(), isToWarm: true, "anna", "old", CancellationToken.None);
        var replicator = vault.Vault.NewReplicator(TimeProvider.System);
        await replicator.Turn(CancellationToken.None);
        Assert.Equal(["warm", "replica"], await vault.Vault.FindCopies(doomed.BundleId, CancellationToken.None));
        await vault.Vault.Delete(Objects.Study(), Objects.Series(1), null, "anna", "wrong patient", CancellationToken.None);
        await vault.Vault.Purge(doomed.BundleId, new HashSet<long> { doomed.ArrivalNumber }, "anna", "wrong patient", CancellationToken.None);
        Assert.Equal(["replica"], await vault.Vault.FindCopies(doomed.BundleId, CancellationToken.None));
        await replicator.Turn(CancellationToken.None);
        Assert.Empty(await vault.Vault.FindCopies(doomed.BundleId, CancellationToken.None));
        Assert.Equal(3, Paths(Replica).Length);
        await Assert.ThrowsAnyAsync<IOException>(() => Task.Run(() => vault.DataSetOf(doomed)));
    }

    [Fact]
    public async Task Folders_that_lie_in_one_another_or_hold_something_else_are_refused()
    {
        await Assert.ThrowsAsync<VaultException>(() => Open(options => options with { ReplicaFolder = Path.Combine(Data, "replica") }));
        await Assert.ThrowsAsync<VaultException>(() => Open(options => options with { ReplicaFolder = Data }));
        await Assert.ThrowsAsync<VaultException>(() => Open(options => options with { WarmFolder = _folder.Path }));
        Directory.CreateDirectory(Replica);
        await File.WriteAllTextAsync(Path.Combine(Replica, "letter"), "something else");
        await Assert.ThrowsAsync<VaultException>(() => Open());
        Directory.Delete(Replica, recursive: true);
        await using (await Open()) { }
        await Assert.ThrowsAsync<VaultException>(() => Open("other-data", "replica"));
    }

    [Fact]
    public async Task Stopped_at_every_step_of_copying_and_repairing_it_goes_on_and_loses_nothing()
    {
        var steps = await Play(int.MaxValue, _folder.Path + "-count");
        Assert.True(steps > 40, $"only {steps} steps");
        for (var step = 1; step <= steps; step += Environment.GetEnvironmentVariable("CONCORD_ALL") == "1" ? 1 : 7) await Play(step, $"{_folder.Path}-{step}");
    }

    /// <summary>Copies, damages, repairs; every step from <paramref name="dieAt"/> on fails. Then all is done again by a new process.</summary>
    private async Task<int> Play(int dieAt, string root)
    {
        var (steps, isOn, path) = (0, false, "");
        try
        {
            try
            {
                await using var vault = await TestVault.Open(Path.Combine(root, "data"), options => options with { ReplicaFolder = Path.Combine(root, "replica") }, (_, _) =>
                {
                    if (isOn && Interlocked.Increment(ref steps) >= dieAt) throw new IOException("The process is gone.");
                });
                await Fill(vault);
                isOn = true;
                path = Paths(Path.Combine(root, "data"))[0];
                await vault.Vault.NewReplicator(TimeProvider.System).Turn(CancellationToken.None);
                Damage(path, "flip");
                await vault.Vault.NewScrubber(new SkippingTime()).Turn(CancellationToken.None);
            }
            catch (IOException)
            {
                Assert.True(steps >= dieAt);
            }
            await using var again = await TestVault.Open(Path.Combine(root, "data"), options => options with { ReplicaFolder = Path.Combine(root, "replica") });
            var later = new SkippingTime();
            later.Skip(TimeSpan.FromDays(60));
            await again.Vault.NewScrubber(later).Turn(CancellationToken.None);
            await again.Vault.NewReplicator(later).Turn(CancellationToken.None);
            Assert.Equal(0, again.Vault.Findings.OpenCount);
            Assert.Equal(Paths(Path.Combine(root, "data")).Select(File.ReadAllBytes), Paths(Path.Combine(root, "replica")).Select(File.ReadAllBytes));
            Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(root, "data", "facts")), await File.ReadAllBytesAsync(Path.Combine(root, "replica", "journals", "facts")));
            return steps;
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static async Task Fill(TestVault vault)
    {
        for (var series = 1; series <= 3; series++) await vault.Store(Objects.Slice(1, series, pixelBytes: 100_000));
        await vault.Store(Objects.Slice(2, series: 2));
        await vault.Vault.SealAll(CancellationToken.None);
        await vault.Store(Objects.Slice(3, series: 2));
        await vault.Vault.Delete(Objects.Study(), Objects.Series(2), Objects.Instance(2, series: 2), "anna", "wrong patient", CancellationToken.None);
        await vault.Vault.SealAll(CancellationToken.None);
    }

    private VaultOptions Options(string data = "data", string replica = "replica") =>
        new() { Folder = Path.Combine(_folder.Path, data), ReplicaFolder = Path.Combine(_other.Path, replica), SealAfterSeconds = 3600 };

    private Task<TestVault> Open(string data, string replica) => TestVault.Open(Path.Combine(_folder.Path, data), _ => Options(data, replica));

    private Task<TestVault> Open(Func<VaultOptions, VaultOptions>? set = null) => TestVault.Open(Data, _ => set is null ? Options() : set(Options()));

    private static string[] Paths(string root) => [.. Directory.GetFiles(Path.Combine(root, "bundles"), "*.zip", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private static void Damage(string path, string how)
    {
        if (how is "gone" or "loop") File.Delete(path);
        if (how == "loop") File.CreateSymbolicLink(path, path);
        if (how is not ("flip" or "short")) return;
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        if (how == "short") file.SetLength(file.Length - 1);
        file.Position = 50_000;
        file.WriteByte(0xA5);
        file.WriteByte(0x5A);
    }
}

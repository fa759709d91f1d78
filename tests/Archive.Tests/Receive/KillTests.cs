using Archive.Tests.Bundles;
using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;
using Concord.Vault.Blobs;
using Concord.Vault.Bundles;
using Concord.Vault.Decisions;
using Concord.Vault.Lifecycle;
using Concord.Vault.Receive;
using Microsoft.Extensions.Logging.Abstractions;

namespace Archive.Tests.Receive;

/// <summary>The process dies before each single step that changes the disk: what was acknowledged is there, whole, and nothing half is seen.</summary>
public sealed class KillTests : IDisposable
{
    private const int Large = 2_000_000;
    private const int Direct = 50_000; // enough to be written past the page cache
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Killed_before_any_step_nothing_acknowledged_is_lost_and_nothing_half_is_seen()
    {
        var whole = new Scenario();
        using (var counting = new TestFolder()) await whole.Play(counting.Path, dieAt: int.MaxValue);
        Assert.True(whole.Steps > 40, $"only {whole.Steps} steps");
        for (var step = 1; step <= whole.Steps; step += Stride(6))
        {
            using var folder = new TestFolder();
            var scenario = new Scenario();
            await scenario.Play(folder.Path, step);
            await scenario.Check(folder.Path, step);
        }
    }

    [Fact]
    public async Task Power_lost_before_any_step_nothing_acknowledged_is_lost_and_nothing_half_is_seen()
    {
        var whole = new Scenario();
        using (var counting = new TestFolder()) await whole.Play(counting.Path, dieAt: int.MaxValue);
        for (var step = 1; step <= whole.Steps; step += Stride(6))
        {
            using var folder = new TestFolder();
            using var found = new TestFolder();
            var scenario = new Scenario { Power = new PowerLoss(folder.Path) };
            await scenario.Play(folder.Path, step);
            scenario.Power.Restore(found.Path);
            await scenario.Check(found.Path, step);
        }
    }

    [Fact]
    public async Task A_torn_tail_of_any_length_is_cut_off_and_set_aside()
    {
        long afterOne;
        await using (var vault = await TestVault.Open(_folder.Path))
        {
            await vault.Store(Objects.Slice(1, pixelBytes: 64));
            afterOne = new FileInfo(Bundle(_folder)).Length;
            await vault.Store(Objects.Slice(2, pixelBytes: 64));
        }
        var length = new FileInfo(Bundle(_folder)).Length;
        for (var cut = afterOne; cut < length; cut += Stride(113))
        {
            using var copy = _folder.Copy();
            Directory.Delete(Path.Combine(copy.Path, "index"), recursive: true);
            using (var file = File.OpenWrite(Bundle(copy))) file.SetLength(cut);
            await using var vault = await TestVault.Open(copy.Path);
            Assert.Equal(Objects.Bytes(Objects.Slice(1, pixelBytes: 64)), vault.DataSetOf(Assert.Single(await vault.Entries())));
            Assert.Equal(cut - afterOne, Directory.GetFiles(Path.Combine(copy.Path, "aside")).Sum(path => new FileInfo(path).Length));
            Assert.IsType<StoreOutcome.Stored>(await vault.Store(Objects.Slice(2, pixelBytes: 64)));
            await vault.Vault.SealAll(CancellationToken.None);
            ZipTools.AssertReadable(Bundle(copy));
        }
    }

    [Theory, InlineData(Direct), InlineData(512)]
    public async Task Zeros_after_the_last_entry_are_no_damage_and_what_follows_is_written_over_them(int following)
    {
        await using (var vault = await TestVault.Open(_folder.Path)) await vault.Store(Objects.Slice(1, pixelBytes: Direct));
        Assert.Equal(0, new FileInfo(Bundle(_folder)).Length % AlignedBlock.Alignment);
        await using (var vault = await TestVault.Open(_folder.Path))
        {
            Assert.Empty(Directory.GetFiles(Path.Combine(_folder.Path, "aside")));
            await vault.Store(Objects.Slice(2, pixelBytes: following));
            await vault.Store(Objects.Slice(3, pixelBytes: Direct));
            Assert.Equal([Direct, following, Direct], (await vault.Entries()).ConvertAll(entry => Pixels(vault, entry)));
        }
        await foreach (var finding in VaultVerifier.Verify(new VaultOptions { Folder = _folder.Path }, TimeProvider.System, NullLoggerFactory.Instance, null, CancellationToken.None))
            Assert.Fail(finding.Message);
        await using var last = await TestVault.Open(_folder.Path);
        await last.Vault.SealAll(CancellationToken.None);
        ZipTools.AssertSound(Bundle(_folder));

        static int Pixels(TestVault vault, BundleEntry entry) =>
            Concord.Dicom.Encoding.DataSetReader.Read(vault.DataSetOf(entry), entry.TransferSyntax)[Concord.Dicom.Dictionary.Tags.PixelData]!.Value.Length;
    }

    [Fact]
    public async Task Damage_in_the_middle_is_set_aside_and_what_follows_is_kept()
    {
        List<BundleEntry> entries;
        await using (var vault = await TestVault.Open(_folder.Path))
        {
            for (var i = 1; i <= 3; i++) await vault.Store(Objects.Slice(i));
            entries = await vault.Entries();
        }
        using (var file = File.OpenHandle(Bundle(_folder), FileMode.Open, FileAccess.Write)) RandomAccess.Write(file, new byte[100], entries[1].DataSetOffset + 50);
        Directory.Delete(Path.Combine(_folder.Path, "index"), recursive: true);
        await using var again = await TestVault.Open(_folder.Path);
        var kept = await again.Entries();
        Assert.Equal([1, 3], kept.ConvertAll(entry => entry.ArrivalNumber));
        Assert.Equal(Objects.Bytes(Objects.Slice(3)), again.DataSetOf(kept[1]));
        Assert.Single(Directory.GetFiles(Path.Combine(_folder.Path, "aside")));
        Assert.IsType<StoreOutcome.Stored>(await again.Store(Objects.Slice(2)));
        await again.Vault.SealAll(CancellationToken.None);
        ZipTools.AssertSound(Bundle(_folder));
    }

    [Fact]
    public async Task A_failed_write_is_refused_cut_off_and_the_next_object_is_kept()
    {
        var fail = false;
        await using var vault = await TestVault.Open(_folder.Path, beforeStep: (step, path) =>
        {
            if (fail && step == DiskStep.Write && path.EndsWith(".zip", StringComparison.Ordinal)) throw new IOException("No space left on device", Posix.NoSpace);
        });
        await vault.Store(Objects.Slice(1));
        fail = true;
        Assert.Equal(Refusal.OutOfResources, Assert.IsType<StoreOutcome.Refused>(await vault.Store(Objects.Slice(2))).Refusal);
        fail = false;
        Assert.IsType<StoreOutcome.Stored>(await vault.Store(Objects.Slice(2)));
        Assert.Equal(2, (await vault.Entries()).Count);
        await vault.Vault.SealAll(CancellationToken.None);
        ZipTools.AssertSound(Bundle(_folder));
    }

    [Fact]
    public async Task A_full_disk_refuses_large_objects_and_the_archive_gets_ready_again_by_itself()
    {
        var fail = false;
        var time = new ManualTime();
        await using var vault = await TestVault.Open(_folder.Path, options => options with { MaxObjectInMemoryBytes = 1 << 16, ReceiveBudgetBytes = 1 << 20 }, (step, _) =>
        {
            if (fail && step == DiskStep.Write) throw new IOException("No space left on device", Posix.NoSpace);
        }, time);
        fail = true;
        Assert.Equal(Refusal.OutOfResources, Assert.IsType<StoreOutcome.Refused>(await vault.Store(Objects.Slice(1, pixelBytes: Large))).Refusal);
        Assert.Equal(Refusal.OutOfResources, Assert.IsType<StoreOutcome.Refused>(await vault.Store(Objects.Slice(2))).Refusal);
        Assert.False(vault.Vault.IsReady);
        fail = false;
        for (var i = 0; i < 100 && !vault.Vault.IsReady; i++)
        {
            time.Advance(TimeSpan.FromSeconds(10));
            await Task.Delay(50);
        }
        Assert.True(vault.Vault.IsReady);
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder.Path, "spool")));
        Assert.IsType<StoreOutcome.Stored>(await vault.Store(Objects.Slice(1, pixelBytes: Large)));
        Assert.IsType<StoreOutcome.Stored>(await vault.Store(Objects.Slice(2)));
        await vault.Vault.SealAll(CancellationToken.None);
        ZipTools.AssertSound(Bundle(_folder));
    }

    [Fact]
    public async Task What_is_kept_free_is_not_filled_by_what_arrives_and_the_rest_goes_on()
    {
        var disk = new Disk();
        var time = new ManualTime();
        var options = new VaultOptions { Folder = _folder.Path, SealAfterSeconds = 3600, MaxObjectInMemoryBytes = 1 << 16, MinFreeBytes = 1 };
        var policy = new Concord.Trust.Policy.AccessPolicy(new());
        await using var vault = new TestVault(await InstanceVault.Open(options, policy, disk, time, NullLoggerFactory.Instance, default));
        Assert.IsType<StoreOutcome.Stored>(await vault.Store(Objects.Slice(1)));
        disk.MinFreeBytes = long.MaxValue;
        foreach (var refused in new[] { await vault.Store(Objects.Slice(2)), await vault.Store(Objects.Slice(3, pixelBytes: Large)), await vault.Store(Objects.Slice(4, series: 2)) })
            Assert.Equal(Refusal.OutOfResources, Assert.IsType<StoreOutcome.Refused>(refused).Refusal);
        Assert.Equal("disk", vault.Vault.NotReady);
        Assert.Single(await vault.Entries());
        await vault.Vault.SealAll(CancellationToken.None);
        ZipTools.AssertSound(Bundle(_folder));
        disk.MinFreeBytes = 1;
        for (var i = 0; i < 100 && !vault.Vault.IsReady; i++)
        {
            time.Advance(TimeSpan.FromSeconds(10));
            await Task.Delay(50);
        }
        Assert.True(vault.Vault.IsReady);
        Assert.IsType<StoreOutcome.Stored>(await vault.Store(Objects.Slice(3, pixelBytes: Large)));
        Assert.Equal(2, (await vault.Entries()).Count);
    }

    [Fact]
    public async Task Nothing_is_written_while_the_index_has_no_room_for_its_row()
    {
        var (hasRoom, disk) = (false, new Disk());
        var options = new VaultOptions { Folder = _folder.Path };
        using var folder = DataFolder.Open(_folder.Path, mustExist: false, disk);
        await using var index = await Concord.Vault.Index.VaultIndex.Open(folder.Index, TimeProvider.System, NullLoggerFactory.Instance, default);
        var log = NullLogger.Instance;
        using var store = await Concord.Vault.Bundles.BundleStore.Start(folder, disk, InstanceVault.PortOf(index) with { HasRoom = () => hasRoom }, 0, new Compression.TestCompressor(), options, TimeProvider.System, log, default);
        var reception = new Reception(store, new(new()), new([], Concord.Vault.Sites.SourceSites.None, index.Sites), options, log);
        Assert.Equal(Refusal.OutOfResources, Assert.IsType<StoreOutcome.Refused>(await Receive()).Refusal);
        Assert.Empty(Directory.GetFiles(folder.Bundles, "*.zip", SearchOption.AllDirectories));
        hasRoom = true;
        Assert.IsType<StoreOutcome.Stored>(await Receive());

        async Task<StoreOutcome> Receive()
        {
            await using var incoming = new IncomingInstance(store.Budget, store.SpoolFolder, 1 << 20) { TransferSyntax = Concord.Dicom.Encoding.TransferSyntax.ExplicitVrLittleEndian };
            await incoming.Append(new(Objects.Bytes(Objects.Slice(1))), default);
            return await reception.Receive(incoming, Objects.Origin, default);
        }
    }

    [Fact]
    public async Task A_failed_flush_is_refused_and_the_series_goes_on_in_a_new_bundle()
    {
        var fail = false;
        await using (var vault = await TestVault.Open(_folder.Path, beforeStep: (step, path) =>
        {
            if (fail && step == DiskStep.SyncData && path.EndsWith(".zip", StringComparison.Ordinal)) throw new IOException("Input/output error", 5);
        }))
        {
            await vault.Store(Objects.Slice(1));
            fail = true;
            Assert.Equal(Refusal.OutOfResources, Assert.IsType<StoreOutcome.Refused>(await vault.Store(Objects.Slice(2))).Refusal);
            fail = false;
            Assert.IsType<StoreOutcome.AlreadyStored>(await vault.Store(Objects.Slice(1)));
            Assert.IsType<StoreOutcome.Stored>(await vault.Store(Objects.Slice(2)));
            Assert.Equal(2, (await vault.Entries()).Select(entry => entry.BundleId).Distinct().Count());
            await vault.Vault.SealAll(CancellationToken.None);
            Assert.Equal(2, (await vault.Entries()).Count);
        }
        foreach (var path in Directory.GetFiles(Path.Combine(_folder.Path, "bundles"), "*.zip", SearchOption.AllDirectories)) ZipTools.AssertSound(path);
        await using var again = await TestVault.Open(_folder.Path);
        Assert.Equal(2, (await again.Entries()).Count);
    }

    private static int Stride(int sample) => Environment.GetEnvironmentVariable("CONCORD_ALL") == "1" ? 1 : sample;

    private static string Bundle(TestFolder folder) => Directory.GetFiles(Path.Combine(folder.Path, "bundles"), "*.zip", SearchOption.AllDirectories)[0];

    /// <summary>A little life of an archive, and what was promised at each moment of it.</summary>
    private sealed class Scenario
    {
        private readonly Dictionary<Uid, byte[]> _promised = [];
        private readonly List<string> _history = [];
        private Uid _inFlight;
        private int _dieAt;
        private int _steps;

        public int Steps => _steps;

        public PowerLoss? Power { get; init; }

        /// <summary>Plays until the step, at which every further step fails: as if the process were gone.</summary>
        public async Task Play(string folder, int dieAt)
        {
            _dieAt = int.MaxValue;
            await using (var first = await Open(folder))
            {
                await Store(first, Objects.Slice(1));
                await first.Vault.SealAll(CancellationToken.None);
            }
            Power?.Start();
            (_steps, _dieAt) = (0, dieAt);
            try
            {
                await using var vault = await Open(folder);
                await Store(vault, Objects.Slice(2, pixelBytes: Direct));
                await Store(vault, Objects.Slice(3));
                await vault.Store(Objects.Slice(3, fill: 5)); // kept aside
                await Store(vault, Objects.Slice(4, series: 2));
                await Store(vault, Objects.Slice(5, series: 2, pixelBytes: Large)); // spooled
                await Delete(vault, 1);
                await vault.Vault.SealAll(CancellationToken.None);
                await Store(vault, Objects.Slice(1)); // again, after its deletion
                await Store(vault, Objects.Slice(6, series: 2, pixelBytes: Large));
                await Store(vault, Objects.Slice(7, pixelBytes: Direct));
                await Store(vault, Objects.Slice(8, pixelBytes: Direct));
                await Delete(vault, 2);
                await Restore(vault, Objects.Slice(2, pixelBytes: Direct));
            }
            catch (Exception error) when (error is IOException or VaultException)
            {
                Assert.True(Steps >= dieAt, error.ToString());
            }
        }

        public async Task Check(string folder, int step)
        {
            await using (var vault = await TestVault.Open(folder))
            {
                var seen = (await vault.Entries(1)).Concat(await vault.Entries(2)).ToDictionary(entry => entry.SopInstanceUid, vault.DataSetOf);
                foreach (var (uid, bytes) in _promised)
                    if (uid != _inFlight) Assert.True(seen.TryGetValue(uid, out var there) && there.AsSpan().SequenceEqual(bytes), $"step {step}: {uid} is lost\n{string.Join('\n', _history)}");
                foreach (var uid in seen.Keys)
                    Assert.True(uid == _inFlight || _promised.ContainsKey(uid), $"step {step}: something is seen that was not acknowledged, or was deleted");
                await vault.Vault.SealAll(CancellationToken.None);
            }
            foreach (var path in Directory.GetFiles(Path.Combine(folder, "bundles"), "*.zip", SearchOption.AllDirectories)) ZipTools.AssertReadable(path);
            await foreach (var finding in VaultVerifier.Verify(new VaultOptions { Folder = folder }, TimeProvider.System, NullLoggerFactory.Instance, null, CancellationToken.None))
                Assert.Fail($"step {step}: {finding.Message}");
        }

        private Task<TestVault> Open(string folder) =>
            TestVault.Open(folder, options => options with { MaxObjectInMemoryBytes = 1 << 16 }, beforeStep: BeforeStep);

        private void BeforeStep(DiskStep step, string path)
        {
            if (_dieAt != int.MaxValue) _history.Add($"{step} {path}");
            if (Interlocked.Increment(ref _steps) >= _dieAt) throw new IOException("The process is gone.");
            if (_dieAt != int.MaxValue) Power?.Note(step, path);
        }

        private async Task Store(TestVault vault, DataSet slice)
        {
            var bytes = Objects.Bytes(slice);
            _inFlight = slice.GetUid(Concord.Dicom.Dictionary.Tags.SOPInstanceUID)!.Value;
            var outcome = await vault.Store(bytes, TransferSyntax.ExplicitVrLittleEndian);
            if (outcome is StoreOutcome.Refused) throw new IOException("The process is gone.");
            Assert.IsType<StoreOutcome.Stored>(outcome);
            _promised[_inFlight] = bytes;
            _inFlight = default;
        }

        private async Task Delete(TestVault vault, int instance)
        {
            _inFlight = Objects.Instance(instance);
            Assert.Equal(1, await vault.Vault.Delete(Objects.Study(), null, _inFlight, "test", "test", CancellationToken.None));
            _promised.Remove(_inFlight);
            _inFlight = default;
        }

        private async Task Restore(TestVault vault, DataSet slice)
        {
            _inFlight = slice.GetUid(Concord.Dicom.Dictionary.Tags.SOPInstanceUID)!.Value;
            Assert.IsType<DecisionOutcome.Done>(await vault.Vault.Decisions.Restore(new(Objects.Study(), null, [_inFlight]), "test", "test", CancellationToken.None));
            _promised[_inFlight] = Objects.Bytes(slice);
            _inFlight = default;
        }
    }
}

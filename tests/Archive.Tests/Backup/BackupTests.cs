using Archive.Tests.Receive;
using Concord.Vault.Backup;
using Concord.Vault.Blobs;
using Concord.Vault.Lifecycle;
using Concord.Vault.Receive;

namespace Archive.Tests.Backup;

public sealed class BackupTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly TestFolder _target = new();
    private readonly TestFolder _restored = new();

    public void Dispose()
    {
        _folder.Dispose();
        _target.Dispose();
        _restored.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_restored_is_what_was_backed_up_byte_for_byte(bool whileRunning)
    {
        SortedDictionary<string, byte[]> wanted;
        await using (var vault = await Life.Open(_folder.Path))
        {
            await Life.Fill(vault);
            wanted = await Life.Contents(vault);
            if (whileRunning) Assert.Equal(3, (await Life.Backup(_folder, _target)).Bundles);
        }
        if (!whileRunning) await Life.Backup(_folder, _target);
        File.WriteAllText(Path.Combine(_folder.Path, "users.json"), "later");
        var restored = await Life.Restore(_target, _restored.Path);
        Assert.Equal((1, restored.Restored.Bundles), (restored.Point, restored.Indexed.Bundles));
        Assert.False(File.Exists(Path.Combine(_restored.Path, "users.json")));
        await Life.AssertSound(_restored.Path);
        Assert.Equal(wanted, await Life.Contents(_restored.Path));
        await using var again = await Life.Open(_restored.Path);
        await again.Vault.SealAll(default);
        Assert.Equal(wanted, await Life.Contents(again));
        Assert.IsType<StoreOutcome.AlreadyStored>(await again.Store(Objects.Slice(2)));
        Assert.IsType<StoreOutcome.Stored>(await again.Store(Objects.Slice(1)));
    }

    [Fact]
    public async Task What_lies_in_the_warm_store_is_backed_up_and_restored_to_the_data_folder()
    {
        SortedDictionary<string, byte[]> wanted;
        using var store = new TestFolder();
        var warm = Path.Combine(store.Path, "warm");
        await using (var vault = await TestVault.Open(_folder.Path, options => options with { WarmFolder = warm }))
        {
            await Life.Fill(vault);
            await vault.Vault.SealAll(default);
            var first = await Life.Backup(_folder, _target);
            wanted = await Life.Contents(vault);
            Assert.True((await vault.Vault.NewTierMover(new(), TimeProvider.System).MoveStudy(Objects.Study(), isToWarm: true, "anna", "old", default)).Bundles > 0);
            var second = await Life.Backup(_folder, _target);
            Assert.Equal(first.Bundles, second.Bundles);
            Assert.InRange(second.BytesNew, 0, 10_000); // what moved is not new
            Directory.Move(warm, warm + ".off");
            await Assert.ThrowsAsync<VaultException>(() => Life.Backup(_folder, _target));
            Directory.Move(warm + ".off", warm);
        }
        await Life.Restore(_target, _restored.Path);
        Assert.Equal(wanted, await Life.Contents(_restored.Path));
        await using var again = await TestVault.Open(_restored.Path);
        Assert.False((await again.Vault.Index.FindBundle(1, default))!.IsWarm);
    }

    [Fact]
    public async Task Only_what_is_new_is_read_and_written()
    {
        await using var vault = await Life.Open(_folder.Path);
        await Life.Fill(vault);
        await vault.Vault.SealAll(default);
        var first = await Life.Backup(_folder, _target);
        var bundles = Directory.GetFiles(Path.Combine(_folder.Path, "bundles"), "*.zip", SearchOption.AllDirectories).Sum(path => new FileInfo(path).Length);
        Assert.InRange(first.BytesNew, bundles, bundles + 10_000);
        var same = await Life.Backup(_folder, _target);
        Assert.Equal((2, first.Bundles, first.Bytes, 0), (same.Point, same.Bundles, same.Bytes, same.BytesNew));
        Assert.InRange(same.BytesRead, 1, 10_000); // small files
        await vault.Store(Objects.Slice(7, series: 2, pixelBytes: 40_000));
        await vault.Vault.SealAll(default);
        var grown = await Life.Backup(_folder, _target);
        Assert.InRange(grown.BytesNew, 40_000, 60_000);
        Assert.InRange(grown.BytesRead, 40_000, 60_000);
        for (var point = 1; point <= 3; point++)
        {
            using var into = new TestFolder();
            await Life.Restore(_target, into.Path, point);
            await Life.AssertSound(into.Path);
            Assert.Equal(point == 3, (await Life.Contents(into.Path)).Keys.Any(key => key.StartsWith($"{Objects.Instance(7, 2)} ", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task Files_keep_their_times_so_that_a_restored_archive_goes_on_with_the_same_backup()
    {
        await using (var vault = await Life.Open(_folder.Path))
        {
            await Life.Fill(vault);
            await vault.Vault.SealAll(default);
        }
        await Life.Backup(_folder, _target);
        await Life.Restore(_target, _restored.Path);
        var again = await Life.Backup(_restored, _target);
        Assert.InRange(again.BytesRead, 1, 10_000);
        Assert.Equal(0, again.BytesNew);
    }

    [Fact]
    public async Task A_bit_that_flips_in_the_backup_is_found_by_check_and_by_restore_and_the_next_backup_heals_it()
    {
        await using (var vault = await Life.Open(_folder.Path))
        {
            await Life.Fill(vault);
            await vault.Vault.SealAll(default);
        }
        await Life.Backup(_folder, _target);
        Assert.Empty(await Check(setAside: false));
        var largest = Directory.GetFiles(Path.Combine(_target.Path, "objects"), "*", SearchOption.AllDirectories).MaxBy(path => new FileInfo(path).Length)!;
        Life.Flip(largest, 200_000);
        var bundle = Assert.Single(await Check(setAside: false)).BundleId;
        Assert.NotNull(bundle);
        var found = new List<VerifyFinding>();
        await Life.Restore(_target, _restored.Path, findings: found);
        Assert.Equal(bundle, Assert.Single(found).BundleId);
        await using (var restored = await Life.Open(_restored.Path)) Assert.Equal(bundle, Assert.Single(restored.Vault.Findings.ListOpen()).BundleId);
        Assert.Single(await Check(setAside: true));
        Assert.Equal(new FileInfo(largest + ".damaged").Length, (await Life.Backup(_folder, _target)).BytesNew);
        Assert.Empty(await Check(setAside: false));
    }

    [Fact]
    public async Task A_good_copy_is_not_replaced_by_one_that_was_damaged_since()
    {
        await using (var vault = await Life.Open(_folder.Path))
        {
            await Life.Fill(vault);
            await vault.Vault.SealAll(default);
        }
        await Life.Backup(_folder, _target);
        var whole = await File.ReadAllBytesAsync(Life.BundleOf(_folder.Path));
        Life.Flip(Life.BundleOf(_folder.Path), 1000);
        var found = new List<VerifyFinding>();
        await Life.Backup(_folder, _target, findings: found);
        Assert.Equal((1, "the object is not what was written; its earlier copy is kept"), (Assert.Single(found).BundleId, found[0].Message));
        await Life.Restore(_target, _restored.Path);
        Assert.Equal(whole, await File.ReadAllBytesAsync(Life.BundleOf(_restored.Path)));
        await Life.AssertSound(_restored.Path);
    }

    [Fact]
    public async Task Damage_that_was_there_from_the_start_is_told_and_the_bundle_is_kept_as_it_lies()
    {
        await using (var vault = await Life.Open(_folder.Path))
        {
            await Life.Fill(vault);
            await vault.Vault.SealAll(default);
        }
        Life.Flip(Life.BundleOf(_folder.Path), 1000);
        var found = new List<VerifyFinding>();
        Assert.Equal(3, (await Life.Backup(_folder, _target, findings: found)).Bundles);
        Assert.Equal(1, Assert.Single(found).BundleId);
        await Life.Restore(_target, _restored.Path);
        Assert.Equal(await File.ReadAllBytesAsync(Life.BundleOf(_folder.Path)), await File.ReadAllBytesAsync(Life.BundleOf(_restored.Path)));
    }

    [Fact]
    public async Task Old_points_go_with_what_only_they_named_and_the_others_stay_whole()
    {
        await using var vault = await Life.Open(_folder.Path);
        for (var i = 1; i <= 4; i++)
        {
            await vault.Store(Objects.Slice(i, pixelBytes: 30_000)); // an open bundle: each backup has another copy of it
            await Life.Backup(_folder, _target);
        }
        var before = Objects_();
        var (points, bytes) = await VaultBackups.Prune(_target.Path, 2, default);
        Assert.Equal(2, points);
        Assert.InRange(bytes, 90_000, 100_000); // one slice and two of them
        Assert.True(Objects_() < before);
        Assert.Equal([3, 4], VaultBackups.List(_target.Path).Select(point => point.Number));
        Assert.Empty(await Check(setAside: false));
        await Life.Restore(_target, _restored.Path, at: 3);
        await Life.AssertSound(_restored.Path);
        Assert.Equal(3, (await Life.Contents(_restored.Path)).Count);
        Assert.Equal(5, (await Life.Backup(_folder, _target)).Point);

        int Objects_() => Directory.GetFiles(Path.Combine(_target.Path, "objects"), "*", SearchOption.AllDirectories).Length;
    }

    [Fact]
    public async Task Nothing_is_pruned_while_a_point_that_is_to_stay_is_damaged()
    {
        await using (var vault = await Life.Open(_folder.Path)) await Life.Fill(vault);
        for (var i = 0; i < 3; i++) await Life.Backup(_folder, _target);
        Life.Flip(Path.Combine(_target.Path, "points", "0000000003"), 40);
        await Assert.ThrowsAsync<VaultException>(() => VaultBackups.Prune(_target.Path, 2, default));
        Assert.Equal([true, true, false], VaultBackups.List(_target.Path).Select(point => point.IsWhole));
        Assert.Contains("3", Assert.Single(await Check(setAside: false)).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<VaultException>(() => Life.Restore(_target, _restored.Path));
        await Life.Restore(_target, _restored.Path, at: 2);
    }

    [Fact]
    public async Task Places_that_are_none_are_refused_with_one_line()
    {
        await using (var vault = await Life.Open(_folder.Path)) await Life.Fill(vault);
        await File.WriteAllTextAsync(Path.Combine(_restored.Path, "letter"), "mine");
        await Refused(() => Life.Backup(_folder, _restored)); // something else lies there
        await Refused(() => Life.Backup(_restored, _target)); // no archive
        await Refused(() => VaultBackup.Run(_folder.Path, Path.Combine(_folder.Path, "in", "it"), TimeProvider.System, _ => { }, null, default));
        await Refused(() => Life.Restore(_restored, _target.Path)); // no backup
        await Life.Backup(_folder, _target);
        await Refused(() => Life.Restore(_target, _restored.Path)); // not empty
        await Refused(() => Life.Restore(_target, Path.Combine(_restored.Path, "new"), at: 9));
        using (BackupRepository.OpenToRead(_target.Path)) await Refused(() => Life.Backup(_folder, _target)); // in use
        Assert.Equal(["letter"], Directory.GetFileSystemEntries(_restored.Path).Select(Path.GetFileName));

        static async Task Refused(Func<Task> what) => Assert.DoesNotContain('\n', (await Assert.ThrowsAsync<VaultException>(what)).Message);
    }

    [Fact]
    public async Task A_restore_that_was_broken_off_leaves_no_archive()
    {
        await using (var vault = await Life.Open(_folder.Path)) await Life.Fill(vault);
        await Life.Backup(_folder, _target);
        var steps = 0;
        var disk = new Disk((_, _) =>
        {
            if (++steps > 20) throw new IOException("The process is gone.");
        });
        await Assert.ThrowsAsync<IOException>(() => VaultRestore.Run(_target.Path, new VaultOptions { Folder = _restored.Path }, null, disk, TimeProvider.System,
            Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance, _ => { }, null, default));
        await Assert.ThrowsAsync<VaultException>(() => Life.Open(_restored.Path));
    }

    [Fact]
    public async Task While_a_backup_looks_for_the_last_time_nobody_decides_about_bundles_and_it_waits_for_who_does()
    {
        await using var vault = await Life.Open(_folder.Path);
        await Life.Fill(vault);
        var folder = DataFolder.Look(_folder.Path);
        var inside = RemovalGate.TryEnter(folder);
        Assert.NotNull(inside);
        var closing = RemovalGate.TryClose(folder, TimeSpan.FromMinutes(1), TimeProvider.System, default);
        using (var second = RemovalGate.TryEnter(folder)) Assert.Null(second); // nobody follows
        Assert.False(closing.IsCompleted);
        inside.Dispose();
        using (var closed = await closing)
        {
            Assert.NotNull(closed);
            Assert.Null(RemovalGate.TryEnter(folder));
            Assert.Null(await RemovalGate.TryClose(folder, TimeSpan.Zero, TimeProvider.System, default));
        }
        using var after = RemovalGate.TryEnter(folder);
        Assert.NotNull(after);
        await Assert.ThrowsAsync<TimeoutException>(() => RemovalGate.TryClose(folder, TimeSpan.Zero, TimeProvider.System, default));
    }

    private async Task<List<VerifyFinding>> Check(bool setAside)
    {
        var found = new List<VerifyFinding>();
        await VaultBackups.Check(_target.Path, null, setAside, found.Add, null, default);
        return found;
    }
}

using Archive.Tests.Receive;
using Concord.Vault.Backup;
using Concord.Vault.Blobs;

namespace Archive.Tests.Backup;

/// <summary>Bundles that are replaced while a backup reads, and purges that must hold for restore points made before them.</summary>
public sealed class PurgeTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly TestFolder _target = new();

    public void Dispose()
    {
        _folder.Dispose();
        _target.Dispose();
    }

    [Fact]
    public async Task Bundles_that_are_replaced_while_a_backup_reads_are_in_it_as_they_are_then()
    {
        await using var vault = await Life.Open(_folder.Path);
        await Life.Fill(vault);
        await vault.Vault.SealAll(default);
        var doomed = (await vault.Entries())[0]; // its bundle is read first
        await Life.Delete(vault, 3);
        var purging = false;
        var disk = new Disk((step, path) =>
        {
            if (purging || step != DiskStep.Rename || !path.Contains("objects", StringComparison.Ordinal)) return;
            purging = true; // the first bundle has been copied
#pragma warning disable VSTHRD002 // a step of the disk cannot be awaited; the purge runs on threads of its own
            Task.Run(() => vault.Vault.Purge(doomed.BundleId, new HashSet<long> { 1, 3 }, "two", "as decided", default)).Wait();
#pragma warning restore VSTHRD002
        });
        Assert.Equal(3, (await Life.Backup(_folder, _target, disk)).Bundles);
        Assert.True(purging);
        AssertGone(Objects.Slice(1), Objects.Slice(3));
        await AssertRestored(1, await Life.Contents(vault));
    }

    [Fact]
    public async Task What_was_decided_and_not_yet_done_when_the_process_died_is_in_the_backup()
    {
        var dead = false;
        SortedDictionary<string, byte[]> wanted;
        await using (var vault = await TestVault.Open(_folder.Path, beforeStep: (step, path) =>
        {
            dead |= step == DiskStep.Rename && path.EndsWith(".zip", StringComparison.Ordinal);
            if (dead) throw new IOException("The process is gone.");
        }))
        {
            for (var i = 1; i <= 4; i++) await vault.Store(Objects.Slice(i));
            await vault.Vault.SealAll(default);
            await Life.Delete(vault, 1);
            wanted = await Life.Contents(vault);
            await Assert.ThrowsAsync<IOException>(() => vault.Vault.Purge(1, new HashSet<long> { 1 }, "two", "", default));
        }
        Assert.True(dead);
        Assert.Single(Directory.GetFiles(Path.Combine(_folder.Path, "bundles"), "*.zip.new", SearchOption.AllDirectories));
        await Life.Backup(_folder, _target);
        AssertGone(Objects.Slice(1));
        await AssertRestored(1, wanted);
    }

    [Fact]
    public async Task A_purge_reaches_every_restore_point_and_what_else_was_in_its_bundles_stays()
    {
        await using var vault = await Life.Open(_folder.Path);
        for (var i = 1; i <= 4; i++) await vault.Store(Objects.Slice(i));
        await vault.Store(Objects.Slice(5, pixelBytes: Life.Large));
        await Life.Backup(_folder, _target); // open, and spooled
        await vault.Vault.SealAll(default);
        await Life.Backup(_folder, _target); // sealed
        await Purge(vault, 1);
        await Life.Backup(_folder, _target); // in the place of another
        AssertGone(Objects.Slice(1));
        foreach (var point in new[] { 1, 2, 3 }) await AssertRestored(point, await Life.Contents(vault));
        await Purge(vault, 2, 5);
        await Life.Backup(_folder, _target);
        AssertGone(Objects.Slice(1), Objects.Slice(2), Objects.Slice(5, pixelBytes: Life.Large));
        foreach (var point in new[] { 1, 3 }) await AssertRestored(point, await Life.Contents(vault));
        await Purge(vault, 3, 4);
        await Life.Backup(_folder, _target);
        AssertGone(Objects.Slice(3), Objects.Slice(4));
        foreach (var point in new[] { 2, 4 }) await AssertRestored(point, []);
        await VaultBackups.Check(_target.Path, null, setAside: false, finding => Assert.Fail(finding.Message), null, default);
        await VaultBackups.Prune(_target.Path, 2, default);
        await AssertRestored(4, []);
    }

    [Fact]
    public async Task A_purge_that_breaks_off_in_the_backup_at_any_step_is_finished_by_the_next_one()
    {
        SortedDictionary<string, byte[]> wanted;
        await using (var vault = await Life.Open(_folder.Path))
        {
            for (var i = 1; i <= 3; i++) await vault.Store(Objects.Slice(i));
            await vault.Vault.SealAll(default);
            await Life.Backup(_folder, _target);
            await Purge(vault, 1);
            wanted = await Life.Contents(vault);
        }
        var all = 0;
        using (var counting = _target.Copy()) await Life.Backup(_folder, counting, new Disk((_, _) => all++));
        for (var step = 1; step <= all; step += Environment.GetEnvironmentVariable("CONCORD_ALL") == "1" ? 1 : 19)
        {
            using var target = _target.Copy();
            var steps = 0;
            await Assert.ThrowsAsync<IOException>(() => Life.Backup(_folder, target, new Disk((_, _) =>
            {
                if (++steps >= step) throw new IOException("The process is gone.");
            })));
            await Life.Backup(_folder, target);
            AssertGone(target, Objects.Slice(1));
            await AssertRestored(target, 1, wanted);
        }
    }

    private static async Task Purge(TestVault vault, params int[] instances)
    {
        var doomed = (await vault.Entries()).Where(entry => instances.Any(one => entry.SopInstanceUid == Objects.Instance(one))).ToList();
        Assert.Equal(instances.Length, doomed.Count);
        foreach (var one in instances) await Life.Delete(vault, one);
        await vault.Vault.Purge(doomed[0].BundleId, doomed.Select(entry => entry.ArrivalNumber).ToHashSet(), "two", "as decided", default);
    }

    private Task AssertRestored(long point, SortedDictionary<string, byte[]> wanted) => AssertRestored(_target, point, wanted);

    /// <summary>Opened more than once, sealed and looked through: what lives is what should.</summary>
    private static async Task AssertRestored(TestFolder target, long point, SortedDictionary<string, byte[]> wanted)
    {
        using var into = new TestFolder();
        await Life.Restore(target, into.Path, point);
        await Life.AssertSound(into.Path);
        Assert.Equal(wanted, await Life.Contents(into.Path));
        await using (var vault = await Life.Open(into.Path))
        {
            Assert.Equal(wanted, await Life.Contents(vault));
            await vault.Store(Objects.Slice(9));
            await vault.Vault.SealAll(default);
            Assert.Equal(wanted.Count + 1, (await Life.Contents(vault)).Count);
            Assert.Equal(0, vault.Vault.Index.SetAsideCount);
        }
        await Life.AssertSound(into.Path);
    }

    private void AssertGone(params Concord.Dicom.DataElements.DataSet[] purged) => AssertGone(_target, purged);

    private static void AssertGone(TestFolder target, params Concord.Dicom.DataElements.DataSet[] purged)
    {
        foreach (var path in Directory.GetFiles(target.Path, "*", SearchOption.AllDirectories))
        {
            var bytes = File.ReadAllBytes(path);
            foreach (var one in purged) Assert.Equal(-1, bytes.AsSpan().IndexOf(Objects.Bytes(one)));
        }
    }
}

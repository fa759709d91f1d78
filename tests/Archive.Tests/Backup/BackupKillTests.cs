using Archive.Tests.Receive;
using Concord.Vault.Backup;
using Concord.Vault.Blobs;
using Concord.Vault.Receive;

namespace Archive.Tests.Backup;

/// <summary>A backup, or the pruning after it, ends before each single step that changes its target: earlier restore points are whole, and the next backup goes on.</summary>
public sealed class BackupKillTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly TestFolder _first = new();
    private SortedDictionary<string, byte[]> _then = [];
    private SortedDictionary<string, byte[]> _now = [];

    public void Dispose()
    {
        _folder.Dispose();
        _first.Dispose();
    }

    [Fact]
    public async Task Killed_before_any_step_earlier_points_are_whole_and_the_next_backup_goes_on()
    {
        await Prepare();
        var all = await Steps(andPrune: true);
        Assert.True(all > 30, $"only {all} steps");
        for (var step = 1; step <= all; step += Stride(19))
        {
            using var target = _first.Copy();
            await Assert.ThrowsAsync<IOException>(() => BackupAndPrune(target, Dying(step, () => new IOException("The process is gone."))));
            await AssertPoint(target, 1, _then, mayBeGone: VaultBackups.List(target.Path).Any(point => point.Number == 2));
            await Life.Backup(_folder, target);
            Assert.Empty(Directory.GetFiles(Path.Combine(target.Path, "incoming")));
            Assert.Empty(Directory.GetFiles(Path.Combine(target.Path, "progress")));
            await AssertPoint(target, VaultBackups.List(target.Path)[^1].Number, _now, mayBeGone: false);
        }
    }

    [Fact]
    public async Task A_full_target_is_one_line_earlier_points_are_whole_and_what_was_copied_is_not_read_again()
    {
        await Prepare();
        var all = await Steps(andPrune: false);
        for (var step = 1; step <= all; step += Stride(37))
        {
            using var target = _first.Copy();
            var error = await Assert.ThrowsAsync<VaultException>(() => Life.Backup(_folder, target, Dying(step, () => new IOException("No space left on device", Posix.NoSpace))));
            Assert.StartsWith(target.Path + " is full", error.Message, StringComparison.Ordinal);
            await AssertPoint(target, 1, _then, mayBeGone: false);
        }
        using var last = _first.Copy();
        await Assert.ThrowsAsync<VaultException>(() => Life.Backup(_folder, last, Dying((step, path) => step == DiskStep.Rename && path.Contains("points", StringComparison.Ordinal))));
        var next = await Life.Backup(_folder, last);
        Assert.InRange(next.BytesRead, 1, 10_000);
        await AssertPoint(last, next.Point, _now, mayBeGone: false);
    }

    private async Task Prepare()
    {
        await using var vault = await Life.Open(_folder.Path);
        for (var i = 1; i <= 4; i++) await vault.Store(Objects.Slice(i));
        await vault.Vault.SealAll(default);
        _then = await Life.Contents(vault);
        await Life.Backup(_folder, _first);
        await Life.Fill(vault);
        await vault.Vault.SealAll(default);
        _now = await Life.Contents(vault);
    }

    private async Task<int> Steps(bool andPrune)
    {
        using var counting = _first.Copy();
        var steps = 0;
        var disk = new Disk((_, _) => steps++);
        await (andPrune ? BackupAndPrune(counting, disk) : Life.Backup(_folder, counting, disk));
        return steps;
    }

    private async Task BackupAndPrune(TestFolder target, Disk disk)
    {
        await Life.Backup(_folder, target, disk);
        await VaultBackups.Prune(target.Path, 1, disk, default);
    }

    private static async Task AssertPoint(TestFolder target, long number, SortedDictionary<string, byte[]> wanted, bool mayBeGone)
    {
        if (mayBeGone && VaultBackups.List(target.Path).All(point => point.Number != number)) return;
        using var into = new TestFolder();
        await Life.Restore(target, into.Path, number);
        await Life.AssertSound(into.Path);
        Assert.Equal(wanted, await Life.Contents(into.Path));
    }

    /// <summary>From that step on every step fails.</summary>
    private static Disk Dying(int at, Func<Exception> error)
    {
        var steps = 0;
        return new((_, _) =>
        {
            if (++steps >= at) throw error();
        });
    }

    private static Disk Dying(Func<DiskStep, string, bool> at) => new((step, path) =>
    {
        if (at(step, path)) throw new IOException("No space left on device", Posix.NoSpace);
    });

    private static int Stride(int sample) => Environment.GetEnvironmentVariable("CONCORD_ALL") == "1" ? 1 : sample;
}

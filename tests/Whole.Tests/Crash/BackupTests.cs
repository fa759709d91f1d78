using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Whole.Tests.Harness;
using Whole.Tests.Harness.Wire;
using Xunit.Abstractions;

namespace Whole.Tests.Crash;

/// <summary>The real server under load while the real command backs it up; the real command killed; a target that fills up.</summary>
public sealed partial class BackupTests(ITestOutputHelper output)
{
    private const int Associations = 8;
    private static readonly int Backups = Repository.All ? 12 : 2;

    [Fact]
    public async Task Each_restore_point_of_a_busy_archive_has_all_that_was_acknowledged_before_it_and_nothing_deleted()
    {
        using var target = new TempFolder("backup");
        await using var concord = await ConcordServer.StartOn(null, ["--allow-delete", "--seal-after", "1"],
            new Dictionary<string, string> { ["CONCORD_Vault__MaxObjectInMemoryBytes"] = "65536" });
        using var load = new Load(concord);
        using var stop = new CancellationTokenSource();
        var running = Enumerable.Range(0, Associations).Select(n => load.Run(n, stop.Token)).ToList();
        var points = new List<(TestObject[] There, string[] Gone)>();
        while (points.Count < Backups)
        {
            await load.WaitForMore(40);
            var (there, gone) = load.Now();
            var run = await ConcordCli.Run("backup", "--data", concord.Data, "--to", target.Path);
            points.Add((load.StillThere(there), gone)); // what is deleted while the backup runs may be in it or not
            output.WriteLine($"{points[^1].There.Length} objects, {points[^1].Gone.Length} deleted before: {run.Output.Trim()}");
        }
        await stop.CancelAsync();
        await Task.WhenAll(running).WaitAsync(TimeSpan.FromMinutes(1));
        for (var point = 1; point <= points.Count; point++) await AssertPoint(target.Path, point, points[point - 1]);
    }

    [Fact]
    public async Task A_backup_that_is_killed_at_any_moment_leaves_earlier_points_whole_and_the_next_one_goes_on()
    {
        using var target = new TempFolder("backup");
        await using var concord = await ConcordServer.Start("--seal-after", "3600");
        var first = TestObject.Series(30, o => o with { Size = 64 });
        (await concord.Web.Stow([.. first.Select(o => o.Part10())])).AllStored();
        await ConcordCli.Run("backup", "--data", concord.Data, "--to", target.Path);
        for (var series = 0; series < 12; series++) (await concord.Web.Stow([.. TestObject.Series(10, o => o with { Size = 512 }).Select(o => o.Part10())])).AllStored();
        await concord.Seal();
        var rounds = Repository.All ? 40 : 3;
        for (var round = 0; round < rounds; round++)
        {
            var process = RunningProcess.Start("dotnet", [Repository.CliDll, "backup", "--data", concord.Data, "--to", target.Path]);
            await using (process)
            {
                await WaitUntilWritten(target.Path, round * 9, process);
                await process.Kill();
            }
            await AssertWhole(target.Path, 1, first.Length);
        }
        await AssertPoint(target.Path, 1, (first, []));
        var run = await ConcordCli.Run("backup", "--data", concord.Data, "--to", target.Path, "--check");
        output.WriteLine(run.Output.Trim());
        await AssertPoint(target.Path, null, (first, []));
    }

    [Fact]
    public async Task A_full_target_is_one_line_and_with_room_the_next_backup_goes_on()
    {
        using var target = new TempFolder("backup");
        await using var concord = await ConcordServer.Start("--seal-after", "3600");
        var first = TestObject.Series(5);
        (await concord.Web.Stow([.. first.Select(o => o.Part10())])).AllStored();
        if (!Environment.IsPrivilegedProcess)
        {
            output.WriteLine("Not root: no small file system can be mounted; the steps of a full disk are walked in Archive.Tests.");
            Assert.Equal(1, (await ConcordCli.Try("backup", "--data", concord.Data, "--to", "/dev/full/backup")).ExitCode);
            return;
        }
        (await ToolRun.Run("mount", ["-t", "tmpfs", "-o", "size=16m", "tmpfs", target.Path])).Succeeded();
        try
        {
            await ConcordCli.Run("backup", "--data", concord.Data, "--to", target.Path);
            var second = TestObject.Series(40, o => o with { Size = 512 });
            (await concord.Web.Stow([.. second.Select(o => o.Part10())])).AllStored();
            var full = await ConcordCli.Try("backup", "--data", concord.Data, "--to", target.Path);
            Assert.Equal(1, full.ExitCode);
            Assert.Contains(" is full", Assert.Single(full.Errors.Trim().Split('\n')), StringComparison.Ordinal);
            await AssertPoint(target.Path, 1, (first, [.. second.Select(o => o.SopUid)]));
            (await ToolRun.Run("mount", ["-o", "remount,size=128m", target.Path])).Succeeded();
            await ConcordCli.Run("backup", "--data", concord.Data, "--to", target.Path, "--check");
            await AssertPoint(target.Path, 2, ([.. first, .. second], []));
        }
        finally
        {
            (await ToolRun.Run("umount", [target.Path])).Succeeded();
        }
    }

    /// <summary>Restores a point, counts what is there and checks every byte of it against its hash.</summary>
    private static async Task AssertWhole(string target, int point, int objects)
    {
        var folder = await Restored(target, point, objects);
        await ConcordCli.Run("verify", "--data", folder);
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Restores a point, checks every byte of it, opens it with the real server, and asks for everything; then once more with the index made anew.</summary>
    private async Task AssertPoint(string target, int? point, (TestObject[] There, string[] Gone) wanted)
    {
        var folder = await Restored(target, point);
        try
        {
            await ConcordCli.Run("verify", "--data", folder);
            await using var concord = await ConcordServer.StartOn(folder, "--seal-after", "3600");
            foreach (var series in wanted.There.GroupBy(o => o.SeriesPath)) await AssertSeries(concord, series.Key, [.. series], wanted.Gone);
            var before = await Snapshot.Take(concord);
            await concord.Stop();
            await ConcordCli.Run("reindex", "--data", folder);
            await concord.Launch();
            Assert.Equal(before, await Snapshot.Take(concord));
            output.WriteLine($"restore point {point}: {wanted.There.Length} objects are there");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task AssertSeries(ConcordServer concord, string path, TestObject[] wanted, string[] gone)
    {
        var (status, parts) = await concord.Web.RetrieveParts(path, DicomWeb.AnySyntax);
        Assert.True(status == HttpStatusCode.OK, $"{path}: {status}");
        var there = parts.ToDictionary(part => DataSetBytes.SopInstanceUid(part.Body), part => part.Body, StringComparer.Ordinal);
        foreach (var one in wanted)
        {
            Assert.True(there.ContainsKey(one.SopUid), "an object that was acknowledged before the backup is not in it");
            DataSetBytes.AssertSame(one.DataSet(), DataSetBytes.Of(there[one.SopUid]), "restored");
        }
        Assert.Empty(there.Keys.Intersect(gone, StringComparer.Ordinal));
    }

    private static async Task<string> Restored(string target, int? point, int? objects = null)
    {
        var folder = Path.Combine(Path.GetTempPath(), "concord-restored-" + Guid.NewGuid().ToString("N"));
        string[] at = point is { } number ? ["--at", number.ToString(CultureInfo.InvariantCulture)] : [];
        var run = await ConcordCli.Run(["restore", "--from", target, "--data", folder, .. at]);
        Assert.Matches(Counts(), run.Output);
        if (objects is { } wanted) Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"restored; {wanted} objects in "), run.Output, StringComparison.Ordinal);
        return folder;
    }

    /// <summary>Until so many objects more were written, or the process has ended.</summary>
    private static async Task WaitUntilWritten(string target, int more, RunningProcess process)
    {
        var objects = Path.Combine(target, "objects");
        var before = Directory.GetFiles(objects, "*", SearchOption.AllDirectories).Length;
        while (!process.HasExited && Directory.GetFiles(objects, "*", SearchOption.AllDirectories).Length < before + more) await Task.Delay(5);
    }

    [GeneratedRegex(@"restored; \d+ objects in \d+ bundles indexed", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Counts();

    /// <summary>Associations that store one series after the other, some objects large, and delete some of what is stored.</summary>
    private sealed class Load(ConcordServer concord) : IDisposable
    {
        private readonly ConcurrentDictionary<string, TestObject> _there = new(StringComparer.Ordinal);
        private readonly ConcurrentDictionary<string, bool> _gone = new(StringComparer.Ordinal);
        private readonly SemaphoreSlim _stored = new(0);

        public async Task Run(int number, CancellationToken stop)
        {
            while (!stop.IsCancellationRequested)
            {
                var series = TestObject.Series(10, o => o with { Size = number % 4 == 0 ? 256 : 48, SeriesNumber = number }); // 256: over 64 KiB, spooled
                await using var association = await WireScu.OpenForStore(concord.DicomPort, [(TestObject.CtImage, TestObject.ExplicitLittle)]);
                foreach (var one in series)
                {
                    var status = await association.Store(one.SopClass, one.SopUid, TestObject.ExplicitLittle, one.DataSet());
                    Assert.Equal(0, status);
                    _there[one.SopUid] = one;
                    _stored.Release();
                }
                await association.Release();
                if (number % 2 == 0) await Delete(series[3]);
            }
        }

        /// <summary>Until so many more are acknowledged.</summary>
        public async Task WaitForMore(int count)
        {
            while (_stored.Wait(0)) continue;
            for (var i = 0; i < count; i++) Assert.True(await _stored.WaitAsync(TimeSpan.FromMinutes(1)));
        }

        /// <summary>What has been acknowledged by now, and what has been deleted by now.</summary>
        public (TestObject[] There, string[] Gone) Now() => ([.. _there.Values], [.. _gone.Keys]);

        public TestObject[] StillThere(TestObject[] then) => [.. then.Where(one => _there.ContainsKey(one.SopUid))];

        public void Dispose() => _stored.Dispose();

        private async Task Delete(TestObject one)
        {
            _there.TryRemove(one.SopUid, out _); // from here on it may be there or not
            Assert.True(await concord.Web.Delete(one.Path) is HttpStatusCode.OK or HttpStatusCode.NoContent);
            _gone[one.SopUid] = true;
        }
    }
}

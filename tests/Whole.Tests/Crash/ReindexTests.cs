using System.Net;
using Whole.Tests.Harness;
using Whole.Tests.Harness.Wire;

namespace Whole.Tests.Crash;

/// <summary>The bundles and the facts are the archive; the index can be made from them at any time.</summary>
public sealed class ReindexTests
{
    [Fact]
    public async Task Reindex_gives_the_same_answers_after_deletes_conflicts_and_resends()
    {
        await using var concord = await ConcordServer.Start("--allow-delete", "--seal-after", "3600");
        await Fill(concord);
        var before = await Snapshot.Take(concord);
        await concord.Stop();
        await ConcordCli.Run("verify", "--data", concord.Data);
        await ConcordCli.Run("reindex", "--data", concord.Data);
        await concord.Launch();
        Assert.Equal(before, await Snapshot.Take(concord));

        await concord.Seal();
        before = await Snapshot.Take(concord);
        await concord.Stop();
        foreach (var index in Directory.GetFiles(concord.Data, "*.sqlite*", SearchOption.AllDirectories).Concat(Directory.GetFiles(concord.Data, "*.db*", SearchOption.AllDirectories)))
            File.Delete(index);
        await ConcordCli.Run("reindex", "--data", concord.Data);
        await concord.Launch();
        Assert.Equal(before, await Snapshot.Take(concord));
        await concord.Stop();
        await ConcordCli.Run("verify", "--data", concord.Data);
    }

    [Fact]
    public async Task Verify_finds_a_byte_that_changed()
    {
        using var folder = new TempFolder("verify");
        await using var concord = await ConcordServer.StartOn(folder.Path);
        var slices = TestObject.Series(3);
        (await concord.Web.Stow([.. slices.Select(s => s.Part10())])).AllStored();
        await concord.Seal();
        await concord.Stop();
        await ConcordCli.Run("verify", "--data", folder.Path);
        var file = Assert.Single(Bundles.Holding(folder.Path, slices[0].SopUid));
        var bytes = await File.ReadAllBytesAsync(file);
        bytes[1500] ^= 0x40;
        await File.WriteAllBytesAsync(file, bytes);
        Assert.NotEqual(0, (await ConcordCli.Try("verify", "--data", folder.Path)).ExitCode);
    }

    [Fact]
    public async Task Offline_verbs_refuse_a_folder_that_is_in_use()
    {
        await using var concord = await ConcordServer.Start();
        foreach (var verb in new[] { "verify", "reindex" })
        {
            var run = await ConcordCli.Try(verb, "--data", concord.Data);
            Assert.NotEqual(0, run.ExitCode);
            Assert.Contains(concord.Data, Assert.Single(run.Errors.Trim().Split('\n')), StringComparison.Ordinal);
        }
    }

    /// <summary>Sealed and open bundles, late slices, a conflict, resends, a deleted instance, series and study, a deleted one sent again.</summary>
    private static async Task Fill(ConcordServer concord)
    {
        var series = Enumerable.Range(0, 6).Select(n => TestObject.Series(5, o => o with { PatientId = $"P{n / 2}", PatientName = n % 2 == 0 ? "Li^Na=李^娜" : "Müller^Jörg", SeriesNumber = n })).ToArray();
        foreach (var s in series[..4]) (await concord.Web.Stow([.. s[..3].Select(o => o.Part10())])).AllStored();
        await concord.Seal();
        foreach (var s in series) foreach (var o in s) Assert.Equal(0, await WireScu.Store(concord.DicomPort, o));
        Assert.Equal(0xB007, await WireScu.Store(concord.DicomPort, series[0][0] with { Seed = 77 }));
        Assert.Equal(0xB007, await WireScu.Store(concord.DicomPort, series[5][0] with { Seed = 77 }));
        await Delete(series[1][1].Path);
        await Delete(series[2][0].SeriesPath);
        await Delete(series[3][0].StudyPath);
        await Delete(series[4][2].Path);
        Assert.Equal(0, await WireScu.Store(concord.DicomPort, series[1][1]));
        Assert.Equal(0, await WireScu.Store(concord.DicomPort, series[2][4]));

        async Task Delete(string path) => Assert.True(await concord.Web.Delete(path) is HttpStatusCode.OK or HttpStatusCode.NoContent, path);
    }
}

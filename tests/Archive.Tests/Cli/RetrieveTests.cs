using Archive.Tests.Cli.Peers;
using Concord.Cli.Synth;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Files;

namespace Archive.Tests.Cli;

/// <summary><c>concord find</c>, <c>get</c>, <c>move</c>, <c>echo</c> against DCMTK's dcmqrscp and our own server; then the offline verbs on the server's folder.</summary>
public sealed class RetrieveTests(SmallSet small) : IClassFixture<SmallSet>
{
    [Fact]
    public async Task Dcmqrscp_is_asked_filled_searched_and_emptied_into_files()
    {
        using var folder = new TempFolder();
        await using var peer = await DcmtkPeer.QrScp(folder["db"]);
        Assert.Contains("answers", (await CliRun.Of("echo", peer.Name)).Fine().Output, StringComparison.Ordinal);
        (await CliRun.Of("store", "--to", peer.Name, small.Folder)).Fine();
        var study = DataSets.Read(small.Files[0]).GetUid(Tags.StudyInstanceUID).ToString()!;
        var found = (await CliRun.Of("find", "--from", peer.Name, "--level", "series", $"StudyInstanceUID={study}", "--return", "SeriesInstanceUID", "Modality")).Fine();
        Assert.Equal(2, found.Lines.Length);                                        // the headings, one series
        (await CliRun.Of("get", "--from", peer.Name, "--out", folder["out"], "--study", study)).Fine();
        Assert.Equal(DataSets.Bytes(OfStudy(study)), DataSets.Bytes(Below(folder["out"])));
    }

    [Fact]
    public async Task Our_server_is_filled_searched_in_Unicode_and_gives_the_same_bytes_back()
    {
        using var folder = new TempFolder();
        await using var archive = await ArchiveProcess.Start(folder["data"]);
        (await CliRun.Of("store", "--to", archive.Name, "--associations", "2", small.Folder)).Fine();
        var all = (await CliRun.Of("find", "--from", archive.Name, "--return", "PatientName", "PatientID")).Fine();
        Assert.Equal(SynthFamilies.All.Count + 1, all.Lines.Length);
        foreach (var patient in SynthPatients.All.Take(SynthFamilies.All.Count)) Assert.Contains(patient.Name, all.Output, StringComparison.Ordinal);
        var one = (await CliRun.Of("find", "--from", archive.Name, "PatientName=*小红*", "--return", "PatientID")).Fine();
        Assert.Equal("SYN-0003", one.Lines[^1]);
        Assert.Equal(3, (await CliRun.Of("find", "--from", archive.Name, "--limit", "2")).Fine().Lines.Length);
        using var json = System.Text.Json.JsonDocument.Parse((await CliRun.Of("find", "--json", "--from", archive.Name, "PatientID=SYN-0001")).Fine().Output);
        Assert.Equal("张^三", json.RootElement.GetProperty("00100010").GetProperty("Value")[0].GetProperty("Ideographic").GetString());
        foreach (var study in small.Files.Select(path => DataSets.Read(path).GetUid(Tags.StudyInstanceUID).ToString()!).Distinct())
            (await CliRun.Of("get", "--from", archive.Name, "--out", folder["out"], "--study", study)).Fine();
        Assert.Equal(DataSets.Bytes(small.Files), DataSets.Bytes(Below(folder["out"])));
    }

    [Fact]
    public async Task Compressed_and_deflated_objects_of_others_come_back_from_our_server_bit_for_bit()
    {
        using var folder = new TempFolder();
        await using var archive = await ArchiveProcess.Start(folder["data"]);
        // a C-GET offers no big endian: the server gives those re-encoded, which is not what is looked at here
        string[] files = [.. CliCorpus.Files("ts", 500).Where(path => !Part10.Read(File.ReadAllBytes(path)).Head.TransferSyntax.IsBigEndian).Where((path, index) => index % 15 == 0 || path.Contains("eflated", StringComparison.Ordinal)).DistinctBy(path => DataSets.Read(path).GetUid(Tags.SOPInstanceUID))];
        (await CliRun.Of(["store", "--to", archive.Name, .. files])).Fine();
        foreach (var study in files.Select(path => DataSets.Read(path).GetUid(Tags.StudyInstanceUID).ToString()!).Distinct())
            (await CliRun.Of("get", "--from", archive.Name, "--out", folder["out"], "--study", study)).Fine();
        Assert.Equal(DataSets.Bytes(files), DataSets.Bytes(Below(folder["out"])));
    }

    [Fact]
    public async Task Move_sends_to_a_peer_that_was_added_while_the_server_runs()
    {
        using var folder = new TempFolder();
        await using var archive = await ArchiveProcess.Start(folder["data"]);
        await using var sink = await DcmtkPeer.StoreScp(folder["in"]);
        (await CliRun.Of("store", "--to", archive.Name, small.Folder)).Fine();
        var study = DataSets.Read(small.Files[0]).GetUid(Tags.StudyInstanceUID).ToString()!;
        string[] move = ["move", "--from", archive.Name, "--to-ae", "SINK", "--study", study];
        var unknown = await CliRun.Of(move);
        Assert.Equal(1, unknown.ExitCode);
        Assert.Contains("A801", unknown.Errors, StringComparison.Ordinal);
        (await CliRun.Of("peer", "add", sink.Name, "--server", archive.Address)).Fine();
        Assert.Contains("SINK", (await CliRun.Of("peer", "list", "--server", archive.Address)).Fine().Output, StringComparison.Ordinal);
        Assert.Contains("completed, 0 failed", (await CliRun.Of(move)).Fine().Output, StringComparison.Ordinal);
        Assert.Equal(DataSets.Bytes(OfStudy(study)), DataSets.Bytes(sink.Files));
        (await CliRun.Of("peer", "remove", "SINK", "--server", archive.Address)).Fine();
        Assert.Equal(1, (await CliRun.Of("peer", "remove", "SINK", "--server", archive.Address)).ExitCode);
    }

    [Fact]
    public async Task Verify_and_reindex_wait_for_no_running_server_find_damage_and_give_the_same_answers()
    {
        using var folder = new TempFolder();
        var data = folder["data"];
        await using (var archive = await ArchiveProcess.Start(data))
        {
            (await CliRun.Of("store", "--to", archive.Name, small.Folder)).Fine();
            foreach (var verb in (string[])["verify", "reindex"])
            {
                var locked = await CliRun.Of(verb, "--data", data);
                Assert.Equal(1, locked.ExitCode);
                Assert.Contains("in use", Assert.Single(locked.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
            }
            await archive.Stop();
        }
        Assert.Contains("all is well", (await CliRun.Of("verify", "--data", data)).Fine().Output, StringComparison.Ordinal);
        (await CliRun.Of("reindex", "--data", data)).Fine();
        await using (var archive = await ArchiveProcess.Start(data))
        {
            Assert.Equal(SynthFamilies.All.Count + 1, (await CliRun.Of("find", "--from", archive.Name)).Fine().Lines.Length);
            await archive.Stop();
        }
        var bundle = Below(Path.Combine(data, "bundles")).Where(path => path.EndsWith(".zip", StringComparison.Ordinal)).OrderBy(path => new FileInfo(path).Length).Last();
        var bytes = await File.ReadAllBytesAsync(bundle);
        bytes[bytes.Length / 2] ^= 0xFF;
        await File.WriteAllBytesAsync(bundle, bytes);
        var damaged = await CliRun.Of("verify", "--data", data);
        Assert.Equal(1, damaged.ExitCode);
        Assert.Contains("bundle ", damaged.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("get", "--from", "A@127.0.0.1:1", "--out", "/tmp/x")]
    [InlineData("get", "--from", "A@127.0.0.1:1", "--out", "/tmp/x", "--study", "no uid")]
    [InlineData("move", "--from", "A@127.0.0.1:1", "--study", "1.2")]
    [InlineData("move", "--from", "A@127.0.0.1:1", "--study", "1.2", "--to-ae", "THIS TITLE IS TOO LONG")]
    [InlineData("find", "--from", "A@127.0.0.1:1", "PatientNam=X")]
    [InlineData("find", "--from", "A@127.0.0.1:1", "PatientName")]
    [InlineData("find", "--from", "A@127.0.0.1:1", "--level", "nonsense")]
    [InlineData("find", "--from", "A@127.0.0.1")]
    [InlineData("echo", "A")]
    [InlineData("verify")]
    [InlineData("peer", "add", "X")]
    [InlineData("peer", "list", "--server", "nowhere")]
    public async Task What_cannot_be_meant_is_exit_code_2(params string[] arguments)
    {
        var run = await CliRun.Of(arguments);
        Assert.Equal(2, run.ExitCode);
        Assert.Single(run.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("echo", "A@127.0.0.1:{0}")]
    [InlineData("find", "--from", "A@127.0.0.1:{0}")]
    [InlineData("get", "--from", "A@127.0.0.1:{0}", "--out", "{1}", "--study", "1.2")]
    [InlineData("move", "--from", "A@127.0.0.1:{0}", "--to-ae", "B", "--study", "1.2")]
    [InlineData("peer", "list", "--server", "http://127.0.0.1:{0}")]
    [InlineData("verify", "--data", "{1}/absent")]
    [InlineData("reindex", "--data", "{1}/absent")]
    public async Task What_the_world_refuses_is_one_line_and_exit_code_1(params string[] arguments)
    {
        using var folder = new TempFolder();
        var port = FreePort.Find();
        var run = await CliRun.Of([.. arguments.Select(argument => string.Format(System.Globalization.CultureInfo.InvariantCulture, argument, port, folder.Path))]);
        Assert.Equal(1, run.ExitCode);
        Assert.Single(run.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private IEnumerable<string> OfStudy(string study) => small.Files.Where(path => DataSets.Read(path).GetUid(Tags.StudyInstanceUID).ToString() == study);

    private static IEnumerable<string> Below(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories);
}

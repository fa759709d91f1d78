using System.Globalization;
using System.Text.Json.Nodes;
using Whole.Tests.Harness;

namespace Whole.Tests.Peers;

/// <summary>Storage Commitment with a real Orthanc, both ways, over kill -9, and with our own command line.</summary>
public sealed class CommitmentTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Orthanc_asks_us_and_hears_on_a_new_association_what_we_keep_and_what_not()
    {
        await using var concord = await StartConcord(("MissingSeconds", "0"));
        await using var orthanc = await OrthancPeer.Start(concord);
        var slices = TestObject.Series(5);
        await SendFromOrthanc(orthanc, slices);
        var all = await Report(orthanc, await Ask(orthanc, slices));
        Assert.Equal("Success", all["Status"]!.ToString());

        var unknown = slices[0] with { SopUid = TestObject.NewUid() };
        var wrong = slices[1] with { SopClass = TestObject.MgImage };
        var some = await Report(orthanc, await Ask(orthanc, [slices[0], unknown, wrong]));
        Assert.Equal("Failure", some["Status"]!.ToString());
        Assert.Equal([slices[0].SopUid], some["Success"]!.AsArray().Select(item => item!["SOPInstanceUID"]!.ToString()));
        var reasons = some["Failures"]!.AsArray().ToDictionary(item => item!["SOPInstanceUID"]!.ToString(), item => int.Parse(item!["FailureReason"]!.ToString(), CultureInfo.InvariantCulture), StringComparer.Ordinal);
        Assert.Equal((2, 0x0112, 0x0119), (reasons.Count, reasons[unknown.SopUid], reasons[wrong.SopUid]));
    }

    [Fact]
    public async Task A_request_that_was_answered_is_reported_after_kill_9()
    {
        await using var concord = await StartConcord(("DelaySeconds", "600")); // nothing is reported before the kill
        await using var orthanc = await OrthancPeer.Start(concord);
        var slices = TestObject.Series(3);
        await SendFromOrthanc(orthanc, slices);
        var transaction = await Ask(orthanc, slices); // Orthanc answers when it has our 0000
        await concord.Kill();
        Assert.Equal("Pending", (await Look(orthanc, transaction))["Status"]!.ToString());
        await concord.Launch();
        Assert.Equal("Success", (await Report(orthanc, transaction))["Status"]!.ToString());
    }

    [Fact]
    public async Task We_ask_Orthanc_and_it_reports_on_an_association_of_its_own()
    {
        await using var concord = await ConcordServer.Start();
        await using var orthanc = await OrthancPeer.Start(concord);
        using var folder = new TempFolder();
        var slices = TestObject.Series(4);
        foreach (var slice in slices[..3]) await File.WriteAllBytesAsync(Path.Combine(folder.Folder("sent"), slice.SopUid), slice.Part10());
        await File.WriteAllBytesAsync(folder["missing"], slices[3].Part10());
        var port = Ports.Free();
        await orthanc.Put("modalities/cli", new { AET = "CONCORD-CLI", Host = "127.0.0.1", Port = port });
        var peer = $"{OrthancPeer.Ae}@127.0.0.1:{orthanc.DicomPort}";
        string[] listening = ["--listen", port.ToString(CultureInfo.InvariantCulture), "--wait", "30"];

        var stored = await ConcordCli.Run(["store", "--to", peer, "--commit", .. listening, folder["sent"]]);
        Assert.Contains("3 committed, 0 not", stored.Output, StringComparison.Ordinal);
        var asked = await ConcordCli.Try(["commit", "--to", peer, .. listening, folder["sent"], folder["missing"]]);
        Assert.Equal((1, "3 committed, 1 not\n"), (asked.ExitCode, asked.Output));
        Assert.Contains("missing: not committed, 0112: no such object instance", asked.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Our_command_line_asks_our_server_on_the_association_it_has()
    {
        await using var concord = await StartConcord(("MissingSeconds", "0"), ("DelaySeconds", "0"));
        using var folder = new TempFolder();
        var slices = TestObject.Series(3);
        foreach (var slice in slices) await File.WriteAllBytesAsync(folder[slice.SopUid], slice.Part10());
        var peer = $"{ConcordServer.Ae}@127.0.0.1:{concord.DicomPort}";
        var before = await ConcordCli.Try("commit", "--to", peer, "--json", folder.Path);
        Assert.Equal((1, "{\"committed\":0,\"notCommitted\":3}\n"), (before.ExitCode, before.Output));
        var stored = await ConcordCli.Run("store", "--to", peer, "--window", "8", "--commit", folder.Path);
        Assert.Contains("3 committed, 0 not", stored.Output, StringComparison.Ordinal);
    }

    private static Task<ConcordServer> StartConcord(params (string Setting, string Value)[] commitment) =>
        ConcordServer.StartOn(null, [], commitment.ToDictionary(one => "CONCORD_Commitment__" + one.Setting, one => one.Value, StringComparer.Ordinal));

    private static async Task SendFromOrthanc(OrthancPeer orthanc, TestObject[] slices)
    {
        var ids = new List<string>();
        foreach (var slice in slices) ids.Add(await orthanc.Import(slice.Part10()));
        await orthanc.Post("modalities/concord/store", ids);
    }

    /// <summary>Orthanc's N-ACTION; the transaction UID.</summary>
    private static async Task<string> Ask(OrthancPeer orthanc, TestObject[] slices) =>
        (await orthanc.Post("modalities/concord/storage-commitment", new { DicomInstances = slices.Select(slice => new[] { slice.SopClass, slice.SopUid }) }))["ID"]!.ToString();

    private static async Task<JsonNode> Look(OrthancPeer orthanc, string transaction) =>
        JsonNode.Parse(await orthanc.Client.GetStringAsync($"storage-commitment/{transaction}"))!;

    private static async Task<JsonNode> Report(OrthancPeer orthanc, string transaction)
    {
        using var limit = new CancellationTokenSource(Limit);
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            var known = await Look(orthanc, transaction);
            if (known["Status"]!.ToString() != "Pending") return known;
            await pace.WaitForNextTickAsync(limit.Token);
        }
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Whole.Tests.Harness;

namespace Whole.Tests.Peers;

/// <summary>Sends to DCMTK's <c>storescp</c>: a peer that is down at first, and a server that is killed in the middle.</summary>
public sealed class SendTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task A_study_arrives_when_its_peer_comes_up()
    {
        await using var concord = await StartConcord();
        var slices = await Store(concord, 5);
        await concord.AddPeer(DcmtkReceiver.Ae, Ports.Free());
        var address = await Send(concord, slices[0].StudyUid);
        var waiting = await WaitFor(concord, address, send => (int)send["attempts"]! >= 1 && (string?)send["state"] == "waiting");
        Assert.Equal((5, 0), ((int)waiting["total"]!, (int)waiting["sent"]!));
        Assert.NotEmpty((string)waiting["problem"]!);
        await using var receiver = await DcmtkReceiver.Start();
        await concord.AddPeer(receiver);
        var done = await WaitFor(concord, address, send => (string?)send["state"] is "done" or "failed");
        Assert.Equal(("done", 5, 0), ((string?)done["state"], (int)done["sent"]!, (int)done["failed"]!));
        Check(slices, receiver);
    }

    [Fact]
    public async Task A_server_that_is_killed_in_the_middle_goes_on_where_it_stopped()
    {
        using var folder = new TempFolder("received");
        var log = folder["log"];
        await using var concord = await StartConcord();
        var slices = await Store(concord, 6);
        await using var receiver = await DcmtkReceiver.Start("+xa", "-xs", "-xcr", $"/bin/echo '#f' >> {log}; sleep 1");
        await concord.AddPeer(receiver);
        var address = await Send(concord, slices[0].StudyUid);
        var middle = await WaitFor(concord, address, send => (int)send["sent"]! >= 2);
        Assert.Equal("sending", (string?)middle["state"]);
        await concord.Kill();
        await concord.Launch();
        var after = await Get(concord, address);
        Assert.True((int)after["sent"]! >= 2, after.ToJsonString());
        var done = await WaitFor(concord, address, send => (string?)send["state"] is "done" or "failed");
        Assert.Equal(("done", 6), ((string?)done["state"], (int)done["sent"]!));
        Assert.True((int)done["attempts"]! >= 2, done.ToJsonString());
        Check(slices, receiver);
        Assert.InRange((await File.ReadAllLinesAsync(log)).Length, 6, 7); // at most the one that was on its way came twice
    }

    [Fact]
    public async Task What_the_peer_takes_in_no_form_is_counted_and_the_rest_arrives()
    {
        await using var concord = await StartConcord();
        using var folder = new TempFolder("refused");
        var slices = TestObject.Series(3);
        slices[1] = slices[1] with { SopClass = TestObject.MgImage };
        await Store(concord, slices);
        await File.WriteAllTextAsync(folder["storescp.cfg"], DcmtkReceiver.OnlyIn(TestObject.ExplicitLittle, TestObject.CtImage));
        await using var receiver = await DcmtkReceiver.Start("-xf", folder["storescp.cfg"], "Only");
        await concord.AddPeer(receiver);
        var failed = await WaitFor(concord, await Send(concord, slices[0].StudyUid), send => (string?)send["state"] is "done" or "failed");
        Assert.Equal(("failed", 2, 1, 3), ((string?)failed["state"], (int)failed["sent"]!, (int)failed["failed"]!, (int)failed["total"]!));
        Assert.Contains("no form", (string)failed["problem"]!, StringComparison.Ordinal);
        Check([slices[0], slices[2]], receiver);
    }

    [Fact]
    public async Task A_server_that_is_stopped_in_the_middle_goes_on_where_it_stopped()
    {
        await using var concord = await StartConcord();
        var slices = await Store(concord, 4);
        await using var receiver = await DcmtkReceiver.Start("+xa", "-xs", "-xcr", "sleep 1");
        await concord.AddPeer(receiver);
        var address = await Send(concord, slices[0].StudyUid);
        await WaitFor(concord, address, send => (int)send["sent"]! >= 1);
        await concord.Restart();
        var done = await WaitFor(concord, address, send => (string?)send["state"] is "done" or "failed");
        Assert.Equal(("done", 4), ((string?)done["state"], (int)done["sent"]!));
        Check(slices, receiver);
    }

    private static void Check(TestObject[] slices, DcmtkReceiver receiver)
    {
        var received = receiver.Received();
        Assert.Equal(slices.Length, received.Count);
        foreach (var slice in slices) Assert.Equal(slice.DataSet(), received[slice.SopUid]);
    }

    private static Task<ConcordServer> StartConcord() => ConcordServer.StartOn(null, [], new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["CONCORD_Sends__RetrySeconds"] = "1",
        ["CONCORD_Sends__MaxRetrySeconds"] = "1",
    });

    private static async Task<TestObject[]> Store(ConcordServer concord, int count)
    {
        var slices = TestObject.Series(count);
        await Store(concord, slices);
        return slices;
    }

    private static async Task Store(ConcordServer concord, TestObject[] slices)
    {
        foreach (var slice in slices) concord.Identities.UnionWith([slice.StudyUid, slice.SopUid, slice.PatientId]);
        Assert.Equal(HttpStatusCode.OK, (await concord.Web.Stow([.. slices.Select(slice => slice.Part10())])).Status);
    }

    private static async Task<string> Send(ConcordServer concord, string study)
    {
        using var answer = await concord.Web.Client.PostAsJsonAsync(new Uri(concord.Http, "api/sends"), new { to = DcmtkReceiver.Ae, study });
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        return answer.Headers.Location!.OriginalString;
    }

    private static async Task<JsonNode> Get(ConcordServer concord, string address) => JsonNode.Parse(await concord.Web.Client.GetStringAsync(new Uri(concord.Http, address)))!;

    private static async Task<JsonNode> WaitFor(ConcordServer concord, string address, Func<JsonNode, bool> isSo)
    {
        using var limit = new CancellationTokenSource(Limit);
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            var send = await Get(concord, address);
            if (isSo(send)) return send;
            await pace.WaitForNextTickAsync(limit.Token);
        }
    }
}

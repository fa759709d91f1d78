using System.Net.Sockets;
using System.Text.Json;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Network;
using Concord.Network.Dimse;
using Concord.Network.ServiceClasses;
using Concord.Network.UpperLayer;
using Dicom.Tests.Network.Support;
using Xunit.Abstractions;

namespace Dicom.Tests.Network.ServiceClasses;

/// <summary>Replays the corpus' broken acceptors against our client: it ends with an answer or an <see cref="AssociationException"/>, in time.</summary>
public sealed class MalformedAcceptorTests(ITestOutputHelper output)
{
    private static readonly NetworkOptions Options = new() { AeTitle = "TESTER", ResponseSeconds = 2, IdleSeconds = 2 };

    private static readonly SampleObject Sample = new(1, pixelBytes: 1 << 20);

    /// <summary>Scenarios after which the service itself may have succeeded.</summary>
    private static readonly HashSet<string> MaySucceed = ["either", "limit", "close"];

    [Fact]
    public async Task Every_scenario_ends_in_time_and_with_a_declared_error()
    {
        if (Corpus.Root is null)
        {
            output.WriteLine("The corpus is not here");
            return;
        }
        var failures = new List<string>();
        var played = 0;
        using var json = JsonDocument.Parse(Corpus.Read("malformed/scenarios.json"));
        foreach (var scenario in json.RootElement.EnumerateArray().Where(one => one.GetProperty("role").GetString() == "scp"))
        {
            var (name, expect) = (scenario.GetProperty("name").GetString()!, scenario.GetProperty("expect").GetString()!);
            using var ends = new CancellationTokenSource();
            var (port, done) = ScriptedPeer.Listen(peer => Play(peer, scenario.GetProperty("steps"), ends.Token));
            var told = await Ask(new("SCRIPT", "127.0.0.1", port), name).WaitAsync(TimeSpan.FromSeconds(30));
            await ends.CancelAsync();
            await Task.WhenAny(done, Task.Delay(TimeSpan.FromSeconds(20)));
            output.WriteLine($"{name}: {told}, expected {expect}");
            if (told == "success" && !MaySucceed.Contains(expect)) failures.Add(name);
            if (expect == "timeout" && told is not ("TimedOut" or "released")) failures.Add(name + " did not end by its time");
            played++;
        }
        output.WriteLine($"{played} scripted acceptors against our client");
        Assert.Empty(failures);
    }

    /// <summary>The contexts that the scenarios' answer has: 1 and 5 and 7 implicit, 3 explicit.</summary>
    private static readonly ContextProposal[] Proposals =
    [
        new(Uids.Verification, ContextProposal.Native), new(Uids.SecondaryCaptureImageStorage, ContextProposal.Native),
        new(Uids.StudyRootQueryRetrieveInformationModelFind, ContextProposal.Native), new(Uids.StudyRootQueryRetrieveInformationModelMove, ContextProposal.Native),
    ];

    private static async Task<string> Ask(RemotePeer peer, string name)
    {
        try
        {
            await using var association = await RequestedAssociation.Open(peer, Proposals, relational: false, Options, TimeProvider.System, default);
            if (name.Contains("find", StringComparison.Ordinal)) return await Find(association);
            if (name == "scp_release_no_rp")
            {
                await association.Release(default); // which ends by A-ABORT when nobody answers
                return "released";
            }
            var request = name.Contains("store", StringComparison.Ordinal)
                ? OutgoingObjectSender.BuildRequest(Sample, 1, null)
                : new CommandSet { Field = CommandField.CEchoRq, MessageId = 1, SopClassUid = Uids.Verification };
            var context = association.RequireContext(request.SopClassUid);
            if (request.HasDataSet) await association.Channel.SendObject(context, request, new MemoryStream(Sample.Bytes), default);
            else await association.Channel.Send(context, request, default);
            var status = await association.ReceiveResponse(request, default);
            await association.Release(default);
            return status.IsSuccess ? "success" : "failure";
        }
        catch (AssociationException ended)
        {
            return ended.Failure.ToString();
        }
        catch (PduException)
        {
            return "PduException"; // DicomClient turns it into ProtocolError
        }
    }

    private static async Task<string> Find(RequestedAssociation association)
    {
        var sopClass = Uids.StudyRootQueryRetrieveInformationModelFind;
        var request = new CommandSet { Field = CommandField.CFindRq, SopClassUid = sopClass, HasDataSet = true };
        var matches = 0;
        await foreach (var (command, dataSet, _) in new Invocation(association, sopClass, Options, TimeProvider.System).Run(request, new DataSet(), null, default))
        {
            if (command.ToStatus().IsPending && dataSet is null) return "failure"; // QueryRetrieveScu's check
            if (++matches == 1000) return "enough";
        }
        return "success";
    }

    private static async Task Play(ScriptedPeer peer, JsonElement steps, CancellationToken ends)
    {
        try
        {
            foreach (var step in steps.EnumerateArray())
            {
                if (step.TryGetProperty("wait", out _)) await peer.Receive();
                else if (step.TryGetProperty("close", out _)) return;
                else if (step.TryGetProperty("send", out var file))
                {
                    var bytes = Corpus.Read("malformed/pdu/" + file.GetString());
                    for (var i = step.TryGetProperty("repeat", out var repeat) ? repeat.GetInt32() : 1; i > 0; i--) await peer.Send(bytes);
                }
            }
            await Task.Delay(TimeSpan.FromSeconds(20), ends);
        }
        catch (Exception gone) when (gone is SocketException or OperationCanceledException)
        {
            // our client has had enough of it
        }
    }
}

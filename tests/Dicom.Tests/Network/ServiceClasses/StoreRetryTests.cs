using Concord.Dicom.Encoding;
using Concord.Network;
using Concord.Network.Dimse;
using Concord.Network.ServiceClasses;
using Dicom.Tests.Network.Support;

namespace Dicom.Tests.Network.ServiceClasses;

/// <summary>What may pass is tried anew, with growing pauses, and what was acknowledged is not sent again.</summary>
public sealed class StoreRetryTests
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(2); // every other limit of these tests is longer

    private static NetworkOptions Options(int retries) => new()
    {
        AeTitle = "TESTER", StoreRetries = retries, MoveRetries = retries, RetrySeconds = 4, MaxRetrySeconds = 60, ResponseSeconds = 80_000, ArtimSeconds = 300,
    };

    private static SampleObject[] Objects(int count) => [.. Enumerable.Range(1, count).Select(i => new SampleObject(i, TransferSyntax.ImplicitVrLittleEndian))];

    /// <summary>Sends with a clock that jumps over each pause; the results, the pauses in seconds, and what it ended with.</summary>
    private static async Task<(List<string> Results, List<double> Pauses, AssociationException? Broken)> Send(RemotePeer peer, int retries, IEnumerable<IOutgoingObject> objects)
    {
        var time = new ManualTime();
        var results = new List<string>();
        var (pauses, told) = (new List<double>(), new List<double>());
        var sending = Task.Run(async () =>
        {
            await foreach (var result in new DicomClient(peer, Options(retries), time) { Pausing = (pause, _) => told.Add(pause.TotalSeconds) }.Store(objects)) results.Add($"{result.Object.SopInstanceUid.ToString()[8..]}:{result.Status.Code:X4}");
        });
        while (!sending.IsCompleted)
        {
            if (time.AdvanceToNext(LongestPause) is { } pause) pauses.Add(pause.TotalSeconds);
            await Task.WhenAny(sending, Task.Delay(5));
        }
        Assert.Equal(told, pauses);
        try
        {
            await sending;
            return (results, pauses, null);
        }
        catch (AssociationException broken)
        {
            return (results, pauses, broken);
        }
    }

    private static Func<ScriptedPeer, Task> Answering(params ushort[] statuses) => async peer =>
    {
        await peer.Receive();
        await peer.Send(Wire.AssociateAc());
        foreach (var status in statuses)
        {
            var request = await peer.ReceiveCommand();
            await peer.Send(Wire.Command(1, request.Respond(new(status))));
        }
    };

    private static Func<ScriptedPeer, Task> Then(Func<ScriptedPeer, Task> first, Func<ScriptedPeer, Task> second) => async peer =>
    {
        await first(peer);
        await second(peer);
    };

    private static async Task Abort(ScriptedPeer peer)
    {
        await peer.ReceiveCommand();
        await peer.Send(Wire.Abort);
    }

    private static async Task Release(ScriptedPeer peer)
    {
        for (var type = 4; type == 4;) type = await peer.ReceiveType(); // what is left of the object, then A-RELEASE-RQ
        await peer.Send(Wire.ReleaseRp);
    }

    [Fact]
    public async Task An_association_that_breaks_in_the_middle_is_gone_on_with_after_a_pause()
    {
        var (port, done) = ScriptedPeer.Listen(Then(Answering(0), Abort), Then(Answering(0, 0), Release));
        var (results, pauses, broken) = await Send(new("SCRIPT", "127.0.0.1", port), 3, Objects(3));
        Assert.Equal(["1:0000", "2:0000", "3:0000"], results);
        Assert.InRange(Assert.Single(pauses), 2, 4);
        Assert.Null(broken);
        await done;
    }

    [Fact]
    public async Task A_rejection_for_now_is_tried_again_and_one_for_good_is_not()
    {
        Task Reject(ScriptedPeer peer, byte result) => Task.Run(async () =>
        {
            await peer.Receive();
            await peer.Send([3, 0, 0, 0, 0, 4, 0, result, 3, 2]);
            Assert.Equal(0, await peer.ReceiveType());
        });
        var (port, done) = ScriptedPeer.Listen(peer => Reject(peer, 2), peer => Reject(peer, 2), Then(Answering(0), Release));
        var (results, pauses, _) = await Send(new("SCRIPT", "127.0.0.1", port), 3, Objects(1));
        Assert.Equal(["1:0000"], results);
        Assert.Equal(2, pauses.Count);
        await done;

        (port, done) = ScriptedPeer.Listen(peer => Reject(peer, 1));
        (results, pauses, var broken) = await Send(new("SCRIPT", "127.0.0.1", port), 3, Objects(1));
        Assert.Equal(AssociationFailure.Rejected, broken?.Failure);
        Assert.Empty(results.Concat(pauses.Select(pause => $"{pause}")));
        await done;
    }

    [Fact]
    public async Task Out_of_resources_is_tried_again_on_another_association_and_other_failures_are_not()
    {
        var (port, done) = ScriptedPeer.Listen(Then(Answering(0, 0xA700), Release), Then(Answering(0, 0xA900), Release));
        var (results, pauses, _) = await Send(new("SCRIPT", "127.0.0.1", port), 3, Objects(3));
        Assert.Equal(["1:0000", "2:0000", "3:A900"], results);
        Assert.Single(pauses);
        await done;
    }

    [Fact]
    public async Task A_peer_that_stays_out_of_resources_is_asked_once_for_each_object_when_the_retries_are_spent()
    {
        var storage = new MemoryStorage { Answer = _ => new(0xA700, "The disk is full") };
        await using var host = await DicomHost.Start(storage);
        var (results, pauses, _) = await Send(host.Peer, 2, Objects(4));
        Assert.Equal(["1:A700", "2:A700", "3:A700", "4:A700"], results);
        Assert.Equal(2, pauses.Count);
        Assert.Equal(6, storage.Stored.Count);
    }

    [Fact]
    public async Task Nobody_there_is_tried_as_often_as_said_with_growing_pauses()
    {
        var (results, pauses, broken) = await Send(new("NOBODY", "127.0.0.1", 1), 6, Objects(1));
        Assert.Equal(AssociationFailure.NotConnected, broken?.Failure);
        Assert.Empty(results);
        Assert.Collection(pauses, One(2, 4), One(4, 8), One(8, 16), One(16, 32), One(30, 60), One(30, 60)); // doubled up to MaxRetrySeconds, the upper half by chance

        static Action<double> One(double least, double most) => pause => Assert.InRange(pause, least, most);
    }

    [Fact]
    public async Task A_move_has_retries_of_its_own()
    {
        var (port, done) = ScriptedPeer.Listen(Then(Answering(0), Abort), Then(Answering(0), Release));
        var archive = new ScriptedArchive { Peers = { ["DEST"] = new("DEST", "127.0.0.1", port) } };
        archive.Objects.AddRange(Objects(2));
        await using var host = await DicomHost.Start(retrieve: archive, configure: options => (options.StoreRetries, options.MoveRetries) = (0, 1));
        var keys = new Concord.Dicom.DataElements.DataSet().SetString(Concord.Dicom.Dictionary.Tags.QueryRetrieveLevel, "STUDY");
        var last = new List<RetrieveProgress>();
        await foreach (var progress in new DicomClient(host.Peer, new() { AeTitle = "TESTER" }).Move(InformationModel.StudyRoot, keys, "DEST")) last.Add(progress);
        Assert.Equal(new SubOperations(null, 2, 0, 0), last[^1].SubOperations);
        await done;
    }
}

using System.Collections.Concurrent;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Network;
using Concord.Network.Dimse;
using Concord.Network.ServiceClasses;
using Concord.Network.UpperLayer;
using Dicom.Tests.Network.Support;

namespace Dicom.Tests.Network.ServiceClasses;

/// <summary>The asynchronous operations window (PS3.7 §D.3.3.3), as acceptor and as requestor.</summary>
public sealed class OperationsWindowTests
{
    private static readonly Uid Class = Uids.SecondaryCaptureImageStorage;

    private static byte[] AssociateRq(AsynchronousOperationsWindow? window) =>
        Wire.Write(PduWriter.WriteRequest, Wire.Request(classes: Class) with { User = new() { MaxLength = 16_384, Window = window } });

    private static byte[] Store(ushort id)
    {
        var instance = new SampleObject(id, TransferSyntax.ImplicitVrLittleEndian);
        var command = new CommandSet { Field = CommandField.CStoreRq, MessageId = id, SopClassUid = Class, SopInstanceUid = instance.SopInstanceUid, HasDataSet = true };
        return [.. Wire.Command(1, command), .. Wire.Data(1, isCommand: false, isLast: true, instance.Bytes)];
    }

    private static async Task<int> NextAnswer(ScriptedPeer peer) => (await peer.ReceiveCommand()).MessageIdBeingRespondedTo ?? -1;

    /// <summary>Objects are completed when the test says so.</summary>
    private sealed class Gates
    {
        private readonly ConcurrentDictionary<string, TaskCompletionSource> _gates = new();

        internal Task Await(StoreRequest request) => Of(request.AffectedSopInstanceUid.ToString()).Task;

        internal void Open(int number) => Of($"2.25.77.{number}").TrySetResult();

        private TaskCompletionSource Of(string uid) => _gates.GetOrAdd(uid, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
    }

    [Theory]
    [InlineData(8, 16, 8), InlineData(0, 16, 16), InlineData(100, 16, 16), InlineData(8, 1, 1)]
    public void The_smaller_wish_is_granted_and_zero_is_no_limit(int asked, int allowed, int granted)
    {
        var options = new NetworkOptions { MaxOperationsPerformed = allowed };
        Assert.Equal(new AsynchronousOperationsWindow((ushort)granted, 1), OperationsWindow.Answer(new((ushort)asked, 5), options));
        Assert.Null(OperationsWindow.Answer(null, options));
    }

    [Fact]
    public async Task Answers_come_in_the_order_in_which_the_objects_are_kept()
    {
        var gates = new Gates();
        var storage = new MemoryStorage { Completing = gates.Await };
        await using var host = await DicomHost.Start(storage);
        using var peer = await ScriptedPeer.Connect(host.Port);
        await peer.Send([.. AssociateRq(new(8, 1)), .. Store(1), .. Store(2), .. Store(3)]);
        Assert.Equal(new AsynchronousOperationsWindow(8, 1), AssociatePduReader.ReadAccept(new((await peer.Receive()).AsMemory(6))).User.Window);
        foreach (var id in (int[])[3, 1, 2])
        {
            gates.Open(id);
            Assert.Equal(id, await NextAnswer(peer));
        }
        Assert.Equal([3, 1, 2], storage.Stored.Select(stored => int.Parse(stored.Request.AffectedSopInstanceUid.ToString()[8..], null)));
    }

    [Theory]
    [InlineData(2, 2), InlineData(1, 1)]
    public async Task A_peer_with_more_outstanding_than_granted_is_not_read_further(int granted, int most)
    {
        var gates = new Gates();
        var storage = new MemoryStorage { Completing = gates.Await };
        await using var host = await DicomHost.Start(storage, configure: options => options.MaxOperationsPerformed = granted);
        using var peer = await ScriptedPeer.Connect(host.Port);
        await peer.Send([.. AssociateRq(new(8, 1)), .. Enumerable.Range(1, 6).SelectMany(id => Store((ushort)id))]);
        Assert.Equal(2, await peer.ReceiveType());
        for (var id = 1; id <= 6; id++)
        {
            gates.Open(id);
            Assert.Equal(id, await NextAnswer(peer));
        }
        Assert.Equal(most, storage.MostUnderWay);
    }

    [Fact]
    public async Task Without_a_window_one_is_served_after_the_other()
    {
        var gates = new Gates();
        var storage = new MemoryStorage { Completing = gates.Await };
        await using var host = await DicomHost.Start(storage);
        using var peer = await ScriptedPeer.Connect(host.Port);
        await peer.Send([.. AssociateRq(null), .. Store(1), .. Store(2), .. Store(3)]);
        Assert.Null(AssociatePduReader.ReadAccept(new((await peer.Receive()).AsMemory(6))).User.Window);
        for (var id = 3; id > 0; id--) gates.Open(id);
        for (var id = 1; id <= 3; id++) Assert.Equal(id, await NextAnswer(peer));
        Assert.Equal(1, storage.MostUnderWay);
    }

    [Fact]
    public async Task What_is_outstanding_is_answered_before_the_release()
    {
        var gates = new Gates();
        await using var host = await DicomHost.Start(new MemoryStorage { Completing = gates.Await });
        using var peer = await ScriptedPeer.Connect(host.Port);
        await peer.Send([.. AssociateRq(new(4, 1)), .. Store(1), .. Store(2), .. Wire.ReleaseRq]);
        Assert.Equal(2, await peer.ReceiveType());
        gates.Open(2);
        Assert.Equal(2, await NextAnswer(peer));
        gates.Open(1);
        Assert.Equal(1, await NextAnswer(peer));
        Assert.Equal(6, await peer.ReceiveType());
    }

    [Fact]
    public async Task What_we_take_to_keep_objects_is_no_idleness_of_the_peer()
    {
        var gates = new Gates();
        var time = new ManualTime();
        var storage = new MemoryStorage { Completing = gates.Await };
        await using var host = await DicomHost.Start(storage, time: time, configure: options => options.IdleSeconds = 100);
        using var peer = await ScriptedPeer.Connect(host.Port);
        await peer.Send([.. AssociateRq(new(4, 1)), .. Store(1), .. Store(2)]);
        Assert.Equal(2, await peer.ReceiveType());
        gates.Open(2);
        Assert.Equal(2, await NextAnswer(peer)); // the first is still under way
        time.Advance(TimeSpan.FromSeconds(1000));
        gates.Open(1);
        Assert.Equal(1, await NextAnswer(peer));
        await LogSink.Until(() => time.AdvanceToNext(TimeSpan.FromSeconds(100)) is not null); // now it is the peer's turn
        Assert.Equal(7, await peer.ReceiveType());
    }

    [Fact]
    public async Task Our_client_sends_ahead_where_the_peer_grants_it()
    {
        var gates = new Gates();
        var begun = 0;
        var storage = new MemoryStorage
        {
            Completing = request =>
            {
                if (Interlocked.Increment(ref begun) == 4)
                    for (var i = 1; i <= 40; i++) gates.Open(i); // no object is kept before four of them have come
                return gates.Await(request);
            },
        };
        await using var host = await DicomHost.Start(storage);
        var objects = Enumerable.Range(1, 40).Select(i => new SampleObject(i)).ToList();
        var client = new DicomClient(host.Peer, new() { AeTitle = "TESTER", MaxOperationsInvoked = 4 });
        var done = new List<StoreResult>();
        await foreach (var result in client.Store(objects)) done.Add(result);
        Assert.Equal(objects.Select(o => o.SopInstanceUid).Order(), done.Select(result => result.Object.SopInstanceUid).Order());
        Assert.All(done, result => Assert.True(result is { Status.IsSuccess: true, WasSent: true }));
        Assert.Equal(4, storage.MostUnderWay);
    }

    [Fact]
    public async Task Our_client_waits_for_each_answer_where_the_peer_does_not_grant_it()
    {
        var (port, done) = ScriptedPeer.Listen(async peer =>
        {
            await peer.Receive();
            await peer.Send(Wire.AssociateAc());
            for (var i = 0; i < 2; i++)
            {
                var request = await peer.ReceiveCommand();
                Assert.Equal((byte)PduType.Data, (await peer.Receive())[0]); // its data set, and nothing after it before the answer
                await peer.Send(Wire.Command(1, request.Respond(DimseStatus.Success)));
            }
            Assert.Equal(5, await peer.ReceiveType());
            await peer.Send(Wire.ReleaseRp);
        });
        var client = new DicomClient(new("SCRIPT", "127.0.0.1", port), new() { MaxOperationsInvoked = 8 });
        var objects = new[] { new SampleObject(1, TransferSyntax.ImplicitVrLittleEndian), new SampleObject(2, TransferSyntax.ImplicitVrLittleEndian) };
        await foreach (var result in client.Store(objects)) Assert.True(result.Status.IsSuccess);
        await done;
    }

    [Fact]
    public async Task Answers_in_any_order_are_told_as_they_come_and_one_to_nothing_aborts()
    {
        var (port, done) = ScriptedPeer.Listen(async peer =>
        {
            await peer.Receive();
            await peer.Send(Wire.AssociateAc(new(3, 1)));
            var requests = new List<CommandSet>();
            for (var i = 0; i < 3; i++) requests.Add(await peer.ReceiveCommand());
            await peer.Receive();
            await peer.Send([.. Wire.Command(1, requests[2].Respond(DimseStatus.Success)), .. Wire.Command(1, requests[0].Respond(new(0xB000))), .. Wire.Command(1, requests[0].Respond(DimseStatus.Success))]);
            Assert.Equal(7, await peer.ReceiveType());
        });
        var client = new DicomClient(new("SCRIPT", "127.0.0.1", port), new() { MaxOperationsInvoked = 3 });
        var told = new List<string>();
        var broken = await Assert.ThrowsAsync<AssociationException>(async () =>
        {
            await foreach (var result in client.Store(Enumerable.Range(1, 3).Select(i => new SampleObject(i, TransferSyntax.ImplicitVrLittleEndian)))) told.Add($"{result.Object.SopInstanceUid} {result.Status.Code:X4}");
        });
        Assert.Equal(AssociationFailure.ProtocolError, broken.Failure);
        Assert.Equal(["2.25.77.3 0000", "2.25.77.1 B000"], told);
        await done;
    }
}

using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Network.Dimse;
using Concord.Network.UpperLayer;
using Dicom.Tests.Network.Support;

namespace Dicom.Tests.Network.ServiceClasses;

/// <summary>How associations begin and end, byte by byte on real sockets.</summary>
public sealed class OrderedEndTests
{
    private static readonly Uid Ct = Uids.CTImageStorage;
    private static readonly Uid FindStudies = Uids.StudyRootQueryRetrieveInformationModelFind;

    [Fact]
    public async Task A_peer_that_has_sent_everything_and_its_FIN_still_gets_every_answer()
    {
        await using var host = await DicomHost.Start();
        using var peer = await ScriptedPeer.Connect(host.Port);
        await peer.Send([.. Wire.AssociateRq(), .. Wire.EchoRq(1), .. Wire.EchoRq(2), .. Wire.ReleaseRq]);
        peer.CloseSending();
        Assert.Equal([2, 4, 4, 6, 0], await Types(peer, 5));
    }

    [Fact]
    public async Task A_peer_that_only_closes_is_let_go()
    {
        await using var host = await DicomHost.Start();
        using var peer = await ScriptedPeer.Connect(host.Port);
        await peer.Send(Wire.AssociateRq());
        Assert.Equal(2, await peer.ReceiveType());
        peer.CloseSending();
        Assert.Equal(0, await peer.ReceiveType());
    }

    [Fact]
    public async Task Silence_before_the_request_is_ended_by_ARTIM()
    {
        var time = new ManualTime();
        await using var host = await DicomHost.Start(time: time);
        using var peer = await ScriptedPeer.Connect(host.Port);
        await peer.Send(Wire.AssociateRq()[..3]);
        await host.Log.Await("accepted");
        Assert.Equal(0, await TypeAfterSilence(time, peer));
    }

    [Fact]
    public async Task An_idle_association_is_aborted()
    {
        var time = new ManualTime();
        await using var host = await DicomHost.Start(time: time);
        using var peer = await ScriptedPeer.Connect(host.Port);
        await peer.Send(Wire.AssociateRq());
        Assert.Equal(2, await peer.ReceiveType());
        Assert.Equal(7, await TypeAfterSilence(time, peer));
    }

    [Fact]
    public async Task Waiting_for_our_own_provider_is_not_the_peers_idle_time()
    {
        var time = new ManualTime();
        var held = new TaskCompletionSource();
        var storage = new MemoryStorage { Hold = held.Task };
        await using var host = await DicomHost.Start(storage, time: time);
        using var peer = await ScriptedPeer.Connect(host.Port);
        await peer.Send([.. Wire.AssociateRq(classes: Ct), .. StoreRq(1, [1, 2, 3, 4])]);
        Assert.Equal(2, await peer.ReceiveType());
        await storage.Begun.Task.WaitAsync(TimeSpan.FromSeconds(10));
        time.Advance(TimeSpan.FromHours(1));
        held.SetResult();
        Assert.Equal(4, await peer.ReceiveType());
        await peer.Send(Wire.ReleaseRq);
        Assert.Equal(6, await peer.ReceiveType());
    }

    [Fact]
    public async Task A_broken_store_is_dropped_and_a_whole_one_kept()
    {
        var storage = new MemoryStorage();
        await using var host = await DicomHost.Start(storage);
        using (var peer = await ScriptedPeer.Connect(host.Port))
        {
            await peer.Send([.. Wire.AssociateRq(classes: Ct), .. StoreRq(1, [1, 2, 3, 4]), .. StoreRq(2, [5, 6], isLast: false), .. Wire.Abort]);
            Assert.Equal([2, 4, 0], await Types(peer, 3));
        }
        Assert.Equal(new byte[] { 1, 2, 3, 4 }, storage.Stored.Single().Bytes);
        Assert.Equal(1, storage.Dropped);
    }

    [Fact]
    public async Task What_cannot_be_kept_is_answered_so_and_the_association_goes_on()
    {
        var storage = new MemoryStorage { Hold = Task.FromException(new IOException("The disk is full")) };
        await using var host = await DicomHost.Start(storage);
        using var peer = await ScriptedPeer.Connect(host.Port);
        await peer.Send([.. Wire.AssociateRq(classes: [Ct, Wire.Verification]), .. StoreRq(1, [1, 2, 3, 4], isLast: false), .. Wire.Data(1, false, true, 5, 6)]);
        Assert.Equal(2, await peer.ReceiveType());
        var answer = CommandSetReader.Read((await peer.Receive()).AsSpan(PduWriter.DataHeaderLength));
        Assert.Equal(((ushort?)0x0110, (ushort?)1), (answer.Status, answer.MessageIdBeingRespondedTo));
        storage.Hold = null;
        await peer.Send([.. StoreRq(2, [1, 2]), .. Wire.ReleaseRq]);
        answer = CommandSetReader.Read((await peer.Receive()).AsSpan(PduWriter.DataHeaderLength));
        Assert.Equal((ushort?)0, answer.Status);
        Assert.Equal([6], await Types(peer, 1));
        Assert.Equal((1, 1), (storage.Stored.Count, storage.Dropped));
    }

    [Fact]
    public async Task A_store_in_the_context_of_another_service_is_refused()
    {
        await using var host = await DicomHost.Start(new MemoryStorage());
        using var peer = await ScriptedPeer.Connect(host.Port);
        var command = new CommandSet { Field = CommandField.CStoreRq, MessageId = 1, SopClassUid = Wire.Verification, SopInstanceUid = Uid.Parse("2.25.1"), HasDataSet = true };
        await peer.Send([.. Wire.AssociateRq(), .. Wire.Command(1, command), .. Wire.Data(1, false, true, 1, 2)]);
        Assert.Equal(2, await peer.ReceiveType());
        Assert.Equal((ushort?)0x0211, CommandSetReader.Read((await peer.Receive()).AsSpan(PduWriter.DataHeaderLength)).Status);
    }

    [Fact]
    public async Task A_release_amid_a_query_ends_the_query_first()
    {
        var archive = new ScriptedArchive { Endless = true };
        await using var host = await DicomHost.Start(query: archive);
        using var peer = await ScriptedPeer.Connect(host.Port);
        await peer.Send([.. Wire.AssociateRq(classes: FindStudies), .. FindRq(), .. Wire.ReleaseRq]);
        Assert.Equal(2, await peer.ReceiveType());
        var answer = CommandSetReader.Read((await peer.Receive()).AsSpan(PduWriter.DataHeaderLength));
        Assert.Equal((CommandField.CFindRsp, (ushort?)0xFE00), (answer.Field, answer.Status));
        Assert.Equal([6], await Types(peer, 1));
    }

    [Fact]
    public async Task A_cancel_ends_the_query_it_names_and_no_other()
    {
        var archive = new ScriptedArchive { Endless = true };
        await using var host = await DicomHost.Start(query: archive);
        using var peer = await ScriptedPeer.Connect(host.Port);
        await peer.Send([.. Wire.AssociateRq(classes: FindStudies), .. FindRq(), .. CancelRq(99), .. CancelRq(7)]);
        Assert.Equal(2, await peer.ReceiveType());
        var answer = CommandSetReader.Read((await peer.Receive()).AsSpan(PduWriter.DataHeaderLength));
        Assert.Equal(((ushort?)0xFE00, (ushort?)7), (answer.Status, answer.MessageIdBeingRespondedTo));
    }

    [Fact]
    public async Task After_the_last_response_of_a_get_another_may_follow_at_once()
    {
        var get = Uids.StudyRootQueryRetrieveInformationModelGet;
        byte[] Request(ushort id) =>
        [
            .. Wire.Command(1, new() { Field = CommandField.CGetRq, MessageId = id, SopClassUid = get, HasDataSet = true }),
            .. Wire.Data(1, isCommand: false, isLast: true, DataSetWriter.ToArray(new DataSet().SetString(Tags.QueryRetrieveLevel, "STUDY"), TransferSyntax.ImplicitVrLittleEndian)),
        ];
        await using var host = await DicomHost.Start(retrieve: new ScriptedArchive());
        using var peer = await ScriptedPeer.Connect(host.Port);
        await peer.Send(Wire.AssociateRq(classes: get));
        Assert.Equal(2, await peer.ReceiveType());
        for (ushort id = 1; id <= 200; id++)
        {
            await peer.Send(Request(id));
            var answer = CommandSetReader.Read((await peer.Receive()).AsSpan(PduWriter.DataHeaderLength));
            Assert.Equal(((ushort?)0, (ushort?)id), (answer.Status, answer.MessageIdBeingRespondedTo));
        }
    }

    [Fact]
    public async Task One_association_too_many_is_rejected_for_now()
    {
        await using var host = await DicomHost.Start(configure: options => options.MaxAssociationsPerPeer = 1);
        using var first = await ScriptedPeer.Connect(host.Port);
        await first.Send(Wire.AssociateRq());
        Assert.Equal(2, await first.ReceiveType());
        using (var second = await ScriptedPeer.Connect(host.Port))
        {
            await second.Send(Wire.AssociateRq());
            Assert.Equal(new byte[] { 3, 0, 0, 0, 0, 4, 0, 2, 3, 2 }, await second.Receive());
        }
        await first.Send(Wire.ReleaseRq);
        Assert.Equal(6, await first.ReceiveType());
    }

    [Fact]
    public async Task Connections_beyond_those_being_refused_are_dropped_at_once()
    {
        await using var host = await DicomHost.Start(configure: options => options.MaxAssociations = 1);
        using var first = await ScriptedPeer.Connect(host.Port);
        await first.Send(Wire.AssociateRq());
        Assert.Equal(2, await first.ReceiveType());
        using var refused = await ScriptedPeer.Connect(host.Port);
        await refused.Send(Wire.AssociateRq());
        Assert.Equal(3, await refused.ReceiveType()); // and lingers until it closes
        using var dropped = await ScriptedPeer.Connect(host.Port);
        Assert.Equal(0, await dropped.ReceiveType());
    }

    [Theory]
    [InlineData("OTHER", 7), InlineData("CONCORD", 0)]
    public async Task The_called_title_is_looked_at_when_asked_for(string called, byte reason)
    {
        await using var host = await DicomHost.Start(configure: options => options.RequireCalledAeTitle = true);
        using var peer = await ScriptedPeer.Connect(host.Port);
        await peer.Send(Wire.AssociateRq(called: called));
        var answer = await peer.Receive();
        if (reason == 0) Assert.Equal(2, answer[0]);
        else Assert.Equal(new byte[] { 3, 0, 0, 0, 0, 4, 0, 1, 1, reason }, answer);
    }

    [Fact]
    public async Task Shutdown_lets_the_work_under_way_end_and_aborts_who_is_idle()
    {
        var held = new TaskCompletionSource();
        var storage = new MemoryStorage { Hold = held.Task };
        await using var host = await DicomHost.Start(storage, configure: options => options.DrainSeconds = 600);
        using var busy = await ScriptedPeer.Connect(host.Port);
        using var idle = await ScriptedPeer.Connect(host.Port);
        await idle.Send(Wire.AssociateRq());
        Assert.Equal(2, await idle.ReceiveType());
        await busy.Send([.. Wire.AssociateRq(classes: Ct), .. StoreRq(1, [1, 2]), .. Wire.ReleaseRq]);
        Assert.Equal(2, await busy.ReceiveType());
        await storage.Begun.Task.WaitAsync(TimeSpan.FromSeconds(10));
        var stopping = host.Stop(CancellationToken.None);
        held.SetResult();
        Assert.Equal([4, 6], await Types(busy, 2));
        busy.Dispose();
        Assert.Equal(7, await idle.ReceiveType()); // and does not close: nobody waits for it
        await stopping.WaitAsync(TimeSpan.FromSeconds(20)); // ARTIM is 30
        Assert.Single(storage.Stored);
    }

    private static byte[] StoreRq(ushort messageId, byte[] data, bool isLast = true) =>
    [
        .. Wire.Command(1, new()
        {
            Field = CommandField.CStoreRq, MessageId = messageId, SopClassUid = Ct, SopInstanceUid = Uid.Parse("2.25." + messageId), HasDataSet = true,
        }),
        .. Wire.Data(1, isCommand: false, isLast, data),
    ];

    private static byte[] FindRq() =>
    [
        .. Wire.Command(1, new() { Field = CommandField.CFindRq, MessageId = 7, SopClassUid = FindStudies, HasDataSet = true }),
        .. Wire.Data(1, isCommand: false, isLast: true, DataSetWriter.ToArray(new DataSet().SetString(Tags.QueryRetrieveLevel, "STUDY"), TransferSyntax.ImplicitVrLittleEndian)),
    ];

    private static byte[] CancelRq(ushort messageId) => Wire.Command(1, new() { Field = CommandField.CCancelRq, MessageIdBeingRespondedTo = messageId });

    private static async Task<List<int>> Types(ScriptedPeer peer, int count)
    {
        var types = new List<int>();
        while (types.Count < count) types.Add(await peer.ReceiveType());
        return types;
    }

    /// <summary>Moves the clock until the peer is told something: a timer may be set after the clock was moved first.</summary>
    private static async Task<int> TypeAfterSilence(ManualTime time, ScriptedPeer peer)
    {
        var told = peer.ReceiveType();
        for (var i = 0; i < 200 && !told.IsCompleted; i++)
        {
            time.Advance(TimeSpan.FromMinutes(10));
            await Task.WhenAny(told, Task.Delay(50));
        }
        return await told;
    }
}

using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Network;
using Concord.Network.Dimse;
using Concord.Network.UpperLayer;
using Dicom.Tests.Network.Support;

namespace Dicom.Tests.Network.ServiceClasses;

/// <summary>Peers that send too much: each bound ends the association, and nothing of it is kept.</summary>
public sealed class HostilePeerTests
{
    private static readonly Uid Ct = Uids.CTImageStorage;

    [Theory]
    [InlineData(1, (1 << 20) + 1), InlineData(1, uint.MaxValue), InlineData(2, 0x8000_0000)]
    public async Task A_PDU_that_announces_too_much_before_an_association_is_aborted_at_its_header(byte type, uint length)
    {
        await using var association = new PipedAssociation();
        await association.Send(Header(type, length));
        await association.AssertAborted();
    }

    [Theory]
    [InlineData((1 << 20) + 1), InlineData(uint.MaxValue)]
    public async Task A_PDU_that_announces_more_than_was_agreed_is_aborted_at_its_header(uint length)
    {
        await using var association = new PipedAssociation();
        await association.Associate();
        await association.Send(Header(4, length));
        await association.AssertAborted();
    }

    [Fact]
    public async Task More_contexts_than_there_are_ids_are_no_request()
    {
        await using var association = new PipedAssociation();
        var classes = Enumerable.Range(0, 129).Select(i => Uid.Parse("1.2." + i)).ToArray();
        await association.Send(Wire.AssociateRq(classes: classes));
        await association.AssertAborted();
    }

    [Fact]
    public void Of_user_items_of_one_kind_no_more_than_the_bound_are_kept()
    {
        var request = Wire.Request() with { User = new() { MaxLength = 16_384, Roles = [.. Enumerable.Repeat(new RoleSelection(Wire.Verification, true, true), 1000)] } };
        var pdu = Wire.Write(PduWriter.WriteRequest, request);
        Assert.Equal(256, AssociatePduReader.ReadRequest(new(pdu.AsMemory(6))).User.Roles.Count);
    }

    [Fact]
    public async Task A_command_set_without_end_is_aborted_at_its_bound()
    {
        await using var association = new PipedAssociation();
        await association.Associate();
        var sent = await SendUntilTold(association, Wire.Data(1, isCommand: true, isLast: false, new byte[1024]));
        Assert.Equal((DimseChannel.MaxCommandLength / 1024) + 1, sent);
        await association.AssertAborted();
    }

    [Fact]
    public async Task An_identifier_without_end_is_aborted_at_its_bound()
    {
        await using var association = new PipedAssociation(retrieve: new ScriptedArchive());
        var move = Uids.StudyRootQueryRetrieveInformationModelMove;
        await association.Associate(move);
        await association.Send(Wire.Command(1, new() { Field = CommandField.CMoveRq, MessageId = 1, SopClassUid = move, MoveDestination = "X", HasDataSet = true }));
        var sent = await SendUntilTold(association, Wire.Data(1, isCommand: false, isLast: false, new byte[32 << 10]));
        Assert.Equal((DimseChannel.MaxIdentifierLength / (32 << 10)) + 1, sent);
        await association.AssertAborted();
    }

    [Theory]
    [InlineData(true), InlineData(false)]
    public async Task An_object_without_end_is_aborted_at_MaxObjectBytes(bool isServed)
    {
        var storage = new MemoryStorage();
        await using var association = new PipedAssociation(new() { MaxObjectBytes = 1 << 20 }, storage);
        await association.Associate(Ct);
        await association.Send(StoreRq(isServed ? Ct : Uids.MRImageStorage)); // what is refused is read to its end, and no further
        var sent = await SendUntilTold(association, Wire.Data(1, isCommand: false, isLast: false, new byte[32 << 10]));
        Assert.Equal(33, sent);
        await association.AssertAborted();
        Assert.Equal((0, isServed ? 1 : 0), (storage.Stored.Count, storage.Dropped));
    }

    [Theory]
    [InlineData(true), InlineData(false)]
    public async Task Fragments_without_data_are_aborted_at_their_bound(bool isCommand)
    {
        await using var association = new PipedAssociation(storage: new MemoryStorage());
        await association.Associate(Ct);
        if (!isCommand) await association.Send(StoreRq(Ct));
        var sent = await SendUntilTold(association, Wire.Data(1, isCommand, isLast: false));
        Assert.InRange(sent, MessagePace.MaxEmptyFragments, MessagePace.MaxEmptyFragments + 2);
        await association.AssertAborted();
    }

    [Fact]
    public async Task PDUs_without_a_fragment_are_aborted_at_their_bound()
    {
        await using var association = new PipedAssociation();
        await association.Associate();
        var sent = await SendUntilTold(association, Header(4, 0));
        Assert.InRange(sent, MessagePace.MaxEmptyFragments, MessagePace.MaxEmptyFragments + 2);
        await association.AssertAborted();
    }

    [Fact]
    public async Task A_message_id_that_is_used_again_is_answered_again()
    {
        await using var association = new PipedAssociation();
        await association.Associate();
        await association.Send([.. Wire.EchoRq(5), .. Wire.EchoRq(5)]);
        Assert.Equal([4, 4], association.TakeTypes());
    }

    [Fact]
    public async Task A_peer_that_floods_us_after_our_release_request_is_aborted_in_time()
    {
        var time = new ManualTime();
        var (port, done) = ScriptedPeer.Listen(async peer =>
        {
            await peer.Receive();
            await peer.Send(Wire.AssociateAc());
            await peer.Receive();
            await peer.Send(Wire.Command(1, new() { Field = CommandField.CEchoRsp, MessageIdBeingRespondedTo = 1, SopClassUid = Wire.Verification, Status = 0 }));
            Assert.Equal(5, await peer.ReceiveType());
            try
            {
                while (true) await peer.Send(Wire.Data(1, isCommand: false, isLast: false, 1, 2));
            }
            catch (System.Net.Sockets.SocketException)
            {
                return; // we have been let go
            }
        });
        var echo = new DicomClient(new("SCRIPT", "127.0.0.1", port), new() { AeTitle = "TESTER" }, time).Echo(default);
        for (var i = 0; i < 200 && !echo.IsCompleted; i++)
        {
            time.Advance(TimeSpan.FromSeconds(10));
            await Task.WhenAny(echo, Task.Delay(20));
        }
        Assert.True((await echo).IsSuccess); // it had been answered
        await done.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void A_title_longer_than_a_title_can_be_is_nobody()
    {
        var bytes = CommandSetWriter.Write(new() { Field = CommandField.CMoveRq, MessageId = 1, SopClassUid = Wire.Verification, MoveDestination = "SEVENTEEN_LETTERS", MoveOriginatorAeTitle = new('X', 40) });
        var command = CommandSetReader.Read(bytes);
        Assert.Equal((null, null), (command.MoveDestination, command.MoveOriginatorAeTitle));
        Assert.NotEmpty(CommandSetWriter.Write(command));
    }

    private static byte[] Header(byte type, uint length) => [type, 0, (byte)(length >> 24), (byte)(length >> 16), (byte)(length >> 8), (byte)length];

    private static byte[] StoreRq(Uid sopClass) => Wire.Command(1, new()
    {
        Field = CommandField.CStoreRq, MessageId = 1, SopClassUid = sopClass, SopInstanceUid = Uid.Parse("2.25.1"), HasDataSet = true,
    });

    /// <summary>How many it takes until we say something.</summary>
    private static async Task<int> SendUntilTold(PipedAssociation association, byte[] pdu)
    {
        for (var sent = 1; sent < 100_000; sent++)
        {
            await association.Send(pdu);
            if (association.IsTold) return sent;
        }
        throw new TimeoutException("The peer went on for ever.");
    }
}

using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Network.Dimse;
using Dicom.Tests.Network.Support;

namespace Dicom.Tests.Network.ServiceClasses;

/// <summary>Peers that are there and send nothing, too little, or do not read: each is ended by the timer or the limit that the settings name.</summary>
public sealed class SlowPeerTests
{
    private static readonly Uid Ct = Uids.CTImageStorage;

    [Fact]
    public async Task Who_sends_nothing_is_let_go_after_ArtimSeconds()
    {
        await using var association = new PipedAssociation();
        association.Pass(association.Options.ArtimSeconds - 1);
        Assert.False(association.Running.IsCompleted);
        association.Pass(1);
        await association.Running;
        Assert.Empty(association.TakeTypes());
    }

    [Fact]
    public async Task A_request_that_trickles_is_let_go_after_ArtimSeconds()
    {
        await using var association = new PipedAssociation();
        var request = Wire.AssociateRq();
        Assert.True(request.Length > association.Options.ArtimSeconds);
        for (var second = 0; second < association.Options.ArtimSeconds; second++)
        {
            Assert.False(association.Running.IsCompleted);
            await association.Send(request[second]);
            association.Pass(1);
        }
        await association.Running;
        Assert.Empty(association.TakeTypes());
    }

    [Theory]
    [InlineData(0), InlineData(1), InlineData(5), InlineData(6), InlineData(40)]
    public async Task Who_stops_within_a_PDU_is_aborted_after_IdleSeconds(int bytes)
    {
        await using var association = new PipedAssociation();
        await association.Associate();
        await association.Send(Wire.EchoRq()[..bytes]);
        association.Pass(association.Options.IdleSeconds - 1);
        Assert.Empty(association.TakeTypes());
        association.Pass(1);
        await association.AssertAborted();
    }

    [Fact]
    public async Task A_PDU_that_trickles_is_aborted_after_IdleSeconds()
    {
        await using var association = new PipedAssociation();
        await association.Associate();
        var pdu = Wire.Data(1, isCommand: true, isLast: true, new byte[10_000]);
        for (var second = 0; second < association.Options.IdleSeconds; second++)
        {
            Assert.Empty(association.TakeTypes());
            await association.Send(pdu[second]);
            association.Pass(1);
        }
        await association.AssertAborted();
    }

    [Fact]
    public async Task An_object_in_tiny_PDUs_is_aborted_for_its_speed()
    {
        var storage = new MemoryStorage();
        await using var association = new PipedAssociation(storage: storage);
        await association.Associate(Ct);
        await association.Send(StoreRq());
        var seconds = await SendForEver(association, isCommand: false, bytesEachSecond: association.Options.MinReceiveBytesPerSecond / 2);
        Assert.Equal(association.Options.SlowPeerGraceSeconds + 1, seconds);
        await association.AssertAborted();
        Assert.Equal((0, 1), (storage.Stored.Count, storage.Dropped));
    }

    [Fact]
    public async Task A_command_in_tiny_PDUs_is_aborted_for_its_speed()
    {
        await using var association = new PipedAssociation();
        await association.Associate();
        var seconds = await SendForEver(association, isCommand: true, bytesEachSecond: 2);
        Assert.InRange(seconds, association.Options.SlowPeerGraceSeconds, association.Options.SlowPeerGraceSeconds + 2);
        await association.AssertAborted();
    }

    [Fact]
    public async Task Who_is_slow_but_keeps_the_least_speed_is_served()
    {
        var storage = new MemoryStorage();
        await using var association = new PipedAssociation(storage: storage);
        await association.Associate(Ct);
        await association.Send(StoreRq());
        for (var second = 0; second < 3600; second++)
        {
            await association.Send(Wire.Data(1, false, false, new byte[association.Options.MinReceiveBytesPerSecond]));
            association.Pass(1);
        }
        await association.Send(Wire.Data(1, false, true, [1, 2]));
        Assert.Equal([4], association.TakeTypes());
        Assert.Single(storage.Stored);
    }

    [Fact]
    public async Task The_time_that_our_storage_takes_is_not_the_peers()
    {
        var held = new TaskCompletionSource();
        var storage = new MemoryStorage { Hold = held.Task };
        await using var association = new PipedAssociation(storage: storage);
        await association.Associate(Ct);
        await association.Send([.. StoreRq(), .. Wire.Data(1, false, false, [1, 2])]);
        association.Pass(3600);
        held.SetResult();
        await association.Send(Wire.Data(1, false, true, [3, 4]));
        Assert.Equal([4], association.TakeTypes());
        Assert.Single(storage.Stored);
    }

    [Fact]
    public async Task Zero_lets_a_peer_be_as_slow_as_it_likes()
    {
        await using var association = new PipedAssociation(new() { MinReceiveBytesPerSecond = 0 }, new MemoryStorage());
        await association.Associate(Ct);
        await association.Send(StoreRq());
        for (var minute = 0; minute < 600; minute++)
        {
            await association.Send(Wire.Data(1, false, false, [1, 2]));
            association.Pass(60);
        }
        Assert.Empty(association.TakeTypes());
    }

    [Fact]
    public async Task Who_does_not_read_our_answers_is_let_go()
    {
        await using var association = new PipedAssociation(roomBytes: 1024);
        await association.Associate();
        for (var i = 0; i < 50; i++) await association.Send(Wire.EchoRq((ushort)(i + 1)));
        Assert.False(association.Running.IsCompleted);
        association.Pass(association.Options.ResponseSeconds);  // for the answer
        association.Pass(association.Options.ResponseSeconds);  // for the abort
        association.Pass(association.Options.ArtimSeconds);
        await association.Running.WaitAsync(TimeSpan.FromSeconds(10));
    }

    private static byte[] StoreRq() => Wire.Command(1, new()
    {
        Field = CommandField.CStoreRq, MessageId = 1, SopClassUid = Ct, SopInstanceUid = Uid.Parse("2.25.1"), HasDataSet = true,
    });

    /// <summary>How many seconds it takes until we say something.</summary>
    private static async Task<int> SendForEver(PipedAssociation association, bool isCommand, int bytesEachSecond)
    {
        for (var second = 0; second < 100_000; second++)
        {
            await association.Send(Wire.Data(1, isCommand, isLast: false, new byte[bytesEachSecond]));
            association.Pass(1);
            if (association.IsTold) return second;
        }
        throw new TimeoutException("The peer went on for ever.");
    }
}

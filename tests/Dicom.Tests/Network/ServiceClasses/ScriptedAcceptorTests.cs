using Concord.Network;
using Concord.Network.Dimse;
using Dicom.Tests.Network.Support;

namespace Dicom.Tests.Network.ServiceClasses;

/// <summary>Our client against an acceptor that says exactly which bytes go when.</summary>
public sealed class ScriptedAcceptorTests
{
    private static readonly NetworkOptions Options = new() { AeTitle = "TESTER", ResponseSeconds = 10 };

    [Fact]
    public async Task A_release_collision_is_solved_as_the_table_says()
    {
        var (port, done) = ScriptedPeer.Listen(async peer =>
        {
            Assert.Equal(1, await peer.ReceiveType());
            await peer.Send(Wire.AssociateAc());
            Assert.Equal(4, await peer.ReceiveType());
            await peer.Send(EchoRsp(1));
            Assert.Equal(5, await peer.ReceiveType()); // their release request; ours comes instead of an answer
            await peer.Send(Wire.ReleaseRq);
            Assert.Equal(6, await peer.ReceiveType()); // AR-9
            await peer.Send(Wire.ReleaseRp);
            Assert.Equal(0, await peer.ReceiveType()); // AR-3
        });
        Assert.True((await new DicomClient(new("SCRIPT", "127.0.0.1", port), Options).Echo(default)).IsSuccess);
        await done;
    }

    [Fact]
    public async Task A_rejection_is_explained()
    {
        var (port, done) = ScriptedPeer.Listen(async peer =>
        {
            await peer.Receive();
            await peer.Send([3, 0, 0, 0, 0, 4, 0, 1, 1, 7]);
            Assert.Equal(0, await peer.ReceiveType());
        });
        var rejected = await Assert.ThrowsAsync<AssociationException>(() => new DicomClient(new("SCRIPT", "127.0.0.1", port), Options).Echo(default));
        Assert.Equal(AssociationFailure.Rejected, rejected.Failure);
        Assert.Contains("called AE title not recognized", rejected.Message, StringComparison.Ordinal);
        await done;
    }

    [Fact]
    public async Task A_cancelled_call_aborts()
    {
        using var cancel = new CancellationTokenSource();
        var (port, done) = ScriptedPeer.Listen(async peer =>
        {
            await peer.Receive();
            await peer.Send(Wire.AssociateAc());
            Assert.Equal(4, await peer.ReceiveType());
            await cancel.CancelAsync();
            Assert.Equal(7, await peer.ReceiveType());
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new DicomClient(new("SCRIPT", "127.0.0.1", port), Options).Echo(cancel.Token));
        await done;
    }

    [Fact]
    public async Task Nobody_there_is_said_at_once()
    {
        var failed = await Assert.ThrowsAsync<AssociationException>(() => new DicomClient(new("NONE", "127.0.0.1", 1), Options).Echo(default));
        Assert.Equal(AssociationFailure.NotConnected, failed.Failure);
    }

    private static byte[] EchoRsp(ushort messageId) => Wire.Command(1, new()
    {
        Field = CommandField.CEchoRsp, MessageIdBeingRespondedTo = messageId, SopClassUid = Wire.Verification, Status = 0,
    });
}

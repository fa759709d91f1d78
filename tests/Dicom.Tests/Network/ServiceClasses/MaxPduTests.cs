using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;
using Concord.Network;
using Concord.Network.ServiceClasses;
using Concord.Network.UpperLayer;
using Dicom.Tests.Network.Support;

namespace Dicom.Tests.Network.ServiceClasses;

/// <summary>Maximum Length (PS3.8 §D.1) in both directions, from the smallest to 16 MiB, end to end.</summary>
[Collection(nameof(LargeObjects))]
public sealed class MaxPduTests
{
    private const int ObjectBytes = 20 << 20;

    public static TheoryData<int, int> Sizes => new()
    {
        { 4096, 16 << 20 }, { 65_536, 4096 }, { 1 << 20, 16 << 20 }, { (1 << 20) + 2, 16 << 20 }, { 5 << 20, 16 << 20 }, { 16 << 20, 16 << 20 },
    };

    [Theory, MemberData(nameof(Sizes))]
    public async Task Objects_arrive_whole_whatever_is_agreed(int accepted, int sent)
    {
        var storage = new MemoryStorage();
        var archive = new ScriptedArchive();
        var instance = new SampleObject(1, pixelBytes: ObjectBytes);
        archive.Objects.Add(instance);
        await using var host = await DicomHost.Start(storage, archive, archive, options => (options.MaxPduLengthBytes, options.MaxSendPduLengthBytes) = (accepted, sent));
        var client = new DicomClient(host.Peer, new() { MaxPduLengthBytes = accepted, MaxSendPduLengthBytes = sent });
        await foreach (var result in client.Store([instance])) Assert.True(result.Status.IsSuccess);
        Assert.True(instance.Bytes.AsSpan().SequenceEqual(Assert.Single(storage.Stored).Bytes));

        var got = new MemoryStorage();
        var identifier = new DataSet().SetString(Concord.Dicom.Dictionary.Tags.QueryRetrieveLevel, "STUDY");
        await foreach (var progress in client.Get(InformationModel.StudyRoot, identifier, got, [instance.SopClassUid])) Assert.True(progress.Status.IsPending || progress.Status.IsSuccess);
        Assert.True(instance.Bytes.AsSpan().SequenceEqual(Assert.Single(got.Stored).Bytes));
    }

    [Theory]
    [InlineData(0u, 65_536, 65_536), InlineData(0u, 16 << 20, 16 << 20), InlineData(4096u, 16 << 20, 4096), InlineData(64u, 4096, 64), InlineData(99_999u, 16 << 20, 99_998), InlineData(uint.MaxValue, 65_536, 65_536)]
    public async Task No_pdu_of_ours_is_longer_than_the_peer_takes_and_we_care_to_send(uint told, int most, int longest)
    {
        var lengths = new List<int>();
        var (port, done) = ScriptedPeer.Listen(async peer =>
        {
            await peer.Receive();
            await peer.Send(Wire.Write(PduWriter.WriteAccept, new AssociateAccept
            {
                Contexts = [new(1, ContextResult.Acceptance, TransferSyntax.ExplicitVrLittleEndian.Uid)], User = new() { MaxLength = told },
            }));
            var pixels = most > 1 << 20 && told is 0 ? ObjectBytes : 300_000;
            for (var received = 0; received < pixels;)
            {
                var pdu = await peer.Receive();
                Assert.Equal(4, pdu[0]);
                lengths.Add(pdu.Length - 6);
                received += pdu.Length - PduWriter.DataHeaderLength;
            }
        });
        var instance = new SampleObject(1, pixelBytes: most > 1 << 20 && told is 0 ? ObjectBytes : 300_000);
        var client = new DicomClient(new("SCRIPT", "127.0.0.1", port), new() { MaxSendPduLengthBytes = most, ResponseSeconds = 10 });
        await Assert.ThrowsAsync<AssociationException>(async () =>
        {
            await foreach (var _ in client.Store([instance])) { }
        });
        await done;
        Assert.Equal(longest, lengths.Max());
    }
}

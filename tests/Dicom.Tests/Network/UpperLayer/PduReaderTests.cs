using System.Buffers;
using System.Buffers.Binary;
using Concord.Network;
using Concord.Network.Dimse;
using Concord.Network.UpperLayer;
using Dicom.Tests.Network.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Dicom.Tests.Network.UpperLayer;

public sealed class PduReaderTests
{
    private static readonly byte[] Dialogue = [.. Wire.AssociateRq(), .. Wire.EchoRq(), .. Wire.EchoRq(2), .. Wire.ReleaseRq];

    private static readonly string[] Expected = ["AssociateRq:", "Data:", "Data:", "ReleaseRq:4"];

    [Fact]
    public async Task Pdus_are_the_same_at_every_split()
    {
        for (var split = 0; split <= Dialogue.Length; split++)
            AssertDialogue(await ReceiveAll([Dialogue[..split], Dialogue[split..]]));
    }

    [Fact]
    public async Task Pdus_are_the_same_one_byte_at_a_time() => AssertDialogue(await ReceiveAll([.. Dialogue.Select(one => new[] { one })]));

    [Fact]
    public async Task Pdus_are_the_same_in_one_piece() => AssertDialogue(await ReceiveAll([Dialogue]));

    [Fact]
    public void A_pdu_is_read_from_any_segments()
    {
        var pdu = Wire.EchoRq();
        for (var split = 0; split <= pdu.Length; split++)
        {
            var buffer = Segments.Of(pdu[..split], pdu[split..], [1, 2, 3]);
            Assert.True(PduReader.TryRead(ref buffer, 1024, out var read));
            Assert.Equal(pdu[6..], read.Body.ToArray());
            Assert.Equal([1, 2, 3], buffer.ToArray());
        }
    }

    [Fact]
    public void A_pdu_that_is_not_whole_is_left_alone()
    {
        var pdu = Wire.EchoRq();
        for (var length = 0; length < pdu.Length; length++)
        {
            var buffer = new ReadOnlySequence<byte>(pdu, 0, length);
            Assert.False(PduReader.TryRead(ref buffer, 1024, out _));
            Assert.Equal(length, buffer.Length);
        }
    }

    [Theory]
    [InlineData(0xFFFFFFFF), InlineData(0x7FFFFFFF), InlineData(1025)]
    public void A_length_over_the_bound_is_refused_before_a_byte_of_it_is_awaited(uint length)
    {
        var header = new byte[6];
        header[0] = 4;
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(2), length);
        var buffer = new ReadOnlySequence<byte>(header);
        var broken = Assert.Throws<PduException>(() => PduReader.TryRead(ref buffer, 1024, out _));
        Assert.Equal(AbortReason.InvalidParameterValue, broken.Reason);
    }

    [Fact]
    public void Any_bytes_are_a_request_or_a_pdu_exception() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(2000),
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes => ParsesOrRefuses([.. new byte[68], .. bytes])));

    [Fact]
    public void A_request_with_one_byte_changed_is_a_request_or_a_pdu_exception()
    {
        var body = Wire.AssociateRq()[6..];
        for (var at = 0; at < body.Length; at++)
        {
            foreach (var value in new byte[] { 0, 1, 0x7F, 0x80, 0xFF })
            {
                var changed = (byte[])body.Clone();
                changed[at] = value;
                ParsesOrRefuses(changed);
            }
        }
    }

    [Fact]
    public void A_command_set_with_one_byte_changed_is_a_command_set_or_a_pdu_exception()
    {
        var bytes = CommandSetWriter.Write(new() { Field = CommandField.CMoveRq, MessageId = 7, MoveDestination = "DEST", HasDataSet = true, SopClassUid = Wire.Verification });
        for (var at = 0; at < bytes.Length; at++)
        {
            for (var value = 0; value < 256; value++)
            {
                var changed = (byte[])bytes.Clone();
                changed[at] = (byte)value;
                try
                {
                    CommandSetReader.Read(changed);
                }
                catch (PduException)
                {
                    // the only exception it may throw
                }
            }
        }
    }

    private static void ParsesOrRefuses(byte[] body)
    {
        try
        {
            Assert.True(AssociatePduReader.ReadRequest(new(body)).Contexts.Count <= AssociatePduReader.MaxContexts);
        }
        catch (PduException)
        {
            // the only exception it may throw
        }
    }

    private static void AssertDialogue(List<string> pdus)
    {
        Assert.Equal(Expected.Length, pdus.Count);
        Assert.All(pdus.Zip(Expected), pair => Assert.StartsWith(pair.Second, pair.First, StringComparison.Ordinal));
    }

    /// <summary>What a machine receives when the peer's bytes come in these pieces.</summary>
    private static async Task<List<string>> ReceiveAll(byte[][] pieces)
    {
        var transport = new PipeTransport();
        await using var wire = new UpperLayerConnection(transport.Connection, isRequestor: false, new NetworkOptions(), new ManualTime());
        wire.Open();
        var receiving = Receive(wire);
        foreach (var piece in pieces) await transport.Send(piece);
        return await receiving.WaitAsync(TimeSpan.FromSeconds(10));
    }

    private static async Task<List<string>> Receive(UpperLayerConnection wire)
    {
        var pdus = new List<string>();
        while (pdus.Count < Expected.Length)
        {
            var indication = await wire.Receive(default);
            pdus.Add($"{indication.Pdu.Type}:{indication.Pdu.Body.Length}");
            if (indication.Kind == IndicationKind.Associate) await wire.Accept(new() { Contexts = [], User = new() }, default);
        }
        return pdus;
    }
}

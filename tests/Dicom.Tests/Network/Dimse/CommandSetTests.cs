using Concord.Dicom.DataElements;
using Concord.Network.Dimse;
using Concord.Network.UpperLayer;
using Dicom.Tests.Network.Support;

namespace Dicom.Tests.Network.Dimse;

public sealed class CommandSetTests
{
    [Fact]
    public void What_is_written_is_read()
    {
        var written = new CommandSet
        {
            Field = CommandField.CGetRsp, MessageIdBeingRespondedTo = 65535, SopClassUid = Wire.Verification, SopInstanceUid = Uid.Parse("1.2.3"), HasDataSet = true,
            Status = 0xB000, ErrorComment = "Said so", OffendingElements = [new(0x0010, 0x0020), new(0x7FE0, 0x0010)], SubOperations = new(1, 2, 3, 4),
            MoveOriginatorAeTitle = "ODD", MoveOriginatorMessageId = 9,
        };
        var bytes = CommandSetWriter.Write(written);
        var read = CommandSetReader.Read(bytes);
        Assert.Equal(0, bytes.Length % 2);
        Assert.Equal(bytes.Length - 12, BitConverter.ToInt32(bytes, 8)); // group length
        Assert.Equal((written.Field, written.MessageIdBeingRespondedTo, written.SopClassUid, written.SopInstanceUid), (read.Field, read.MessageIdBeingRespondedTo, read.SopClassUid, read.SopInstanceUid));
        Assert.Equal((written.Status, written.ErrorComment, written.SubOperations, written.HasDataSet), (read.Status, read.ErrorComment, read.SubOperations, read.HasDataSet));
        Assert.Equal((written.MoveOriginatorAeTitle, written.MoveOriginatorMessageId), (read.MoveOriginatorAeTitle, read.MoveOriginatorMessageId));
        Assert.Equal(written.OffendingElements, read.OffendingElements!);
        Assert.Equal(bytes, CommandSetWriter.Write(read));
    }

    [Theory]
    [InlineData(0x0100, 0x0002, 0x1000), InlineData(0x0110, 0x0003, 0x1001), InlineData(0x0120, 0x0003, 0x1001)]
    [InlineData(0x0130, 0x0003, 0x1001), InlineData(0x0140, 0x0002, 0x1000), InlineData(0x0150, 0x0003, 0x1001)]
    public void Normalized_requests_name_their_instance_as_the_standard_says(int field, int classElement, int instanceElement)
    {
        var written = new CommandSet
        {
            Field = (CommandField)field, MessageId = 7, SopClassUid = Wire.Verification, SopInstanceUid = Uid.Parse("1.2.3"), EventTypeId = 1, ActionTypeId = 2,
            AttributeIdentifiers = [new(0x0010, 0x0010), new(0x0010, 0x0020)],
        };
        var bytes = CommandSetWriter.Write(written);
        Assert.Equal([0x0000, classElement, 0x0100, 0x0110, 0x0800, instanceElement, 0x1002, 0x1005, 0x1008], Elements(bytes)); // no Priority (PS3.7 §10.3)
        var read = CommandSetReader.Read(bytes);
        Assert.Equal((written.SopClassUid, written.SopInstanceUid, written.EventTypeId, written.ActionTypeId), (read.SopClassUid, read.SopInstanceUid, read.EventTypeId, read.ActionTypeId));
        Assert.Equal(written.AttributeIdentifiers, read.AttributeIdentifiers!);
        var answer = CommandSetReader.Read(CommandSetWriter.Write(read.Respond(DimseStatus.Success)));
        Assert.Equal((field | 0x8000, 1, 2), ((int)answer.Field, (int)answer.EventTypeId!, (int)answer.ActionTypeId!));
        Assert.Equal([0x0000, 0x0002, 0x0100, 0x0120, 0x0800, 0x0900, 0x1000, 0x1002, 0x1008], Elements(CommandSetWriter.Write(answer)));
    }

    private static List<int> Elements(byte[] bytes)
    {
        var elements = new List<int>();
        for (var at = 0; at < bytes.Length; at += 8 + BitConverter.ToInt32(bytes, at + 4)) elements.Add(BitConverter.ToUInt16(bytes, at + 2));
        return elements;
    }

    [Fact]
    public void A_comment_of_any_length_fits() =>
        Assert.Equal(new string('x', 64), CommandSetReader.Read(CommandSetWriter.Write(new() { Field = CommandField.CFindRsp, ErrorComment = new('x', 5000) })).ErrorComment);

    [Fact]
    public void Elements_out_of_order_are_no_command_set()
    {
        byte[] bytes = [0, 0, 0, 1, 2, 0, 0, 0, 0x30, 0, 0, 0, 0x10, 0, 2, 0, 0, 0, 1, 0];
        Assert.Throws<PduException>(() => CommandSetReader.Read(bytes));
    }

    [Theory]
    [InlineData(64 << 10, true), InlineData((64 << 10) + 4096, false)]
    public async Task A_command_set_is_taken_up_to_its_bound(int length, bool isTaken)
    {
        await using var host = await DicomHost.Start();
        using var peer = await ScriptedPeer.Connect(host.Port);
        var echo = CommandSetWriter.Write(new() { Field = CommandField.CEchoRq, MessageId = 1, SopClassUid = Wire.Verification });
        var filler = length - echo.Length - 8;
        byte[] command = [.. echo, 0, 0, 0, 0x40, .. BitConverter.GetBytes(filler), .. new byte[filler]]; // (0000,4000), retired
        await peer.Send([.. Wire.AssociateRq(), .. command.Chunk(4096).SelectMany((part, i) => Wire.Data(1, isCommand: true, (i + 1) * 4096 >= command.Length, part))]);
        Assert.Equal(2, await peer.ReceiveType());
        Assert.Equal(isTaken ? 4 : 7, await peer.ReceiveType());
    }

    [Fact]
    public async Task An_identifier_over_its_bound_aborts()
    {
        await using var host = await DicomHost.Start(query: new ScriptedArchive());
        using var peer = await ScriptedPeer.Connect(host.Port);
        var find = Uid.Parse("1.2.840.10008.5.1.4.1.2.2.1");
        await peer.Send([.. Wire.AssociateRq(classes: find), .. Wire.Command(1, new() { Field = CommandField.CFindRq, MessageId = 1, SopClassUid = find, HasDataSet = true })]);
        Assert.Equal(2, await peer.ReceiveType());
        for (var sent = 0; sent <= DimseChannel.MaxIdentifierLength; sent += 65536) await peer.Send(Wire.Data(1, isCommand: false, isLast: false, new byte[65536]));
        Assert.Equal(7, await peer.ReceiveType());
    }
}

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

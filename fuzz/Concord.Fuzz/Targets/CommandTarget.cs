using Concord.Dicom.DataElements;
using Concord.Fuzz.Engine;
using Concord.Fuzz.Mutation;
using Concord.Network.Dimse;
using Concord.Network.UpperLayer;

namespace Concord.Fuzz.Targets;

/// <summary>Command sets: what is read can be written and reads the same.</summary>
internal sealed class CommandTarget : FuzzTarget
{
    public override string Name => "command";

    public override int MaxLength => 4096;

    public override IEnumerable<byte[]> Seeds()
    {
        var uid = Uid.Parse("1.2.840.10008.5.1.4.1.1.2");
        yield return CommandSetWriter.Write(new() { Field = CommandField.CEchoRq, MessageId = 1, SopClassUid = uid });
        yield return CommandSetWriter.Write(new() { Field = CommandField.CStoreRq, MessageId = 9, SopClassUid = uid, SopInstanceUid = uid, HasDataSet = true, Priority = 1, MoveOriginatorAeTitle = "A", MoveOriginatorMessageId = 3 });
        yield return CommandSetWriter.Write(new() { Field = CommandField.CMoveRq, MessageId = 9, SopClassUid = uid, MoveDestination = "THERE", HasDataSet = true });
        yield return CommandSetWriter.Write(new()
        {
            Field = CommandField.CGetRsp, MessageIdBeingRespondedTo = 9, SopClassUid = uid, Status = 0xB000, ErrorComment = "why", OffendingElements = [new(0x0010, 0x0020)], SubOperations = new(1, 2, 3, 4),
        });
    }

    public override IReadOnlyList<Mutator> Mutators => new ElementMutators(Concord.Dicom.Encoding.TransferSyntax.ImplicitVrLittleEndian).All;

    public override void Run(byte[] input, CoverageMap seen)
    {
        try
        {
            var command = CommandSetReader.Read(input);
            seen.Note((int)command.Field);
            var written = CommandSetWriter.Write(command);
            FuzzException.Require(CommandSetWriter.Write(CommandSetReader.Read(written)).AsSpan().SequenceEqual(written), "a command set that was written reads otherwise");
        }
        catch (PduException damage)
        {
            seen.Note(damage.Message);
        }
    }
}

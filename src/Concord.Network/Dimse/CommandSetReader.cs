using System.Buffers.Binary;
using Concord.Dicom.DataElements;
using Concord.Network.UpperLayer;

namespace Concord.Network.Dimse;

/// <summary>Parses command sets: Implicit VR Little Endian, group 0000 alone (PS3.7 §6.3.1). What is not used is skipped.</summary>
internal static class CommandSetReader
{
    private const int HeaderLength = 8;
    private const int MaxAeTitle = 16;

    /// <exception cref="PduException">The bytes are no command set.</exception>
    internal static CommandSet Read(ReadOnlySpan<byte> bytes)
    {
        var command = new CommandSet();
        var (hasField, previous) = (false, -1);
        (int? remaining, int completed, int failed, int warning, bool any) counts = default;
        while (!bytes.IsEmpty)
        {
            if (bytes.Length < HeaderLength) throw Broken();
            var element = BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]);
            var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            if (BinaryPrimitives.ReadUInt16LittleEndian(bytes) != 0 || element <= previous || length > bytes.Length - HeaderLength) throw Broken();
            var value = bytes.Slice(HeaderLength, (int)length);
            bytes = bytes[(HeaderLength + (int)length)..];
            previous = element;
            switch (element)
            {
                case 0x0100: (command.Field, hasField) = ((CommandField)Number(value), true); break;
                case 0x0110: command.MessageId = Number(value); break;
                case 0x0120: command.MessageIdBeingRespondedTo = Number(value); break;
                case 0x1020: (counts.remaining, counts.any) = (Number(value), true); break;
                case 0x1021: (counts.completed, counts.any) = (Number(value), true); break;
                case 0x1022: (counts.failed, counts.any) = (Number(value), true); break;
                case 0x1023: (counts.warning, counts.any) = (Number(value), true); break;
                default: ReadOther(command, element, value); break;
            }
        }
        if (!hasField) throw Broken();
        if (counts.any) command.SubOperations = new(counts.remaining, counts.completed, counts.failed, counts.warning);
        return command;
    }

    private static void ReadOther(CommandSet command, ushort element, ReadOnlySpan<byte> value)
    {
        switch (element)
        {
            case 0x0002: command.SopClassUid = ParseUid(value); break;
            case 0x0003 when command.SopClassUid.IsNone: command.SopClassUid = ParseUid(value); break;
            case 0x0600: command.MoveDestination = AeTitle(value); break;
            case 0x0700: command.Priority = Number(value); break;
            case 0x0800: command.HasDataSet = Number(value) != CommandSet.NoDataSet; break;
            case 0x0900: command.Status = Number(value); break;
            case 0x0901: command.OffendingElements = ReadTags(value); break;
            case 0x0902: command.ErrorComment = AssociatePduReader.Text(value); break;
            case 0x1000: command.SopInstanceUid = ParseUid(value); break;
            case 0x1001 when command.SopInstanceUid.IsNone: command.SopInstanceUid = ParseUid(value); break;
            case 0x1002: command.EventTypeId = Number(value); break;
            case 0x1005: command.AttributeIdentifiers = ReadTags(value); break;
            case 0x1008: command.ActionTypeId = Number(value); break;
            case 0x1030: command.MoveOriginatorAeTitle = AeTitle(value); break;
            case 0x1031: command.MoveOriginatorMessageId = Number(value); break;
        }
    }

    private static ushort Number(ReadOnlySpan<byte> value) => value.Length == 2 ? BinaryPrimitives.ReadUInt16LittleEndian(value) : throw Broken();

    /// <summary>Null when it is longer than an AE title can be: nobody is called that.</summary>
    private static string? AeTitle(ReadOnlySpan<byte> value) => AssociatePduReader.Text(value) is { Length: <= MaxAeTitle } title ? title : null;

    private static Uid ParseUid(ReadOnlySpan<byte> value) => Uid.TryParse(value, out Uid uid) ? uid : default;

    private static List<Tag> ReadTags(ReadOnlySpan<byte> value)
    {
        var tags = new List<Tag>();
        for (; value.Length >= 4; value = value[4..])
            tags.Add(new(BinaryPrimitives.ReadUInt16LittleEndian(value), BinaryPrimitives.ReadUInt16LittleEndian(value[2..])));
        return tags;
    }

    private static PduException Broken() => new(AbortReason.InvalidParameterValue, "No command set");
}

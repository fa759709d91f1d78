using System.Buffers.Binary;
using Concord.Dicom.DataElements;

namespace Concord.Network.Dimse;

/// <summary>Puts command sets into bytes: Implicit VR Little Endian, group length first (PS3.7 §6.3.1).</summary>
internal static class CommandSetWriter
{
    private const int MaxErrorComment = 64; // LO
    private const int MaxOffendingElements = 64;
    private const int MaxAttributeIdentifiers = 4096;

    internal static byte[] Write(CommandSet command)
    {
        var writer = new Writer(new byte[EstimateLength(command)]);
        writer.Header(0x0000, 4);
        writer.UInt32(0);
        if (!command.SopClassUid.IsNone) writer.Text(command.NamesRequested ? (ushort)0x0003 : (ushort)0x0002, command.SopClassUid.ToString(), 0);
        writer.Number(0x0100, (ushort)command.Field);
        if (command.MessageId is { } id) writer.Number(0x0110, id);
        if (command.MessageIdBeingRespondedTo is { } respondedTo) writer.Number(0x0120, respondedTo);
        if (command.MoveDestination is { } destination) writer.Text(0x0600, destination, (byte)' ');
        if (HasPriority(command.Field)) writer.Number(0x0700, command.Priority);
        writer.Number(0x0800, command.HasDataSet ? (ushort)1 : CommandSet.NoDataSet);
        if (command.Status is { } status) writer.Number(0x0900, status);
        if (command.OffendingElements is { Count: > 0 } tags) writer.Tags(0x0901, tags, MaxOffendingElements);
        if (command.ErrorComment is { Length: > 0 } comment) writer.Text(0x0902, comment[..Math.Min(comment.Length, MaxErrorComment)], (byte)' ');
        if (!command.SopInstanceUid.IsNone) writer.Text(command.NamesRequested ? (ushort)0x1001 : (ushort)0x1000, command.SopInstanceUid.ToString(), 0);
        if (command.EventTypeId is { } eventType) writer.Number(0x1002, eventType);
        if (command.AttributeIdentifiers is { Count: > 0 } attributes) writer.Tags(0x1005, attributes, MaxAttributeIdentifiers);
        if (command.ActionTypeId is { } actionType) writer.Number(0x1008, actionType);
        if (command.SubOperations is { } counts) WriteCounts(ref writer, counts);
        if (command.MoveOriginatorAeTitle is { } originator) writer.Text(0x1030, originator, (byte)' ');
        if (command.MoveOriginatorMessageId is { } originatorId) writer.Number(0x1031, originatorId);
        return writer.Finish();
    }

    private static bool HasPriority(CommandField field) =>
        field is CommandField.CStoreRq or CommandField.CFindRq or CommandField.CMoveRq or CommandField.CGetRq;

    private static void WriteCounts(ref Writer writer, SubOperations counts)
    {
        if (counts.Remaining is { } remaining) writer.Number(0x1020, Bounded(remaining));
        writer.Number(0x1021, Bounded(counts.Completed));
        writer.Number(0x1022, Bounded(counts.Failed));
        writer.Number(0x1023, Bounded(counts.Warning));
    }

    /// <summary>US holds no more; a larger retrieve is told as this many (PS3.7 §E.1).</summary>
    private static ushort Bounded(int count) => (ushort)Math.Min(count, ushort.MaxValue);

    private static int EstimateLength(CommandSet command) => 384 + (4 * Math.Min(command.OffendingElements?.Count ?? 0, MaxOffendingElements)) + (4 * Math.Min(command.AttributeIdentifiers?.Count ?? 0, MaxAttributeIdentifiers));

    private ref struct Writer(byte[] bytes)
    {
        private readonly byte[] _bytes = bytes;
        private int _length;

        internal void Header(ushort element, int length)
        {
            var header = Take(8);
            BinaryPrimitives.WriteUInt16LittleEndian(header, 0);
            BinaryPrimitives.WriteUInt16LittleEndian(header[2..], element);
            BinaryPrimitives.WriteInt32LittleEndian(header[4..], length);
        }

        internal void UInt32(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Take(4), value);

        internal void Number(ushort element, ushort value)
        {
            Header(element, 2);
            BinaryPrimitives.WriteUInt16LittleEndian(Take(2), value);
        }

        internal void Text(ushort element, string text, byte padding)
        {
            var length = (text.Length + 1) & ~1;
            Header(element, length);
            var value = Take(length);
            value.Fill(padding);
            System.Text.Encoding.Latin1.GetBytes(text, value);
        }

        internal void Tags(ushort element, IReadOnlyList<Tag> tags, int most)
        {
            var count = Math.Min(tags.Count, most);
            Header(element, count * 4);
            for (var i = 0; i < count; i++)
            {
                var value = Take(4);
                BinaryPrimitives.WriteUInt16LittleEndian(value, tags[i].Group);
                BinaryPrimitives.WriteUInt16LittleEndian(value[2..], tags[i].Element);
            }
        }

        internal readonly byte[] Finish()
        {
            BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(8), _length - 12);
            return _bytes[.._length];
        }

        private Span<byte> Take(int count)
        {
            var span = _bytes.AsSpan(_length, count);
            _length += count;
            return span;
        }
    }
}

using System.Buffers;
using System.Buffers.Binary;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Vault.Receive;

namespace Concord.Server.DicomWeb.Store.Metadata;

/// <summary>Writes an object of its metadata and its bulk data: small values into the data set, large ones straight from where they were gathered.</summary>
internal static class ObjectComposer
{
    /// <summary>Longer values are streamed, bytes.</summary>
    private const int MaxInMemoryBytes = 1 << 20;

    /// <summary>Longest value inside a sequence, or of a VR with a short length: these are held in memory.</summary>
    private const int MaxNestedBytes = 64 << 20;

    /// <summary>How much of a compressed image is looked at.</summary>
    private const int StartBytes = 64 << 10;

    private const uint UndefinedLength = 0xFFFFFFFF;

    /// <summary>The transfer syntax that the object will be in; what a compressed image says of itself is set in the data set.</summary>
    /// <exception cref="ComposeException">Its parts do not agree, or say what cannot be.</exception>
    public static async Task<TransferSyntax> Prepare(MetadataObject one, CancellationToken cancel)
    {
        var named = (one.DataSet.GetUid(Tags.AvailableTransferSyntaxUID) ?? one.DataSet.GetUid(Tags.TransferSyntaxUID)) is { } uid ? TransferSyntax.Of(uid) : null;
        foreach (var element in one.DataSet.Where(element => element.Tag.Group == 2).ToArray()) one.DataSet.Remove(element.Tag);
        one.DataSet.Remove(Tags.AvailableTransferSyntaxUID);
        if (one.DataSet.Find(Tags.PixelData) is not { } pixels) return TransferSyntax.ExplicitVrLittleEndian;
        if (pixels.Fragments is not null)
            return named is { IsEncapsulated: true } ? named : throw new ComposeException("Compressed pixel data stand inline, and no transfer syntax is named");
        if (BulkSlot.Of(pixels.Value) is not { } slot) return TransferSyntax.ExplicitVrLittleEndian;
        TransferSyntax? syntax = null;
        foreach (var (bytes, headers) in slot.Parts)
        {
            var start = await bytes.ReadStart(StartBytes, cancel);
            var own = BulkMedia.SyntaxOf(headers, start) ?? throw new ComposeException($"{headers.ContentType} is not of transfer syntax {headers.TransferSyntax}");
            if (syntax is not null && syntax != own) throw new ComposeException("The frames are of several transfer syntaxes");
            if (syntax is null && own.IsEncapsulated) ImageFacts.Complete(one.DataSet, start);
            syntax = own;
        }
        if (syntax!.Uid.ToString() is "1.2.840.10008.1.2.4.50" or "1.2.840.10008.1.2.4.51" && !one.DataSet.Contains(Tags.LossyImageCompression)) one.DataSet.SetString(Tags.LossyImageCompression, "01");
        if (slot.Parts.Count > 1 && syntax.IsEncapsulated && !one.DataSet.Contains(Tags.NumberOfFrames)) one.DataSet.SetInt(Tags.NumberOfFrames, slot.Parts.Count);
        return syntax;
    }

    /// <summary>Writes the data set in the syntax that <see cref="Prepare"/> found.</summary>
    /// <exception cref="ComposeException">A value is too long for where it stands.</exception>
    /// <exception cref="IOException">What was gathered cannot be read.</exception>
    public static async Task Write(IncomingInstance output, DataSet dataSet, TransferSyntax syntax, CancellationToken cancel)
    {
        var run = new DataSet();
        foreach (var element in dataSet.ToArray())
        {
            if (BulkSlot.Of(element.Value) is not { } slot)
            {
                foreach (var item in element.Items ?? []) await FillNested(item.DataSet, cancel);
                run.Set(element);
            }
            else if (IsStreamed(element, slot, syntax))
            {
                await Append(output, DataSetWriter.ToArray(run, TransferSyntax.ExplicitVrLittleEndian), cancel);
                run = new();
                if (element.Tag == Tags.PixelData && syntax.IsEncapsulated) await WriteFragments(output, slot, cancel);
                else await WriteValue(output, element, slot, cancel);
            }
            else run.Set(new(element.Tag, element.Vr, await ReadValue(slot, MaxInMemoryBytes, cancel)));
        }
        await Append(output, DataSetWriter.ToArray(run, TransferSyntax.ExplicitVrLittleEndian), cancel);
    }

    private static bool IsStreamed(DataElement element, BulkSlot slot, TransferSyntax syntax)
    {
        if (element.Tag == Tags.PixelData && syntax.IsEncapsulated) return true;
        if (LengthOf(slot) <= MaxInMemoryBytes) return false;
        return element.Vr.HasLongLength ? true : throw new ComposeException($"{element.Tag} is too long for its VR");
    }

    private static long LengthOf(BulkSlot slot) => slot.Parts.Sum(part => part.Bytes.Length);

    private static async Task FillNested(DataSet dataSet, CancellationToken cancel)
    {
        foreach (var element in dataSet.ToArray())
        {
            foreach (var item in element.Items ?? []) await FillNested(item.DataSet, cancel);
            if (BulkSlot.Of(element.Value) is { } slot) dataSet.Set(new(element.Tag, element.Vr, await ReadValue(slot, MaxNestedBytes, cancel)));
        }
    }

    private static async Task<byte[]> ReadValue(BulkSlot slot, int most, CancellationToken cancel)
    {
        var length = LengthOf(slot);
        if (length > most) throw new ComposeException("A value inside a sequence is too long", Refusal.OutOfResources);
        var value = new byte[length + (length & 1)];
        var filled = 0;
        foreach (var (bytes, _) in slot.Parts)
        {
            await foreach (var piece in bytes.Read(0, cancel))
            {
                piece.CopyTo(value.AsMemory(filled));
                filled += piece.Length;
            }
        }
        return value;
    }

    private static async Task WriteValue(IncomingInstance output, DataElement element, BulkSlot slot, CancellationToken cancel)
    {
        var length = LengthOf(slot);
        if (length >= UndefinedLength - 1) throw new ComposeException($"{element.Tag} is too long", Refusal.OutOfResources);
        await Append(output, Header(element.Tag, element.Vr, (uint)(length + (length & 1))), cancel);
        foreach (var (bytes, _) in slot.Parts) await Copy(output, bytes, 0, cancel);
        if ((length & 1) != 0) await Append(output, new byte[] { element.Vr.Padding }, cancel);
    }

    /// <summary>A frame a part, a fragment a frame, and an empty Basic Offset Table (PS3.5 §A.4).</summary>
    private static async Task WriteFragments(IncomingInstance output, BulkSlot slot, CancellationToken cancel)
    {
        await Append(output, Header(Tags.PixelData, Vr.OB, UndefinedLength), cancel);
        await Append(output, Mark(Tag.Item, 0), cancel);
        foreach (var (bytes, _) in slot.Parts)
        {
            var start = BulkMedia.StreamStart(await bytes.ReadStart(StartBytes, cancel));
            var length = bytes.Length - start;
            if (length >= UndefinedLength - 1) throw new ComposeException("A frame is too long", Refusal.OutOfResources);
            await Append(output, Mark(Tag.Item, (uint)(length + (length & 1))), cancel);
            await Copy(output, bytes, start, cancel);
            if ((length & 1) != 0) await Append(output, new byte[1], cancel);
        }
        await Append(output, Mark(Tag.SequenceDelimitation, 0), cancel);
    }

    private static async Task Copy(IncomingInstance output, GatheredBytes bytes, long offset, CancellationToken cancel)
    {
        await foreach (var piece in bytes.Read(offset, cancel)) await Append(output, piece, cancel);
    }

    private static ValueTask Append(IncomingInstance output, ReadOnlyMemory<byte> bytes, CancellationToken cancel) => output.Append(new ReadOnlySequence<byte>(bytes), cancel);

    private static byte[] Header(Tag tag, Vr vr, uint length)
    {
        var header = new byte[12];
        BinaryPrimitives.WriteUInt16LittleEndian(header, tag.Group);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(2), tag.Element);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(4), (ushort)vr);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(8), length);
        return header;
    }

    private static byte[] Mark(Tag tag, uint length)
    {
        var mark = new byte[8];
        BinaryPrimitives.WriteUInt16LittleEndian(mark, tag.Group);
        BinaryPrimitives.WriteUInt16LittleEndian(mark.AsSpan(2), tag.Element);
        BinaryPrimitives.WriteUInt32LittleEndian(mark.AsSpan(4), length);
        return mark;
    }
}

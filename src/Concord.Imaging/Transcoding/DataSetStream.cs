using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;
using Concord.Imaging.Frames;

namespace Concord.Imaging.Transcoding;

/// <summary>A data set that is written while its frames are made: what comes before the pixels, the pixels, what comes after.</summary>
internal sealed class DataSetStream(PipeWriter output, TransferSyntax syntax, DataSet head)
{
    private const int Chunk = 256 << 10;
    private const uint UndefinedLength = 0xFFFFFFFF;

    private readonly DataSet _after = new(head.ByteOrder);
    private BitPacker _packer;
    private uint? _length; // of a native value, without padding
    private int _unitSize = 1; // of a native value's numbers, which Big Endian turns
    private readonly TransferSyntax _parts = syntax.IsDeflated ? TransferSyntax.ExplicitVrLittleEndian : syntax; // what is deflated is deflated as a whole

    /// <param name="length">Bytes of the native value; null when frames are encapsulated.</param>
    public async Task Begin(Tag tag, Vr vr, uint? length, int frames, CancellationToken cancel)
    {
        _length = length;
        if (syntax.IsBigEndian) _unitSize = vr.UnitSize;
        var before = new DataSet(head.ByteOrder);
        foreach (var element in head) (element.Tag < tag ? before : _after).Set(element);
        await Write(DataSetWriter.ToArray(before, _parts), cancel);
        WriteHeader(tag, vr, length is null ? UndefinedLength : length.Value + (length.Value % 2));
        if (length is not null) return;
        WriteMark(Tag.Item, frames == 1 ? 4u : 0); // Basic Offset Table: of one frame its offset, 0; of more nothing, as they are not known yet
        if (frames == 1) output.Write(new byte[4]);
    }

    public async Task Add(TranscodedFrame frame, CancellationToken cancel)
    {
        var bytes = frame.Bytes.Memory;
        if (_length is null)
        {
            WriteMark(Tag.Item, (uint)(bytes.Length + (bytes.Length % 2)));
            await Write(bytes, cancel);
            if (bytes.Length % 2 != 0) output.Write("\0"u8);
            return;
        }
        using var packed = PooledBytes.Rent(Math.Max(1, _packer.LengthOf(frame.Bits)));
        var whole = packed.Memory[.._packer.Add(bytes.Span, frame.Bits, packed.Span)];
        ByteTurns.Swap(whole.Span, _unitSize);
        await Write(whole, cancel);
    }

    public async Task End(CancellationToken cancel)
    {
        if (_packer.Rest is { } rest) output.Write(new ReadOnlySpan<byte>(in rest));
        if (_length is { } length && length % 2 != 0) output.Write("\0"u8);
        if (_length is null) WriteMark(Tag.SequenceDelimitation, 0);
        if (_after.Count > 0) await Write(DataSetWriter.ToArray(_after, _parts), cancel);
        await output.FlushAsync(cancel);
    }

    /// <summary>In pieces, each taken by the reader before the next: a frame is not held twice.</summary>
    private async Task Write(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        while (!bytes.IsEmpty)
        {
            var piece = bytes[..Math.Min(bytes.Length, Chunk)];
            if ((await output.WriteAsync(piece, cancel)).IsCompleted) throw new OperationCanceledException("Nobody reads the data set any more.");
            bytes = bytes[piece.Length..];
        }
    }

    private void WriteHeader(Tag tag, Vr vr, uint length)
    {
        if (!syntax.IsExplicitVr)
        {
            WriteMark(tag, length);
            return;
        }
        var header = output.GetSpan(12);
        WriteTag(header, tag);
        header[4] = (byte)((ushort)vr >> 8);
        header[5] = (byte)vr;
        header[6] = header[7] = 0;
        WriteLength(header[8..], length);
        output.Advance(12);
    }

    private void WriteMark(Tag tag, uint length)
    {
        var mark = output.GetSpan(8);
        WriteTag(mark, tag);
        WriteLength(mark[4..], length);
        output.Advance(8);
    }

    private void WriteTag(Span<byte> into, Tag tag)
    {
        if (syntax.IsBigEndian)
        {
            BinaryPrimitives.WriteUInt16BigEndian(into, tag.Group);
            BinaryPrimitives.WriteUInt16BigEndian(into[2..], tag.Element);
            return;
        }
        BinaryPrimitives.WriteUInt16LittleEndian(into, tag.Group);
        BinaryPrimitives.WriteUInt16LittleEndian(into[2..], tag.Element);
    }

    private void WriteLength(Span<byte> into, uint length)
    {
        if (syntax.IsBigEndian) BinaryPrimitives.WriteUInt32BigEndian(into, length);
        else BinaryPrimitives.WriteUInt32LittleEndian(into, length);
    }
}

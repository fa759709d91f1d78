using System.Buffers;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;

namespace Concord.Vault.Bundles;

/// <summary>Parses heads from wherever a data set lies, in bounded memory. Blocking when it lies in a file.</summary>
internal static class HeadReader
{
    private const int FirstRead = 64 << 10;
    private const int MaxElementsAfterLargeValue = 4096;

    /// <summary>The head, and where the pixel data element begins (-1: none, or Deflated).</summary>
    /// <exception cref="DicomFormatException">The bytes are no data set, or its head is too long.</exception>
    public static (DataSet Head, long PixelDataOffset) Read(ByteSource source, TransferSyntax syntax, int maxHeadBytes)
    {
        if (source is ByteSource.Memory memory)
        {
            DataSetHead.TryRead(memory.Bytes, syntax, maxHeadBytes, isWhole: true, out var whole, out var at);
            return (whole!, at);
        }
        var block = ArrayPool<byte>.Shared.Rent(FirstRead);
        try
        {
            for (var wanted = (long)FirstRead; ; wanted *= 4)
            {
                wanted = Math.Min(wanted, Math.Min(source.Length, maxHeadBytes));
                if (block.Length < wanted)
                {
                    ArrayPool<byte>.Shared.Return(block);
                    block = ArrayPool<byte>.Shared.Rent((int)wanted);
                }
                var start = block.AsMemory(0, source.Read(block.AsSpan(0, (int)wanted), 0));
                if (DataSetHead.TryRead(new(start), syntax, maxHeadBytes, start.Length == source.Length, out var head, out var pixelDataOffset)) return (head, pixelDataOffset);
                if (wanted == maxHeadBytes) return ReadBeforeLargeValue(start, source, syntax);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    /// <summary>A value that is larger than the bound (a document, a video, a waveform) stands before any pixel data: the head ends before its element.</summary>
    private static (DataSet Head, long PixelDataOffset) ReadBeforeLargeValue(ReadOnlyMemory<byte> start, ByteSource source, TransferSyntax syntax)
    {
        if (syntax.IsDeflated) throw new DicomFormatException("The head is longer than its bound.", null, start.Length);
        var reader = new DicomTokenReader(new ReadOnlySequence<byte>(start), isFinalBlock: false, new DicomTokenState(syntax));
        long cut = 0;
        var end = 0L;
        var tag = default(Tag);
        while (reader.Read())
        {
            if (reader.Depth > 1 || (reader.Depth == 1 && reader.TokenType is not (DicomTokenType.SequenceStart or DicomTokenType.FragmentsStart))) continue;
            if (reader.TokenType is DicomTokenType.SequenceEnd or DicomTokenType.FragmentsEnd) continue;
            (cut, end, tag) = (reader.TokenOffset, reader.Length < 0 ? 0 : reader.ValueOffset + reader.Length, reader.Tag);
        }
        if (end > source.Length) throw new DicomFormatException("The data end inside a value.", tag, cut);
        if (end != 0 && end <= start.Length) throw new DicomFormatException("The head is longer than its bound.", tag, cut);
        var kept = start[..(int)cut].ToArray();
        var head = DataSetReader.Read(kept, syntax, new DataSetReadOptions { SkipValuesOver = DataSetHead.MaxValueLength });
        return (head, end == 0 ? -1 : FindPixelData(source, syntax, end));
    }

    /// <summary>Steps over the elements that follow a large one, by their headers alone.</summary>
    private static long FindPixelData(ByteSource source, TransferSyntax syntax, long at)
    {
        for (var elements = 0; at < source.Length && elements < MaxElementsAfterLargeValue; elements++)
        {
            if (PixelDataPlace.Read(source, syntax, at, walk: false) is not { } element) throw new DicomFormatException("The data end inside an element.", null, at);
            if (element.Tag == Tags.PixelData || element.Tag == Tags.FloatPixelData || element.Tag == Tags.DoubleFloatPixelData) return at;
            if (element.Length < 0) return -1;
            if (element.IsTruncated) throw new DicomFormatException("The data end inside a value.", element.Tag, at);
            at = element.ValueOffset + element.Length;
        }
        return -1;
    }
}

using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Concord.Dicom.DataElements;

namespace Concord.Dicom.Encoding;

/// <summary>Reads what comes before the pixel data, from the bytes that have arrived so far.</summary>
public static class DataSetHead
{
    /// <summary>Values longer than this, bytes, are left out of a head.</summary>
    public const int MaxValueLength = 64 * 1024;

    /// <summary>The first tag of PS3.3 §C.7.6.3 pixel data: Float, Double Float, or Pixel Data.</summary>
    private static readonly Tag FirstPixelTag = new(0x7FE0, 0x0008);
    private static readonly Tag LastPixelTag = new(0x7FE0, 0x0010);
    private static readonly DataSetReadOptions Options = new() { StopAt = FirstPixelTag, SkipValuesOver = MaxValueLength };

    /// <summary>Reads the head once it has arrived whole: up to pixel data or the data set's end. Kept values are copied into one buffer.</summary>
    /// <remarks>Each call looks through <paramref name="soFar"/> from the start, without allocating, before it builds anything; call it again
    /// when there is notably more (twice as much, say).</remarks>
    /// <param name="soFar">The data set's bytes from its first on, in blocks as they came.</param>
    /// <param name="maxHeadBytes">Most bytes (inflated ones for Deflated) that may come before the pixel data.</param>
    /// <param name="isWhole">No more bytes follow.</param>
    /// <param name="head">The elements before the pixel data; null on false.</param>
    /// <param name="pixelDataOffset">Offset of the pixel data element's tag in the data set; -1 when it has none or is Deflated.</param>
    /// <returns>False when more bytes are needed; never when <paramref name="isWhole"/>.</returns>
    /// <exception cref="DicomFormatException">The bytes are no data set, or the head is longer than the bound.</exception>
    public static bool TryRead(
        ReadOnlySequence<byte> soFar,
        TransferSyntax transferSyntax,
        long maxHeadBytes,
        bool isWhole,
        [NotNullWhen(true)] out DataSet? head,
        out long pixelDataOffset)
    {
        if (!transferSyntax.IsDeflated) return TryReadPlain(soFar, transferSyntax, maxHeadBytes, isWhole, out head, out pixelDataOffset);
        pixelDataOffset = -1;
        using var inflater = new HeadInflater(soFar, isWhole);
        while (inflater.TryInflateMore(maxHeadBytes))
            if (TryReadPlain(inflater.Inflated, transferSyntax, maxHeadBytes, inflater.IsAtEnd, out head, out _)) return true;
        head = null;
        return false;
    }

    private static bool TryReadPlain(
        ReadOnlySequence<byte> soFar,
        TransferSyntax transferSyntax,
        long maxHeadBytes,
        bool isWhole,
        [NotNullWhen(true)] out DataSet? head,
        out long pixelDataOffset)
    {
        head = null;
        if (!TryMeasure(soFar, transferSyntax, maxHeadBytes, isWhole, out var keptBytes, out pixelDataOffset)) return false;
        var reader = new DicomTokenReader(soFar, isWhole, new DicomTokenState(transferSyntax, Options.MaxDepth));
        var builder = new DataSetBuilder(transferSyntax, Options, ValueKeeper.Copying(keptBytes));
        try
        {
            while (reader.Read() && builder.Take(ref reader)) { }
            head = builder.Complete();
            return true;
        }
        finally
        {
            builder.Dispose();
        }
    }

    /// <summary>Looks where the head ends and how many bytes of values it keeps.</summary>
    private static bool TryMeasure(
        ReadOnlySequence<byte> soFar, TransferSyntax transferSyntax, long maxHeadBytes, bool isWhole, out int keptBytes, out long pixelDataOffset)
    {
        (keptBytes, pixelDataOffset) = (0, -1);
        var reader = new DicomTokenReader(soFar, isWhole, new DicomTokenState(transferSyntax));
        while (reader.Read())
        {
            if (reader.TokenOffset > maxHeadBytes) throw TooLong(maxHeadBytes);
            var isTopLevel = reader.Depth == 0 || (reader.Depth == 1 && reader.TokenType is DicomTokenType.SequenceStart or DicomTokenType.FragmentsStart);
            if (isTopLevel && reader.Tag >= FirstPixelTag && reader.TokenType is not DicomTokenType.SequenceEnd)
            {
                if (reader.Tag <= LastPixelTag) pixelDataOffset = reader.TokenOffset;
                return true;
            }
            if (reader.TokenType is DicomTokenType.Element or DicomTokenType.Fragment && reader.Length <= MaxValueLength)
                keptBytes = checked(keptBytes + (int)reader.Length);
        }
        if (isWhole) return true;
        return soFar.Length > maxHeadBytes ? throw TooLong(maxHeadBytes) : false;
    }

    private static DicomFormatException TooLong(long maxHeadBytes) => new($"More than {maxHeadBytes} bytes come before the pixel data.", null, maxHeadBytes);
}

using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;

namespace Concord.Dicom.Files;

/// <summary>The DICOM file format (PS3.10 §7), and what is met in its place: no preamble, no File Meta Information.</summary>
public static class Part10
{
    /// <summary>Bytes before the prefix <c>DICM</c>.</summary>
    public const int PreambleLength = 128;

    internal const int PrefixEnd = PreambleLength + 4;
    private const int MetaPeek = PrefixEnd + 8;
    private const int GroupLengthElement = 12;
    private const int MaxMetaBytes = 1 << 20;
    private const int MetaRoom = 256; // bytes of the values that a usual File Meta Information has

    /// <summary>Where the data set starts and in which syntax, from the first bytes of a file.</summary>
    /// <param name="start">The file's first bytes; 64 KiB suffice for any sane file.</param>
    /// <param name="isWhole">No more bytes follow.</param>
    /// <param name="head">The group 0002 elements (empty when there are none), the syntax (guessed when there is no meta) and where the data set is.</param>
    /// <returns>False when more bytes are needed; never when <paramref name="isWhole"/>.</returns>
    /// <exception cref="DicomFormatException">This is no DICOM file.</exception>
    public static bool TryReadHead(ReadOnlySequence<byte> start, bool isWhole, [NotNullWhen(true)] out Part10Head? head)
    {
        head = null;
        if (!isWhole && start.Length < MetaPeek) return false;
        var metaOffset = MetaOffsetOf(start);
        var reader = new DicomTokenReader(start.Slice(metaOffset), isWhole, new DicomTokenState(TransferSyntax.ExplicitVrLittleEndian, maxDepth: 1));
        var meta = new DataSet();
        var room = new byte[MetaRoom].AsMemory();
        long length;
        while (true)
        {
            length = reader.CurrentState.BytesConsumed;
            if (IsMetaOver(ref reader, meta, length, out var isShort)) break;
            if (!isShort && reader.Read() && TryTakeMeta(ref reader, meta, ref room)) continue;
            if (start.Length >= MaxMetaBytes) throw new DicomFormatException("The File Meta Information does not end.");
            return !isWhole ? false : throw new DicomFormatException("The file ends inside its File Meta Information.");
        }
        var offset = metaOffset + length;
        var syntax = SyntaxOf(meta) ?? SyntaxGuess.Of(start.Slice(offset), hasMeta: meta.Count > 0);
        head = new(meta, syntax, offset);
        return true;
    }

    /// <summary>Reads a whole file from memory; values borrow from <paramref name="file"/>.</summary>
    /// <exception cref="DicomFormatException">This is no DICOM file, or its data set is damaged.</exception>
    public static (Part10Head Head, DataSet DataSet) Read(ReadOnlyMemory<byte> file, DataSetReadOptions? options = null)
    {
        TryReadHead(new(file), isWhole: true, out var head);
        return (head!, DataSetReader.Read(file[(int)head!.DataSetOffset..], head.TransferSyntax, options));
    }

    /// <summary>A whole file: preamble, meta of the data set's SOP class and instance, data set.</summary>
    public static byte[] ToArray(DataSet dataSet, TransferSyntax transferSyntax)
    {
        var output = new ArrayBufferWriter<byte>();
        var sopClass = dataSet.GetUid(Tags.SOPClassUID) ?? throw new FormatException("The data set has no SOP Class UID.");
        var instance = dataSet.GetUid(Tags.SOPInstanceUID) ?? throw new FormatException("The data set has no SOP Instance UID.");
        new FileMeta(sopClass, instance, transferSyntax).Write(output);
        DataSetWriter.Write(output, dataSet, transferSyntax);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Where group 0002, or in its absence the data set, starts.</summary>
    private static long MetaOffsetOf(ReadOnlySequence<byte> start)
    {
        Span<byte> bytes = stackalloc byte[MetaPeek];
        var have = (int)Math.Min(bytes.Length, start.Length);
        start.Slice(0, have).CopyTo(bytes);
        bytes = bytes[..have];
        // a data set without preamble may have these four letters there by chance
        var isChance = have == MetaPeek && BinaryPrimitives.ReadUInt16LittleEndian(bytes[PrefixEnd..]) != 2 && SyntaxGuess.IsStartOfDataSet(bytes);
        if (have >= PrefixEnd && bytes[PreambleLength..].StartsWith("DICM"u8) && !isChance) return PrefixEnd;
        return bytes.StartsWith("DICM"u8) ? 4 : 0;
    }

    /// <summary>The group length is often wrong: the meta ends before the first element that is not of group 0002.</summary>
    private static bool IsMetaOver(ref DicomTokenReader reader, DataSet meta, long length, out bool isShort)
    {
        isShort = !reader.TryPeekTag(out var tag);
        if (isShort) return reader.IsAtEnd;
        if (tag.Group != 2) return true;
        // a deflated data set can begin with anything: there the group length counts, if it leads to the end of an element
        return meta.GetInt(Tags.FileMetaInformationGroupLength) is { } announced && announced + GroupLengthElement == length
            && SyntaxOf(meta) is { IsDeflated: true };
    }

    private static TransferSyntax? SyntaxOf(DataSet meta)
    {
        if (!meta.TryGet(Tags.TransferSyntaxUID, out var named)) return null;
        var value = named.Value.Span;
        var end = value.IndexOf((byte)'\\');
        return TransferSyntax.Of(end < 0 ? value : value[..end]);
    }

    /// <param name="room">Where values are copied to, as long as they fit.</param>
    private static bool TryTakeMeta(ref DicomTokenReader reader, DataSet meta, ref Memory<byte> room)
    {
        if (reader.TokenType != DicomTokenType.Element)
            throw new DicomFormatException($"{reader.Tag} cannot be in File Meta Information.", reader.Tag, reader.TokenOffset);
        if (!reader.TryReadValue(out var value)) return false;
        if (meta.Contains(reader.Tag)) return true;
        var kept = value.Length <= room.Length ? room[..(int)value.Length] : new byte[value.Length];
        value.CopyTo(kept.Span);
        if (value.Length <= room.Length) room = room[kept.Length..];
        meta.Set(new DataElement(reader.Tag, reader.Vr, kept));
        return true;
    }
}


using System.Buffers;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Dicom.Files;

namespace Concord.Cli.Sources;

/// <summary>What must be known of an object before it can be offered: read from its first bytes, more of them only when those do not suffice.</summary>
internal sealed record SourceHead(Part10Head Part10, DataSet Identifiers)
{
    private const int FirstBytes = 32 << 10, MostBytes = 16 << 20;

    /// <summary>What comes up to Series Instance UID, values over 64 KiB left out.</summary>
    private static readonly DataSetReadOptions UpToSeries = new() { StopAt = new Tag(0x0020, 0x000F), SkipValuesOver = 64 << 10 };

    public Uid? SopClassUid => Identifiers.GetUid(Tags.SOPClassUID);

    public Uid? SopInstanceUid => Identifiers.GetUid(Tags.SOPInstanceUID);

    /// <exception cref="DicomFormatException">These bytes are no DICOM file.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static SourceHead Read(Func<Stream> open)
    {
        for (var wanted = FirstBytes; ; wanted *= 8)
        {
            using var stream = open();
            var start = new byte[wanted];
            var have = stream.ReadAtLeast(start, wanted, throwOnEndOfStream: false);
            if (TryParse(start.AsMemory(0, have), isWhole: have < wanted, isLast: have < wanted || wanted >= MostBytes, out var head)) return head;
        }
    }

    private static bool TryParse(ReadOnlyMemory<byte> start, bool isWhole, bool isLast, out SourceHead head)
    {
        head = null!;
        try
        {
            if (!Concord.Dicom.Files.Part10.TryReadHead(new ReadOnlySequence<byte>(start), isWhole, out var part10)) return isLast ? throw new DicomFormatException("The File Meta Information does not end.") : false;
            var dataSet = start[(int)part10.DataSetOffset..];
            if (!part10.TransferSyntax.IsDeflated) head = new(part10, DataSetReader.Read(dataSet, part10.TransferSyntax, UpToSeries));
            else if (DataSetHead.TryRead(new(dataSet), part10.TransferSyntax, MostBytes, isWhole, out var identifiers, out _)) head = new(part10, identifiers);
            else if (isLast) throw new DicomFormatException("The identifiers are not in the first bytes.");
            return head is not null;
        }
        catch (DicomFormatException) when (!isLast)
        {
            return false; // cut short in the middle of something: with more bytes it may read
        }
    }
}

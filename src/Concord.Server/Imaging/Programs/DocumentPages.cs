using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;

namespace Concord.Server.Imaging.Programs;

/// <summary>The first page of an encapsulated PDF (PS3.3 §A.45.1) as a file of pixels.</summary>
internal sealed class DocumentPages(ImagingPrograms programs, TimeProvider time)
{
    private static readonly ProgramLimits Limits = new(20, 1L << 30, 16 << 20);

    /// <summary>Null when it is no PDF, no program is there, or it cannot be drawn.</summary>
    /// <param name="side">Of the longer side of the page, pixels.</param>
    public async Task<ReadOnlyMemory<byte>?> FirstPage(DataSet head, int side, PictureFormat format, CancellationToken cancel)
    {
        if (programs.PdfToPpm is not { } program || head.Find(Tags.EncapsulatedDocument) is not { Items: null, Fragments: null } document) return null;
        if (!document.Value.Span.StartsWith("%PDF"u8)) return null;
        var kind = format == PictureFormat.Png ? "-png" : "-jpeg";
        string[] arguments = [kind, "-singlefile", "-f", "1", "-l", "1", "-scale-to", side.ToString(System.Globalization.CultureInfo.InvariantCulture), "-"];
        return await BoundedProgram.Run(program, arguments, async (input, token) => await input.WriteAsync(document.Value, token), Limits, time, cancel);
    }
}

using System.IO.Pipelines;
using Concord.Cli.Listing;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Dicom.Files;
using Concord.Imaging;
using Concord.Imaging.Codecs;
using Concord.Imaging.Frames;
using Concord.Imaging.Transcoding;

namespace Concord.Cli.Converting;

/// <summary>Puts one file into another transfer syntax.</summary>
/// <param name="codecProgram">For what is not native, RLE or deflated.</param>
internal sealed class ConvertRun(TransferSyntax target, TranscodeOptions options, string codecProgram)
{
    /// <exception cref="CommandException">It cannot be done.</exception>
    /// <exception cref="DicomFormatException">The input is no DICOM file.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public async Task Convert(string input, string output, CancellationToken cancel)
    {
        using var file = ReadFile.Load(input);
        if (file.IsCutShort) throw new CommandException("The file is too large to be converted");
        var folder = Path.GetDirectoryName(Path.GetFullPath(output))!;
        var beside = Path.Combine(folder, $".{Path.GetFileName(output)}.{Guid.NewGuid():N}");
        try
        {
            await using (var stream = new FileStream(beside, FileMode.CreateNew)) await Write(file, stream, cancel);
            File.Move(beside, output, overwrite: true);
        }
        catch (FrameException failed)
        {
            throw new CommandException(failed.Message, failed);
        }
        finally
        {
            File.Delete(beside);
        }
    }

    private async Task Write(ReadFile file, FileStream stream, CancellationToken cancel)
    {
        var syntax = file.Head.TransferSyntax;
        var isNative = !syntax.IsEncapsulated && !target.IsEncapsulated;
        if (isNative || syntax.Uid == target.Uid || DataSetFrames.PixelDataOf(file.DataSet) is null)
        {
            if (syntax.Uid != target.Uid && file.DataSet.Contains(Tags.PixelDataProviderURL)) throw new CommandException("The object's pixels are not in it: it names where they are had (JPIP)");
            if (target.IsEncapsulated && syntax.Uid != target.Uid) throw new CommandException("The object has no pixels to be compressed");
            await stream.WriteAsync(Part10.ToArray(file.DataSet, target), cancel);
            return;
        }
        await using var pool = new CodecPool(new CodecPoolOptions { ProgramPath = codecProgram });
        var transcoder = new Transcoder(new FrameDecoder(pool), new FrameEncoder(pool));
        var source = DataSetFrames.Of(file.DataSet, syntax);
        if (!options.Encoding.IsLossless)
        {
            await stream.WriteAsync(Part10.ToArray(await transcoder.ToDataSet(source, target, options, cancel), target), cancel);
            return;
        }
        var writer = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
        new FileMeta(Named(file.DataSet, Tags.SOPClassUID), Named(file.DataSet, Tags.SOPInstanceUID), target).Write(writer);
        await transcoder.Write(source, target, options, writer, cancel);
        await writer.CompleteAsync();
    }

    private static Uid Named(DataSet dataSet, Tag tag) => dataSet.GetUid(tag) ?? throw new CommandException("The object has no SOP Class or Instance UID");
}

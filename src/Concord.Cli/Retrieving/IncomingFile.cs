using System.Buffers;
using Concord.Cli.Sources;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Dicom.Files;
using Concord.Network.Dimse;
using Concord.Network.ServiceClasses;

namespace Concord.Cli.Retrieving;

/// <summary>One object on its way into a file: written beside, then moved to its place whole.</summary>
internal sealed class IncomingFile(FileSink sink, StoreRequest request, string folder, string part, string source) : IIncomingObject
{
    private static readonly DimseStatus OutOfResources = new(0xA700, "The file cannot be written");
    private FileStream? _file;
    private bool _isBroken;

    public async ValueTask Append(ReadOnlySequence<byte> fragment, CancellationToken cancel)
    {
        if (_isBroken) return; // the answer comes when all is read
        try
        {
            _file ??= await Start(cancel);
            foreach (var piece in fragment) await _file.WriteAsync(piece, cancel);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Break(failure);
        }
    }

    public async ValueTask<DimseStatus> Complete(CancellationToken cancel)
    {
        if (_isBroken) return OutOfResources;
        try
        {
            _file ??= await Start(cancel);
            var bytes = _file.Length;
            await _file.DisposeAsync();
            var place = Place();
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            File.Move(part, place, overwrite: true);
            sink.Kept(bytes);
            return DimseStatus.Success;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Break(failure);
            return OutOfResources;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_file is not null) await _file.DisposeAsync();
        File.Delete(part); // nothing, once it was moved
    }

    private async Task<FileStream> Start(CancellationToken cancel)
    {
        Directory.CreateDirectory(folder);
        var file = new FileStream(part, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
        var head = new ArrayBufferWriter<byte>();
        new FileMeta(request.AffectedSopClassUid, request.AffectedSopInstanceUid, request.TransferSyntax) { SourceApplicationEntityTitle = source }.Write(head);
        await file.WriteAsync(head.WrittenMemory, cancel);
        return file;
    }

    // names come only from parsed UIDs: nothing a peer sends leads out of the folder
    private string Place()
    {
        var name = $"{request.AffectedSopInstanceUid}.dcm";
        try
        {
            var identifiers = SourceHead.Read(() => File.OpenRead(part)).Identifiers;
            if (identifiers.GetUid(Tags.StudyInstanceUID) is { } study && identifiers.GetUid(Tags.SeriesInstanceUID) is { } series)
                return Path.Combine(folder, study.ToString(), series.ToString(), name);
        }
        catch (DicomFormatException)
        {
            // what cannot be read is kept all the same, beside the folders of studies
        }
        return Path.Combine(folder, name);
    }

    private void Break(Exception failure)
    {
        _isBroken = true;
        sink.Failed(failure.Message);
    }
}

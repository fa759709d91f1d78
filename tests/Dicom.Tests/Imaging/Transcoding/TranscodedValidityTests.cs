using System.Collections.Concurrent;
using Concord.Dicom.Encoding;
using Concord.Dicom.Files;
using Concord.Imaging;
using Concord.Imaging.Codecs;
using Concord.Imaging.Frames;
using Concord.Imaging.Transcoding;
using Dicom.Tests.Oracles;

namespace Dicom.Tests.Imaging.Transcoding;

/// <summary>What is decompressed here has no error that dicom3tools' validator did not find in the compressed object.</summary>
public sealed class TranscodedValidityTests : IDisposable
{
    private const string Table = "Imaging/Transcoding/dciodvfy.csv";

    private readonly string _folder = Directory.CreateTempSubdirectory("concord-transcoded-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Decompressed_objects_have_no_errors_that_their_originals_had_not()
    {
        if (Corpus.Root is null || Tool.Missing("dciodvfy") is not null) return; // the fixtures go through peers of their own
        var (differences, looked, compared) = (new ConcurrentBag<Difference>(), new ConcurrentBag<string>(), 0);
        var rows = Corpus.Rows("manifest.csv").Where(row => row["pixel_sha256"].Length > 0 && row["transfer_syntax"] is { Length: > 0 } uid && TransferSyntax.All.Any(syntax => syntax.Uid.ToString() == uid && syntax.IsEncapsulated));
        await Tool.ForEach(rows.Select(row => row["path"]), async path =>
        {
            var original = await DciodvfyTests.Errors(Path.Combine(Corpus.Root, path));
            if (original.Any(error => DciodvfyTests.Unread().IsMatch(error)) || await Decompress(path) is not { } copy) return;
            looked.Add(path);
            var errors = await DciodvfyTests.Errors(copy);
            File.Delete(copy);
            Interlocked.Increment(ref compared);
            foreach (var error in errors.Except(original)) differences.Add(new(path, "decompressed", error));
        });
        AcceptedDifferences.Load(Table).Check(differences, looked.ToHashSet(StringComparer.Ordinal));
        Assert.True(compared > 200);
    }

    private async Task<string?> Decompress(string path)
    {
        try
        {
            var (head, dataSet) = Part10.Read(Corpus.Read(path));
            var transcoder = new Transcoder(new FrameDecoder(CodecProgram.Shared), new FrameEncoder(CodecProgram.Shared));
            var made = await transcoder.ToDataSet(DataSetFrames.Of(dataSet, head.TransferSyntax), TransferSyntax.ExplicitVrLittleEndian, TranscodeOptions.Lossless, default);
            var copy = Path.Combine(_folder, Guid.NewGuid().ToString("N") + ".dcm");
            await File.WriteAllBytesAsync(copy, Part10.ToArray(made, TransferSyntax.ExplicitVrLittleEndian));
            return copy;
        }
        catch (Exception e) when (e is FrameException or FormatException)
        {
            return null; // the decoder's tests tell which
        }
    }
}

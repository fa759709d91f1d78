using Concord.Dicom.Encoding;
using Concord.Dicom.Files;

namespace Concord.Cli.Synth;

/// <summary>Makes the images of studies, several at a time, and writes them as Part 10 files below a folder.</summary>
internal static class SynthWriter
{
    /// <summary>Writes all studies; a file that is there is written over.</summary>
    /// <param name="written">Told of each file's length, from any thread.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static Task Write(IReadOnlyList<SynthStudy> studies, string folder, Action<long> written, CancellationToken cancel)
    {
        var images = studies.SelectMany(study => study.Family.Instances(study).Select(instance => (Path: Path.Combine(folder, study.Folder, instance.Path), instance.Make)));
        return Parallel.ForEachAsync(images, cancel, async (image, stop) =>
        {
            Directory.CreateDirectory(Path.GetDirectoryName(image.Path)!);
            var file = Part10.ToArray(image.Make(), TransferSyntax.ExplicitVrLittleEndian);
            await File.WriteAllBytesAsync(image.Path, file, stop);
            written(file.Length);
        });
    }
}

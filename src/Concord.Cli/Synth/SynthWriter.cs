using Concord.Dicom.Encoding;
using Concord.Dicom.Files;

namespace Concord.Cli.Synth;

/// <summary>Makes the images of studies, several at a time, and writes them as Part 10 files below a folder.</summary>
internal static class SynthWriter
{
    /// <summary>Writes all studies; a file that is there is written over.</summary>
    /// <param name="written">Told of each file's length, from any thread.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static async Task Write(IReadOnlyList<SynthStudy> studies, string folder, Action<long> written, CancellationToken cancel)
    {
        foreach (var study in studies)
        {
            var home = Path.Combine(folder, study.Folder);
            await Parallel.ForEachAsync(study.Family.Instances(study), cancel, async (instance, stop) =>
            {
                var path = Path.Combine(home, instance.Path);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                var file = Part10.ToArray(instance.Make(), TransferSyntax.ExplicitVrLittleEndian);
                await File.WriteAllBytesAsync(path, file, stop);
                written(file.Length);
            });
        }
    }
}

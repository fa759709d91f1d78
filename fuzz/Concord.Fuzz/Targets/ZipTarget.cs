using System.IO.Compression;
using Concord.Cli.Sources;
using Concord.Dicom.Encoding;
using Concord.Dicom.Files;
using Concord.Fuzz.Engine;
using Concord.Fuzz.Mutation;

namespace Concord.Fuzz.Targets;

/// <summary>ZIPs that <c>concord store</c> is given: damage is a problem that is told, or the failure of one entry.</summary>
internal sealed class ZipTarget : FuzzTarget, IDisposable
{
    private const int MostRead = 1 << 20;

    private readonly ScratchFile _file = new("import.zip");

    public override string Name => "zip";

    public override int MaxLength => 8 << 10;

    public override (long PerByte, long Constant) Allocation => (4096, 128 << 20); // of each entry the first bytes are looked at, up to 16 MiB

    public override IEnumerable<byte[]> Seeds()
    {
        foreach (var level in new[] { CompressionLevel.NoCompression, CompressionLevel.Optimal })
        {
            using var output = new MemoryStream();
            using (var zip = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true))
            {
                foreach (var name in new[] { "a.dcm", "../b.dcm", "/c/d.dcm", "e/" })
                {
                    using var entry = zip.CreateEntry(name, level).Open();
                    if (name != "e/") entry.Write(Part10.ToArray(Samples.All[0], TransferSyntax.ExplicitVrLittleEndian));
                }
            }
            yield return output.ToArray();
        }
    }

    public override IReadOnlyList<Mutator> Mutators =>
        [ByteMutators.Tokens("PK\u0003\u0004"u8.ToArray(), "PK\u0001\u0002"u8.ToArray(), "PK\u0005\u0006"u8.ToArray(), "PK\u0006\u0006"u8.ToArray(), "PK\u0006\u0007"u8.ToArray(), [8, 0], [1, 0, 16, 0], [0xFF, 0xFF, 0xFF, 0xFF])];

    public override void Run(byte[] input, CoverageMap seen)
    {
        using var walk = new SourceWalk(problem => seen.Note(problem.Message.Split(':')[0]));
        foreach (var entry in walk.Entries([_file.Write(input)]))
        {
            seen.NoteSize(entry.Length);
            try
            {
                seen.Note(SourceHead.Read(entry.Open).SopInstanceUid is null ? 1 : 2);
                using var stream = entry.Open();
                var buffer = new byte[4096];
                for (long total = 0; total < MostRead && stream.Read(buffer) is var read and > 0; total += read) seen.NoteSize(total);
            }
            catch (Exception damage) when (damage is DicomFormatException or IOException or InvalidDataException or UnauthorizedAccessException)
            {
                seen.Note(damage.GetType().Name);
            }
        }
    }

    public void Dispose() => _file.Dispose();
}

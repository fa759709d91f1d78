using Concord.Dicom.Encoding;
using Concord.Dicom.Files;
using Concord.Fuzz.Engine;
using Concord.Fuzz.Mutation;

namespace Concord.Fuzz.Targets;

/// <summary>Files: with and without preamble and File Meta Information, whole and in their first bytes.</summary>
internal sealed class FileTarget : FuzzTarget
{
    public override string Name => "file";

    public override (long PerByte, long Constant) Allocation => (512, 64 << 20);

    public override IEnumerable<byte[]> Seeds()
    {
        foreach (var syntax in new[] { TransferSyntax.ImplicitVrLittleEndian, TransferSyntax.ExplicitVrLittleEndian, TransferSyntax.ExplicitVrBigEndian, TransferSyntax.DeflatedExplicitVrLittleEndian })
        {
            var file = Part10.ToArray(Samples.All[0], syntax);
            yield return file;
            yield return file[Part10.PreambleLength..];
            yield return DataSetWriter.ToArray(Samples.All[0], syntax);
        }
    }

    public override IReadOnlyList<Mutator> Mutators =>
        [ByteMutators.Tokens("DICM"u8.ToArray(), [2, 0, 0x10, 0, (byte)'U', (byte)'I'], "1.2.840.10008.1.2.1.99\0\0"u8.ToArray(), "1.2.840.10008.1.2.2\0"u8.ToArray(), new byte[128])];

    public override void Run(byte[] input, CoverageMap seen)
    {
        try
        {
            for (var have = 0; have < input.Length; have += 97)
                if (Part10.TryReadHead(Pieces.Of(input.AsMemory(0, have), 13), isWhole: false, out _)) break;
            var (head, dataSet) = Part10.Read(input, new DataSetReadOptions { MaxInflatedBytes = 4 << 20 });
            FuzzException.Require(head.DataSetOffset <= input.Length, "the data set begins behind the file");
            seen.NoteSize(head.DataSetOffset);
            seen.NoteSize(dataSet.Count);
            seen.Note(head.TransferSyntax.Uid.ToString());
        }
        catch (DicomFormatException damage)
        {
            seen.Note(damage.Message);
        }
    }
}

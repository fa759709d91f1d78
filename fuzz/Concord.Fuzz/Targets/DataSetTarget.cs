using System.Text.Json;
using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;
using Concord.Dicom.Json;
using Concord.Fuzz.Engine;
using Concord.Fuzz.Mutation;

namespace Concord.Fuzz.Targets;

/// <summary>A data set read whole: what is read writes back as it was, in every native syntax, and goes through JSON.</summary>
internal sealed class DataSetTarget(string name, TransferSyntax syntax) : FuzzTarget
{
    private static readonly TransferSyntax[] Native = [TransferSyntax.ImplicitVrLittleEndian, TransferSyntax.ExplicitVrLittleEndian, TransferSyntax.ExplicitVrBigEndian];
    private static readonly DataSetReadOptions Options = new() { MaxInflatedBytes = 4 << 20 };

    public override string Name => name;

    public override (long PerByte, long Constant) Allocation => syntax.IsDeflated ? (512, 512 << 20) : (4096, 8 << 20);

    public override IEnumerable<byte[]> Seeds() => Samples.All.Select(dataSet => DataSetWriter.ToArray(dataSet, syntax));

    public override IReadOnlyList<Mutator> Mutators => syntax.IsDeflated
        ? [.. new ElementMutators(TransferSyntax.ExplicitVrLittleEndian).All.Select(Samples.Inflated)]
        : new ElementMutators(syntax).All;

    public override void Run(byte[] input, CoverageMap seen)
    {
        if (TryRead(input, syntax, seen) is not { } dataSet) return;
        seen.NoteSize(dataSet.Count);
        var json = ToJson(dataSet);
        var written = DataSetWriter.ToArray(dataSet, syntax);
        if (dataSet.IsWholeAsRead && !syntax.IsDeflated)
            FuzzException.Require(input.AsSpan().StartsWith(written) && !input.AsSpan(written.Length).ContainsAnyExcept((byte)0), "not byte for byte as it was read");
        FuzzException.Require(TryRead(written, syntax, seen) is { } again && ToJson(again).AsSpan().SequenceEqual(json), "what was written reads otherwise");
        foreach (var other in Native)
        {
            var copy = DataSetWriter.ToArray(dataSet, other);
            FuzzException.Require(TryRead(copy, other, seen) is not null, $"what was re-encoded cannot be read: {other.Name}");
        }
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 1024 });
        _ = DicomJsonReader.Read(ref reader);
    }

    private static DataSet? TryRead(byte[] input, TransferSyntax syntax, CoverageMap seen)
    {
        try
        {
            return DataSetReader.Read(input, syntax, Options);
        }
        catch (DicomFormatException damage)
        {
            seen.Note(damage.Message);
            return null;
        }
    }

    internal static byte[] ToJson(DataSet dataSet)
    {
        using var output = new MemoryStream();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { SkipValidation = false, MaxDepth = 1024 })) DicomJsonWriter.Write(json, dataSet);
        return output.ToArray();
    }
}

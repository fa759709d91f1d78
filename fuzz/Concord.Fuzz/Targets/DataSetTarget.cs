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
    private const int LongestShown = 400;

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
        var again = TryRead(written, syntax, seen);
        FuzzException.Require(again is not null && DataSetWriter.ToArray(again, syntax).AsSpan().SequenceEqual(written), $"what was written reads otherwise: {Shown(written)}");
        foreach (var other in Native)
        {
            // in Implicit VR the dictionary decides: what had another VR than the dictionary's may not be readable any more
            var copy = DataSetWriter.ToArray(dataSet, other);
            FuzzException.Require(TryRead(copy, other, seen) is not null || !other.IsExplicitVr, $"re-encoded and unreadable: {other.Name} {Shown(copy)}");
        }
        var told = ToJson(FromJson(json)); // text that is not ASCII is told a character set there, where it had none
        RequireSame(told, FromJson(told), "JSON reads otherwise");
    }

    private static void RequireSame(byte[] json, DataSet? again, string what)
    {
        var other = again is null ? [] : ToJson(again);
        if (json.AsSpan().SequenceEqual(other)) return;
        var at = Math.Max(0, json.AsSpan().CommonPrefixLength(other) - 60);
        throw new FuzzException($"{what}: {Shown(json.AsSpan(at))} and {Shown(other.AsSpan(Math.Min(at, other.Length)))}");
    }

    private static DataSet FromJson(byte[] json)
    {
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 1024 });
            return DicomJsonReader.Read(ref reader);
        }
        catch (JsonException refused)
        {
            throw new FuzzException($"JSON of ours is refused: {refused.Message} {Shown(json)}");
        }
    }

    private static string Shown(ReadOnlySpan<byte> bytes)
    {
        bytes = bytes[..Math.Min(bytes.Length, LongestShown)];
        return bytes.ContainsAnyExceptInRange((byte)' ', (byte)'~') ? Convert.ToHexString(bytes) : System.Text.Encoding.ASCII.GetString(bytes);
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

using System.Text.Json;
using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;
using Concord.Dicom.Json;
using Concord.Fuzz.Engine;
using Concord.Fuzz.Mutation;

namespace Concord.Fuzz.Targets;

/// <summary>DICOM JSON: what is read can be written in JSON and in bytes, and reads again as it was.</summary>
internal sealed class JsonTarget : FuzzTarget
{
    private static readonly string[] Words =
    [
        "{", "}", "[", "]", ",", ":", "null", "true", "\"vr\":\"SQ\"", "\"Value\":[", "\"Value\":[{", "\"InlineBinary\":\"AAA=\"", "\"BulkDataURI\":\"x\"", "\"Alphabetic\":\"A^B\"",
        "{\"00081140\":{\"vr\":\"SQ\",\"Value\":[", "]}}", "-1", "1e308", "1e400", "0.1", "65536", "99999999999999999999", "\"NaN\"", "\"\\u0000\"", "\"\\ud800\"", "\"\\\\\"",
        "\"vr\":\"US\"", "\"vr\":\"FD\"", "\"vr\":\"UN\"", "\"vr\":\"PN\"", "\"vr\":\"AT\"", "\"vr\":\"DS\"", "\"vr\":\"OB\"", "\"vr\":\"??\"", "\"7FE00010\":{", "\"00080005\":{\"vr\":\"CS\",\"Value\":[\"GBK\"]},",
    ];

    public override string Name => "json";

    public override IEnumerable<byte[]> Seeds() => Samples.All.Select(DataSetTarget.ToJson);

    public override IReadOnlyList<Mutator> Mutators { get; } = [.. Enumerable.Repeat(ByteMutators.Tokens([.. Words.Select(System.Text.Encoding.UTF8.GetBytes)]), 4)];

    public override void Run(byte[] input, CoverageMap seen)
    {
        if (TryRead(input, seen) is not { } dataSet) return;
        seen.NoteSize(dataSet.Count);
        var json = DataSetTarget.ToJson(dataSet);
        FuzzException.Require(TryRead(json, seen) is { } again && DataSetTarget.ToJson(again).AsSpan().SequenceEqual(json), "the JSON written reads otherwise");
        var bytes = DataSetWriter.ToArray(dataSet, TransferSyntax.ExplicitVrLittleEndian);
        _ = DataSetReader.Read(bytes, TransferSyntax.ExplicitVrLittleEndian);
    }

    private static DataSet? TryRead(byte[] input, CoverageMap seen)
    {
        try
        {
            var reader = new Utf8JsonReader(input, new JsonReaderOptions { MaxDepth = 1024 });
            return DicomJsonReader.Read(ref reader);
        }
        catch (JsonException damage)
        {
            seen.Note(damage.Message.Split('.', '\'')[0]);
            return null;
        }
    }
}

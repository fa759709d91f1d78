using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Concord.Dicom.Encoding;
using Concord.Dicom.Files;
using Concord.Dicom.Json;
using Dicom.Tests.Oracles;
using Xunit.Abstractions;

namespace Dicom.Tests.Json;

/// <summary>Our JSON against what DCMTK's dcm2json made of the same objects, value by value; <c>differences.csv</c> lists where and why they differ.</summary>
public sealed class DcmtkOracleTests(ITestOutputHelper output)
{
    private const string Table = "Json/differences.csv";
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 512 };

    [Fact] public void Objects_say_the_same_as_with_another_toolkit_but_for_what_is_listed()
    {
        if (Corpus.Root is null) { output.WriteLine("No corpus on this machine."); return; }
        List<Difference> differences = [];
        var looked = new HashSet<string>(StringComparer.Ordinal);
        using var lines = new StreamReader(new GZipStream(new MemoryStream(Corpus.Read("oracle/dicom_json_dcmtk.jsonl.gz")), CompressionMode.Decompress));
        while (lines.ReadLine() is { } line)
        {
            using var oracle = JsonDocument.Parse(line, Deep);
            var path = oracle.RootElement.GetProperty("path").GetString()!;
            looked.Add(path);
            new JsonComparison(path, differences).Compare(Corpus.Read(path), oracle.RootElement.GetProperty("json"));
        }
        var accepted = AcceptedDifferences.Load(Table);
        accepted.Check(differences, looked);
        output.WriteLine($"{looked.Count} files; accepted: {string.Join(", ", accepted.Counts.OrderByDescending(pair => pair.Value).Select(pair => $"{pair.Key} {pair.Value}"))}");
        Assert.True(looked.Count > 700);
    }

    /// <summary>One file's comparison.</summary>
    private sealed class JsonComparison(string path, List<Difference> differences)
    {
        public void Compare(byte[] file, JsonElement theirs)
        {
            var buffer = new System.Buffers.ArrayBufferWriter<byte>();
            try
            {
                using var json = new Utf8JsonWriter(buffer);
                DicomJsonWriter.Write(json, Part10.Read(file).DataSet);
            }
            catch (DicomFormatException)
            {
                Add("", "unreadable");
                return;
            }
            using var ours = JsonDocument.Parse(buffer.WrittenMemory, Deep);
            CompareObjects("", ours.RootElement, theirs);
        }

        private void CompareObjects(string at, JsonElement ours, JsonElement theirs)
        {
            foreach (var element in theirs.EnumerateObject())
            {
                if (ours.TryGetProperty(element.Name, out var own)) CompareElements(at + element.Name, own, element.Value);
                else Add(at + element.Name, "missing");
            }
            foreach (var element in ours.EnumerateObject())
                if (!theirs.TryGetProperty(element.Name, out _)) Add(at + element.Name, "more");
        }

        private void CompareElements(string at, JsonElement ours, JsonElement theirs)
        {
            var (vr, theirVr) = (ours.GetProperty("vr").GetString(), theirs.GetProperty("vr").GetString());
            if (vr != theirVr)
            {
                Add(at, $"vr {vr} {theirVr}");
                return;
            }
            if (theirs.TryGetProperty("_sha256", out var sha) || theirs.TryGetProperty("InlineBinary", out _))
            {
                var bytes = ours.TryGetProperty("InlineBinary", out var inline) ? inline.GetBytesFromBase64() : [];
                var isSame = sha.ValueKind == JsonValueKind.String
                    ? string.Equals(Convert.ToHexString(SHA256.HashData(bytes)), sha.GetString(), StringComparison.OrdinalIgnoreCase)
                    : bytes.AsSpan().SequenceEqual(theirs.GetProperty("InlineBinary").GetBytesFromBase64());
                if (!isSame) Add(at, "bytes");
                return;
            }
            CompareValues(at, vr!, Values(ours), Values(theirs));
            if (ours.TryGetProperty("InlineBinary", out _)) Add(at, "bytes");
        }

        private void CompareValues(string at, string vr, List<JsonElement> ours, List<JsonElement> theirs)
        {
            if (ours.Count != theirs.Count) Add(at, $"count {ours.Count} {theirs.Count}");
            for (var i = 0; i < Math.Min(ours.Count, theirs.Count); i++)
            {
                if (vr == "SQ") CompareObjects($"{at}/{i}/", ours[i], theirs[i]);
                else if (!IsSame(vr, ours[i], theirs[i])) Add(at, $"value {Describe(ours[i])} {Describe(theirs[i])}");
            }
        }

        /// <summary>The values of <c>Value</c>; none where it is absent.</summary>
        private static List<JsonElement> Values(JsonElement element) => element.TryGetProperty("Value", out var array) ? [.. array.EnumerateArray()] : [];

        private static bool IsSame(string vr, JsonElement ours, JsonElement theirs) => (ours.ValueKind, theirs.ValueKind) switch
        {
            (JsonValueKind.Number, JsonValueKind.Number) when vr == "FL" => (float)ours.GetDouble() == (float)theirs.GetDouble(),
            (JsonValueKind.Number, JsonValueKind.Number) => ours.GetDouble() == theirs.GetDouble(),
            (JsonValueKind.Object, JsonValueKind.Object) => ours.EnumerateObject().ToDictionary(group => group.Name, group => group.Value.GetString(), StringComparer.Ordinal)
                .OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .SequenceEqual(theirs.EnumerateObject().ToDictionary(group => group.Name, group => group.Value.GetString(), StringComparer.Ordinal).OrderBy(pair => pair.Key, StringComparer.Ordinal)),
            (JsonValueKind.String, JsonValueKind.String) => string.Equals(ours.GetString(), theirs.GetString(), StringComparison.Ordinal),
            var (own, their) => own == their && own == JsonValueKind.Null,
        };

        private static string Describe(JsonElement value) => value.ValueKind.ToString().ToLowerInvariant();

        private void Add(string where, string kind) => differences.Add(new(path, where, kind));
    }
}

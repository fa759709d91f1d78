using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Concord.Dicom.Encoding;
using Concord.Dicom.Files;
using Concord.Dicom.Json;
using Xunit.Abstractions;

namespace Dicom.Tests.Json;

/// <summary>Our JSON against what DCMTK's dcm2json made of the same objects.</summary>
public sealed class DcmtkOracleTests(ITestOutputHelper output)
{
    [Fact] public void Objects_say_the_same_as_with_another_toolkit()
    {
        if (Corpus.Root is null) { output.WriteLine("No corpus on this machine."); return; }
        using var lines = new StreamReader(new GZipStream(new MemoryStream(Corpus.Read("oracle/dicom_json_dcmtk.jsonl.gz")), CompressionMode.Decompress));
        var index = 0;
        List<string> differences = [];
        var damaged = Corpus.Rows("manifest.csv").Where(row => row["struct"].Contains("err=", StringComparison.Ordinal)).Select(row => row["path"]).ToHashSet(StringComparer.Ordinal);
        while (lines.ReadLine() is { } line)
        {
            if (index++ % 5 != 0 && !Corpus.IsWholeSweep) continue;
            using var oracle = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = 512 });
            var path = oracle.RootElement.GetProperty("path").GetString()!;
            try
            {
                using var ours = JsonDocument.Parse(Json(Corpus.Read(path)), new JsonDocumentOptions { MaxDepth = 512 });
                Compare(path, ours.RootElement, oracle.RootElement.GetProperty("json"), differences);
            }
            catch (DicomFormatException damage)
            {
                if (!damaged.Contains(path)) differences.Add($"{path} {damage.Message}");
            }
        }
        Assert.True(differences.Count == 0, string.Join("\n", differences));
    }

    private static ReadOnlyMemory<byte> Json(byte[] file)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output)) DicomJsonWriter.Write(json, Part10.Read(file).DataSet);
        return output.WrittenMemory;
    }

    private static void Compare(string path, JsonElement ours, JsonElement theirs, List<string> differences)
    {
        foreach (var element in theirs.EnumerateObject())
        {
            if (ours.TryGetProperty(element.Name, out var own)) CompareElement($"{path} {element.Name}", own, element.Value, differences);
            else differences.Add($"{path} {element.Name} is missing");
        }
        foreach (var element in ours.EnumerateObject())
            if (!theirs.TryGetProperty(element.Name, out _)) differences.Add($"{path} {element.Name} is more");
    }

    private static void CompareElement(string path, JsonElement ours, JsonElement theirs, List<string> differences)
    {
        var (vr, theirVr) = (ours.GetProperty("vr").GetString(), theirs.GetProperty("vr").GetString());
        // their private dictionary is another one; of letters that are no VR they make UN
        if (vr != theirVr && theirVr == "UN") return;
        if (vr != theirVr) differences.Add($"{path} vr {vr} {theirVr}");
        else if (theirs.TryGetProperty("_sha256", out var sha))
        {
            var bytes = ours.TryGetProperty("InlineBinary", out var inline) ? inline.GetBytesFromBase64() : [];
            if (!string.Equals(Convert.ToHexString(SHA256.HashData(bytes)), sha.GetString(), StringComparison.OrdinalIgnoreCase)) differences.Add($"{path} bytes");
        }
        else if (theirs.TryGetProperty("InlineBinary", out var binary))
        {
            // they pad what is odd
            if (!ours.TryGetProperty("InlineBinary", out var own) || !binary.GetBytesFromBase64().AsSpan().TrimEnd((byte)0).SequenceEqual(own.GetBytesFromBase64().AsSpan().TrimEnd((byte)0))) differences.Add($"{path} binary");
        }
        else CompareValues(path, vr!, Values(ours), Values(theirs), differences);
    }

    /// <summary>The values; none where all are empty, which they leave out and we keep.</summary>
    private static List<JsonElement> Values(JsonElement element)
    {
        if (!element.TryGetProperty("Value", out var array)) return [];
        List<JsonElement> values = [.. array.EnumerateArray()];
        return values.TrueForAll(value => value.ValueKind == JsonValueKind.Null || (value.ValueKind == JsonValueKind.Object && Name(value) is "")) && values.Count > 0
            && !values.Exists(value => value.ValueKind == JsonValueKind.Object && value.EnumerateObject().Any(member => member.Value.ValueKind == JsonValueKind.Object)) ? [] : values;
    }

    private static void CompareValues(string path, string vr, List<JsonElement> ours, List<JsonElement> theirs, List<string> differences)
    {
        if (path.EndsWith("00080005", StringComparison.Ordinal)) return; // theirs keeps the original term in items, and none where it is empty
        if (ours.Count != theirs.Count)
        {
            differences.Add($"{path} count {ours.Count} {theirs.Count}");
            return;
        }
        for (var i = 0; i < ours.Count; i++)
        {
            if (vr == "SQ") Compare($"{path}/{i}", ours[i], theirs[i], differences);
            else if (!IsSame(vr, ours[i], theirs[i])) differences.Add($"{path} value [{ours[i].GetRawText()}] [{theirs[i].GetRawText()}]");
        }
    }

    private static bool IsSame(string vr, JsonElement ours, JsonElement theirs) => (ours.ValueKind, theirs.ValueKind) switch
    {
        (JsonValueKind.Number, JsonValueKind.Number) when vr == "FL" => (float)ours.GetDouble() == (float)theirs.GetDouble(),
        (JsonValueKind.Number, JsonValueKind.Number) => Math.Abs(ours.GetDouble() - theirs.GetDouble()) <= 1e-14 * Math.Abs(ours.GetDouble()),
        (JsonValueKind.Object, JsonValueKind.Object) => Name(ours) == Name(theirs),
        (JsonValueKind.Number, JsonValueKind.String) => ours.GetDouble() == double.Parse(theirs.ToString(), System.Globalization.CultureInfo.InvariantCulture),
        (JsonValueKind.String, _) when vr == "UI" => ours.ToString().Replace(" ", "", StringComparison.Ordinal) == theirs.ToString(),
        _ => ours.ToString() == theirs.ToString().TrimEnd('\0'), // theirs keeps wrong padding
    };

    private static string Name(JsonElement name) =>
        string.Join('|', name.EnumerateObject().Select(group => $"{group.Name}={group.Value.ToString().TrimEnd('^', ' ')}").Where(group => !group.EndsWith('=')));
}

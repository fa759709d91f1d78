using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Whole.Tests.Harness;
using Xunit.Abstractions;

namespace Whole.Tests.Sweeps;

/// <summary>What one archive says of an object (metadata and bulk data) another one takes (PS3.18 §10.5.2), and then says the same.</summary>
public sealed class MetadataStoreSweepTests(ITestOutputHelper output)
{
    /// <summary>What does not come back as it was, and why.</summary>
    private static readonly Dictionary<string, string> Known = new(StringComparer.Ordinal)
    {
        ["edge/pylibjpeg_ELSCINT1_JP2vsJ2K.dcm"] = "other bytes", // its frame has JP2 boxes around it, which pixel data must not have (PS3.5 §8.2.4): they are left out
        ["edge/pylibjpeg_MAROTECH_CT_JP2Lossy.dcm"] = "other bytes", // the same
        ["ts/j2k-lossless/healthcare-dicom-dicomweb-adapter_example-redacted-jp2k.dcm"] = "other bytes", // the same
        ["ts/jpeg-baseline/deid-data_ctbrain1.dcm"] = "other values of 00110011", // of odd length: padded
        ["ts/jpeg-baseline/dicom-swift_jpeg_baseline_synthetic.dcm"] = "Conflict", // JPEG in pixel data of defined length, which no frame can be taken from
    };

    [Fact]
    public async Task Every_object_goes_over_as_metadata_and_bulk_data()
    {
        await using var from = await ConcordServer.Start("--seal-after", "3600");
        await using var to = await ConcordServer.Start("--seal-after", "3600");
        var faults = new List<string>();
        var (done, refused) = (0, 0);
        foreach (var file in Corpus.Sweep(Corpus.Files, output).DistinctBy(file => file.SopUid))
        {
            var stored = await from.Web.Stow(await File.ReadAllBytesAsync(file.FullPath));
            if (stored.Status != HttpStatusCode.OK || stored.DataSet?["00081199"]?["Value"]?[0]?["00081190"]?["Value"]?[0] is not { } address)
            {
                refused++;
                continue;
            }
            if (!address.ToString().Contains("/studies/", StringComparison.Ordinal)) continue; // of no patient: there is no metadata resource of those
            try
            {
                if (await Difference(from, to, new Uri(address.ToString())) is { } fault) faults.Add($"{file.Path}: {fault}");
            }
            catch (Exception e) when (e is HttpRequestException or Xunit.Sdk.XunitException)
            {
                faults.Add($"{file.Path} at {address}: {e.Message}");
            }
            done++;
        }
        output.WriteLine($"{done} went over, {refused} are no objects that are stored");
        Assert.All(faults.ToArray(), fault => Assert.True(!Known.TryGetValue(fault.Split(':')[0], out var known) || (fault.Contains(known, StringComparison.Ordinal) && faults.Remove(fault)), fault));
        Assert.True(done > refused && faults.Count == 0, string.Join('\n', faults));
    }

    private static async Task<string?> Difference(ConcordServer from, ConcordServer to, Uri instance)
    {
        var said = await Metadata(from, instance);
        var values = new Dictionary<string, List<(byte[] Bytes, string Type)>>(StringComparer.Ordinal);
        foreach (var address in Addresses(said)) values[address] = await Bulk(from, new Uri(instance + "/metadata"), address);
        var answer = await to.Web.Stow(Body(said, values));
        if (answer.Status != HttpStatusCode.OK) return $"{answer.Status} {answer.Text}";

        var there = new Uri(to.Http, instance.AbsolutePath);
        var repeated = await Metadata(to, there);
        if (OtherTags(Plain(said), Plain(repeated)) is { Length: > 0 } tags) return "other values of " + string.Join(' ', tags);
        var addresses = Addresses(repeated).ToArray();
        foreach (var (address, sent) in addresses.Zip(values.Values))
        {
            var came = await Bulk(to, new Uri(there + "/metadata"), address);
            if (came.Count != sent.Count || came.Zip(sent).Any(pair => !IsSame(pair.First.Bytes, pair.Second.Bytes))) return $"{address}: other bytes";
        }
        using var folder = new TempFolder("metadata-store");
        await File.WriteAllBytesAsync(folder["one.dcm"], Assert.Single(await to.Web.Retrieve(there.AbsolutePath["/dicom-web/".Length..])));
        var dump = await ToolRun.Run("dcmdump", ["-q", folder["one.dcm"]]);
        return dump.ExitCode == 0 ? null : dump.All;
    }

    /// <summary>A frame of odd length has got its padding byte (PS3.5 §A.4).</summary>
    private static bool IsSame(byte[] one, byte[] other) =>
        one.AsSpan(0, Math.Min(one.Length, other.Length)).SequenceEqual(other.AsSpan(0, Math.Min(one.Length, other.Length))) && Math.Abs(one.Length - other.Length) <= 1;

    private static async Task<JsonArray> Metadata(ConcordServer concord, Uri instance) =>
        JsonNode.Parse(await concord.Web.Client.GetStringAsync(new Uri(instance + "/metadata")))!.AsArray();

    private static async Task<List<(byte[] Bytes, string Type)>> Bulk(ConcordServer concord, Uri metadata, string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(metadata, address));
        request.Headers.TryAddWithoutValidation("Accept", "*/*; transfer-syntax=*");
        using var answer = await concord.Web.Client.SendAsync(request);
        var body = await answer.Content.ReadAsByteArrayAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{address}: {answer.StatusCode}");
        var type = answer.Content.Headers.ContentType!;
        if (type.MediaType != "multipart/related") return [(body, type.ToString())];
        return [.. DicomWeb.SplitParts(body, type.Parameters.First(p => p.Name == "boundary").Value!.Trim('"'))
            .Select(part => (part.Body, part.Headers.Split("\r\n").First(line => line.StartsWith("Content-Type:", StringComparison.OrdinalIgnoreCase))["Content-Type:".Length..].Trim()))];
    }

    private static MultipartContent Body(JsonArray metadata, Dictionary<string, List<(byte[] Bytes, string Type)>> values)
    {
        var content = new MultipartContent("related", "boundary-5d2e");
        content.Headers.ContentType!.Parameters.Add(new NameValueHeaderValue("type", "\"application/dicom+json\""));
        content.Add(Part(Encoding.UTF8.GetBytes(metadata.ToJsonString()), "application/dicom+json", null));
        foreach (var (address, parts) in values)
            foreach (var (bytes, type) in parts) content.Add(Part(bytes, type, address));
        return content;
    }

    private static ByteArrayContent Part(byte[] bytes, string type, string? location)
    {
        var part = new ByteArrayContent(bytes);
        part.Headers.TryAddWithoutValidation("Content-Type", type);
        if (location is not null) part.Headers.TryAddWithoutValidation("Content-Location", location);
        return part;
    }

    private static IEnumerable<string> Addresses(JsonNode? node) => node switch
    {
        JsonArray array => array.SelectMany(Addresses),
        JsonObject one when one["BulkDataURI"] is { } address => [address.ToString()],
        JsonObject one => one.SelectMany(pair => Addresses(pair.Value)),
        _ => [],
    };

    private static string[] OtherTags(JsonObject one, JsonObject other) =>
        [.. one.Select(pair => pair.Key).Union(other.Select(pair => pair.Key)).Where(tag => !JsonNode.DeepEquals(one[tag], other[tag]) && !IsDue(tag, one[tag], other[tag])).Order(StringComparer.Ordinal)];

    /// <summary>Text that is not ASCII gets a character set, compressed pixel data are OB whatever they were called (PS3.5 §A.4), and a lossy JPEG says that it is one.</summary>
    private static bool IsDue(string tag, JsonNode? one, JsonNode? other) => tag switch
    {
        "00080005" => one is null && (string?)other!["Value"]![0] == "ISO_IR 192",
        "7FE00010" => one!["BulkDataURI"] is not null && (string?)other!["vr"] == "OB",
        "00282110" => one is null && (string?)other!["Value"]![0] == "01",
        _ => false,
    };

    /// <summary>Without addresses, which name the server.</summary>
    private static JsonObject Plain(JsonArray metadata)
    {
        var copy = metadata.DeepClone();
        Strip(copy);
        return Assert.Single(copy.AsArray())!.AsObject();
    }

    private static void Strip(JsonNode? node)
    {
        if (node is JsonArray array)
            foreach (var item in array) Strip(item);
        if (node is not JsonObject one) return;
        if (one.ContainsKey("BulkDataURI")) one["BulkDataURI"] = "";
        foreach (var pair in one.ToArray()) Strip(pair.Value);
    }
}

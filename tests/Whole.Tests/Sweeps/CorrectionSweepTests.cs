using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Whole.Tests.Harness;
using Xunit.Abstractions;

namespace Whole.Tests.Sweeps;

/// <summary>Objects of all kinds are corrected: pydicom reads in them what it read before but for what is corrected, and undone they are the same bytes.</summary>
public sealed class CorrectionSweepTests(ITestOutputHelper output)
{
    private const string Name = "张^三", Accession = "A-4711";

    /// <summary>Studies in one correction.</summary>
    private const int StudiesAtOnce = 200;

    /// <summary>What pydicom reads otherwise, and why.</summary>
    private static readonly Dictionary<string, string> Known = new(StringComparer.Ordinal)
    {
        ["charset_fo-dicom_chrGB2312.dcm"] = "not corrected: \u001b$)A张^\u001b$)A三", // pydicom leaves the escapes of ISO 2022 IR 58 in the text
        ["synthetic_charset_ISO2022_58.dcm"] = "not corrected: \u001b$)A张^\u001b$)A三", // the same
        ["copyleft_modality_dx_openrem_DX-Im-DRGEM.dcm"] = "without loss", // an integer that is none: pydicom does not read the object
        ["modality_xa_pacssystem_xa_minimal.dcm"] = "(0018, 1151)", // a number that is binary: the same bytes, read by another character set
        ["synthetic_charset_ISO2022_13_87.dcm"] = "(0008, 0070)", // half a character, which no other set can hold
        ["synthetic_charset_ISO2022_87.dcm"] = "(0008, 0070)", // the same
        ["synthetic_charset_ISO2022_6_166_203.dcm"] = "other values are noted", // pydicom does not know ISO_IR 203
        ["synthetic_charset_ISO_IR_203.dcm"] = "other values are noted", // the same
    };

    [Fact]
    public async Task Every_object_is_corrected_and_nothing_else_of_it_changes()
    {
        await using var concord = await ConcordServer.Start("--seal-after", "3600");
        using var folder = new TempFolder("corrections");
        var (before, paths) = (new Dictionary<string, byte[]>(StringComparer.Ordinal), new Dictionary<string, string>(StringComparer.Ordinal));
        foreach (var file in Corpus.Sweep(Corpus.Files.Where(file => file.IsReadable), output).DistinctBy(file => file.SopUid))
        {
            var stored = await concord.Web.Stow(await File.ReadAllBytesAsync(file.FullPath));
            if (stored.Status != HttpStatusCode.OK || stored.DataSet?["00081199"]?["Value"]?[0]?["00081190"]?["Value"]?[0] is not { } address) continue;
            var path = new Uri(address.ToString()).AbsolutePath["/dicom-web/".Length..];
            if (!path.StartsWith("studies/", StringComparison.Ordinal)) continue; // of no patient
            before[path] = Assert.Single(await concord.Web.Retrieve(path));
            paths[path] = file.Path.Replace('/', '_');
        }
        var numbers = new List<long>();
        foreach (var studies in before.Keys.Select(path => path.Split('/')[1]).Distinct().Chunk(StudiesAtOnce)) numbers.Add(await Correct(concord, studies));
        await Compare(concord, folder, before, paths);
        foreach (var number in numbers)
            using (var undone = await concord.Web.Client.PostAsJsonAsync(new Uri(concord.Http, $"api/corrections/{number}/undo"), new { why = "all of it" })) Assert.Equal(HttpStatusCode.OK, undone.StatusCode);
        foreach (var (path, bytes) in before) Assert.Equal(bytes, Assert.Single(await concord.Web.Retrieve(path)));
    }

    private async Task Compare(ConcordServer concord, TempFolder folder, Dictionary<string, byte[]> before, Dictionary<string, string> paths)
    {
        var lines = new List<string>();
        foreach (var (path, bytes) in before)
        {
            var (from, to) = (folder[paths[path]], folder["after_" + paths[path]]);
            await File.WriteAllBytesAsync(from, bytes);
            await File.WriteAllBytesAsync(to, Assert.Single(await concord.Web.Retrieve(path)));
            lines.Add($"{from}\t{to}");
        }
        await File.WriteAllLinesAsync(folder["pairs"], lines);
        var compared = (await ToolRun.Run("/usr/bin/python3", [Repository.At("tests", "Whole.Tests", "Oracle", "corrected.py"), folder["pairs"], Name, Accession], TimeSpan.FromMinutes(8))).Succeeded().Output.Trim().Split('\n');
        output.WriteLine($"{compared[^1]} compared");
        Assert.Equal(before.Count.ToString(System.Globalization.CultureInfo.InvariantCulture), compared[^1]);
        var faults = compared[..^1].Where(line => line.Contains(".dcm: ", StringComparison.Ordinal)).Where(line => !Known.Any(known => line.StartsWith(known.Key, StringComparison.Ordinal) && line.Contains(known.Value, StringComparison.Ordinal))).ToList();
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private static async Task<long> Correct(ConcordServer concord, string[] studies)
    {
        var body = new JsonObject
        {
            ["studies"] = new JsonArray([.. studies.Select(study => (JsonNode)study)]),
            ["set"] = JsonNode.Parse($$$$"""{"00100010":{"vr":"PN","Value":[{"Alphabetic":"{{{{Name}}}}"}]},"00080050":{"vr":"SH","Value":["{{{{Accession}}}}"]}}"""),
            ["why"] = "a sweep",
        };
        using var answer = await concord.Web.Client.PostAsJsonAsync(new Uri(concord.Http, "api/corrections"), body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return (long)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["number"]!;
    }
}

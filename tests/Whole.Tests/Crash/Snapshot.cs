using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Whole.Tests.Harness;

namespace Whole.Tests.Crash;

/// <summary>All that QIDO-RS and metadata say of an archive, in an order of its own, without the server's address: to be compared before and after.</summary>
internal static class Snapshot
{
    private const int Page = 500;
    private static readonly JsonSerializerOptions AsItIs = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task<string> Take(ConcordServer concord)
    {
        var lines = new List<string>();
        foreach (var study in await All(concord, "studies"))
        {
            var studyPath = "studies/" + study.Text("0020000D");
            lines.Add(Line(study));
            foreach (var series in await All(concord, studyPath + "/series"))
            {
                var seriesPath = $"{studyPath}/series/{series.Text("0020000E")}";
                lines.Add(Line(series));
                lines.AddRange((await All(concord, seriesPath + "/instances")).Select(Line));
                lines.AddRange((await concord.Web.Metadata(seriesPath)).Select(Line));
            }
        }

        lines.Sort(StringComparer.Ordinal);
        return string.Join('\n', lines).Replace(concord.Http.ToString(), "/", StringComparison.Ordinal);
    }

    private static async Task<List<JsonObject>> All(ConcordServer concord, string path)
    {
        var all = new List<JsonObject>();
        while (true)
        {
            var page = await concord.Web.Query($"{path}?includefield=all&limit={Page}&offset={all.Count}");
            all.AddRange(page);
            if (page.Count < Page) return all;
        }
    }

    private static string Line(JsonObject dataSet) => dataSet.ToJsonString(AsItIs);
}

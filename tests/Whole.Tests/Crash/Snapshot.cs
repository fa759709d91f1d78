using System.Text.Json.Nodes;
using Whole.Tests.Harness;

namespace Whole.Tests.Crash;

/// <summary>All that QIDO-RS says of an archive, at every level, in an order of its own: to be compared before and after.</summary>
internal static class Snapshot
{
    private const int Page = 500;

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
        return string.Join('\n', lines);
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

    /// <summary>The data set without what names the server's own address, which changes with its port.</summary>
    private static string Line(JsonObject dataSet)
    {
        dataSet.Remove("00081190");
        return dataSet.ToJsonString();
    }
}

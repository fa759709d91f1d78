using System.Globalization;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Whole.Tests.Harness;
using Xunit.Abstractions;

namespace Whole.Tests.Peers;

/// <summary>What DCMTK's <c>dsrdump</c> reads in a report stands in Concord's text and page of it.</summary>
public sealed partial class ReportTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Every_concept_and_value_of_a_report_is_on_its_page()
    {
        if (Repository.SharedCorpus is null)
        {
            output.WriteLine("The large corpus is absent, and there are no reports among the fixtures.");
            return;
        }
        await using var concord = await ConcordServer.Start("--seal-after", "3600");
        var faults = new List<string>();
        var (reports, words) = (0, 0);
        foreach (var file in Corpus.Files.Where(file => file.SopClass.StartsWith("1.2.840.10008.5.1.4.1.1.88.", StringComparison.Ordinal)).DistinctBy(file => file.SopUid))
        {
            var dump = await ToolRun.Run("dsrdump", ["+Pl", "-Er", "-Ec", "-Ei", file.FullPath]);
            if (dump.ExitCode != 0) continue; // no report that DCMTK can read
            var stored = await concord.Web.Stow(await File.ReadAllBytesAsync(file.FullPath));
            if (stored.DataSet?["00081199"]?["Value"]?[0]?["00081190"]?["Value"]?[0] is not { } address) continue;
            var (text, page) = (Plain(await Get(concord, address + "/rendered", "text/plain")), Plain(System.Net.WebUtility.HtmlDecode(await Get(concord, address + "/rendered", "text/html"))));
            var read = Words().Matches(dump.Output).Select(match => Plain(match.Groups["word"].Value)).Where(word => word.Length > 0 && word.All(char.IsAscii)).Distinct().ToList();
            faults.AddRange(read.Where(word => !text.Contains(word, StringComparison.Ordinal) || !page.Contains(word, StringComparison.Ordinal)).Select(word => $"{file.Path}: {word}"));
            reports++;
            words += read.Count;
        }
        output.WriteLine($"{words} words of {reports} reports");
        Assert.True(reports > 0 && words > reports && faults.Count == 0, string.Create(CultureInfo.InvariantCulture, $"{faults.Count} of {words} are missing\n{string.Join('\n', faults.Take(20))}"));
    }

    /// <summary>Names of concepts, texts and numbers, meanings of codes; not those of units, which stand there by their code.</summary>
    [GeneratedRegex("""(?:[A-Z]:\(,,"(?<word>[^"]*)"\))|(?:=\([^"()]*,"(?<word>[^"]*)"\)>)|(?:="(?<word>[^"]*)")""", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Words();

    /// <summary>Without what is written otherwise for people: line ends, carets of names, marks of dates.</summary>
    private static string Plain(string text) => string.Concat(
        text.Replace("\\n", "", StringComparison.Ordinal).Replace("\\r", "", StringComparison.Ordinal).Where(c => !char.IsWhiteSpace(c) && c is not ('-' or ':' or '^')));

    private static async Task<string> Get(ConcordServer concord, string address, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address));
        request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse(accept));
        using var answer = await concord.Web.Client.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, $"{address}: {answer.StatusCode}");
        return await answer.Content.ReadAsStringAsync();
    }
}

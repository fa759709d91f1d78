using System.Text.RegularExpressions;

namespace Dicom.Tests.Documentation;

/// <summary>The page for newcomers shows only code that is compiled and run.</summary>
public sealed partial class CorePageTests
{
    [Fact] public void Every_piece_of_code_on_the_page_is_a_piece_of_the_tour()
    {
        var pieces = Pieces(File.ReadAllLines(Path.Combine(Repository.Root, "tests", "Dicom.Tests", "Documentation", "CoreTour.cs")));
        var shown = Fenced().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "dicom-core.md"))).Select(match => match.Groups["code"].Value.Trim()).ToList();

        Assert.NotEmpty(shown);
        Assert.Equal(pieces.Order(StringComparer.Ordinal), shown.Order(StringComparer.Ordinal));
    }

    /// <summary>What stands between <c>// tour:</c> and <c>// end</c>, moved to the left margin.</summary>
    private static List<string> Pieces(string[] lines)
    {
        var pieces = new List<string>();
        for (var i = 0; i < lines.Length; i++)
        {
            if (!lines[i].TrimStart().StartsWith("// tour:", StringComparison.Ordinal)) continue;
            var margin = lines[i].Length - lines[i].TrimStart().Length;
            var body = lines[(i + 1)..].TakeWhile(line => line.Trim() != "// end").Select(line => line.Length > margin ? line[margin..] : line.Trim());
            pieces.Add(string.Join('\n', body).Trim());
        }
        return pieces;
    }

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Fenced();
}

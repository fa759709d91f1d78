using System.Text;

namespace Concord.Server.Documents;

/// <summary>Writes a report as plain text, a line an item, indented.</summary>
internal static class ReportText
{
    public static string Write(Report report, bool chinese)
    {
        var text = new StringBuilder().Append(report.Title).Append('\n');
        foreach (var (label, value) in report.Heading) text.Append(ReportWords.Of(label, chinese)).Append(": ").Append(value).Append('\n');
        text.Append('\n');
        foreach (var child in report.Root.Children) Write(text, child, 0);
        return text.ToString();
    }

    private static void Write(StringBuilder text, ReportItem item, int level)
    {
        text.Append(' ', 2 * level).Append(item.Concept);
        if (item.Concept.Length > 0 && item.Value.Length > 0) text.Append(": ");
        text.Append(item.Value.ReplaceLineEndings("\n" + new string(' ', 2 * (level + 1)))).Append('\n');
        foreach (var child in item.Children) Write(text, child, level + 1);
    }
}

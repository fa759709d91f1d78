using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Concord.Server.Documents;

/// <summary>Writes a report as one HTML page that needs nothing else and runs nothing.</summary>
internal static class ReportHtml
{
    private const string Style = "body{font:15px/1.55 system-ui,'Noto Sans CJK SC','Microsoft YaHei',sans-serif;margin:2em auto;max-width:52em;padding:0 1em;color:#1b1f24;background:#fff}"
        + "h1{font-size:1.5em}h2,h3,h4,h5,h6{margin:1em 0 .3em;font-size:1.1em}dl{display:grid;grid-template-columns:max-content 1fr;gap:.1em 1em;border:1px solid #d0d7de;border-radius:6px;padding:.8em}"
        + "dt{color:#57606a}dd{margin:0}p{margin:.25em 0;white-space:pre-wrap}.c{color:#57606a}section{border-left:2px solid #d0d7de;padding-left:1em}a{color:#0969da}";

    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public static string Write(Report report, bool chinese)
    {
        var page = new StringBuilder("<!DOCTYPE html>\n");
        page.Append("<html lang=\"").Append(chinese ? "zh" : "en").Append("\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>");
        page.Append(Encoder.Encode(report.Title)).Append("</title><style>").Append(Style).Append("</style></head><body>\n<h1>").Append(Encoder.Encode(report.Title)).Append("</h1>\n<dl>");
        foreach (var (label, value) in report.Heading)
            page.Append("<dt>").Append(ReportWords.Of(label, chinese)).Append("</dt><dd>").Append(Encoder.Encode(value)).Append("</dd>");
        page.Append("</dl>\n");
        foreach (var child in report.Root.Children) Write(page, child, 2, chinese);
        return page.Append("</body></html>\n").ToString();
    }

    private static void Write(StringBuilder page, ReportItem item, int level, bool chinese)
    {
        if (item.IsContainer)
        {
            var heading = Math.Min(level, 6);
            if (item.Concept.Length > 0) page.Append("<h").Append(heading).Append('>').Append(Encoder.Encode(item.Concept)).Append("</h").Append(heading).Append(">\n");
        }
        else
        {
            page.Append("<p>");
            if (item.Concept.Length > 0) page.Append("<span class=\"c\">").Append(Encoder.Encode(item.Concept)).Append(": </span>");
            page.Append(Encoder.Encode(item.Value));
            if (item.Link is not null) page.Append(" <a href=\"").Append(Encoder.Encode(item.Link)).Append("\">").Append(ReportWords.Show(chinese)).Append("</a>");
            page.Append("</p>\n");
        }
        if (item.Children.Count == 0) return;
        page.Append("<section>\n");
        foreach (var child in item.Children) Write(page, child, item.IsContainer ? level + 1 : level, chinese);
        page.Append("</section>\n");
    }
}

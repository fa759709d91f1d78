using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Concord.Vault.Decisions;

namespace Concord.Server.Lifecycle;

/// <summary>A deletion certificate as a page to be printed, in Chinese and English. No script, nothing from elsewhere.</summary>
internal static class CertificateHtml
{
    private const string Style = """
        body{font:11pt/1.45 "Noto Sans CJK SC","Source Han Sans SC","Microsoft YaHei",sans-serif;margin:2em auto;max-width:60em;color:#111}
        h1{font-size:18pt}h2{font-size:12pt;margin:1.4em 0 .3em}table{border-collapse:collapse;width:100%}
        th,td{border:1px solid #999;padding:.25em .5em;text-align:left;vertical-align:top;overflow-wrap:anywhere}th{width:14em;background:#f2f2f2;font-weight:600}
        .list th{width:auto}.list td{font:8.5pt/1.35 monospace}footer{margin-top:3em}.line{display:inline-block;width:16em;border-bottom:1px solid #111}
        @media print{body{margin:0;max-width:none}tr{break-inside:avoid}}
        """;

    public static string Of(DeletionCertificate certificate, string sha256)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"<!DOCTYPE html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><title>删除证明 Deletion certificate {certificate.Number}</title><style>{Style}</style></head><body>");
        page.Append(CultureInfo.InvariantCulture, $"<h1>数据删除证明 · Deletion certificate No. {certificate.Number}</h1>");
        page.Append("<p>下列对象的字节已从本系统的全部存储位置永久删除，无法恢复。<br>The bytes of the objects below are gone for good from the places where this system keeps them.</p>");
        Facts(page, certificate, sha256);
        foreach (var series in certificate.Series) Series(page, series);
        page.Append("<footer><p>申请人签字 Requested by <span class=\"line\">&nbsp;</span> &emsp; 批准人签字 Approved by <span class=\"line\">&nbsp;</span></p></footer></body></html>");
        return page.ToString();
    }

    private static void Facts(StringBuilder page, DeletionCertificate certificate, string sha256)
    {
        page.Append("<table>");
        Row(page, "机构 Institution", certificate.System.Institution);
        Row(page, "系统 System", $"{certificate.System.Product} {certificate.System.Version} @ {certificate.System.Host}");
        Row(page, "签发时间 Issued", Time(certificate.IssuedAt));
        Row(page, "检查 Study Instance UID", certificate.StudyInstanceUid);
        Row(page, "对象数 Instances", string.Create(CultureInfo.InvariantCulture, $"{certificate.Instances} + {certificate.KeptAside} (另存内容 kept aside)"));
        Row(page, "字节数 Bytes", certificate.Bytes.ToString("N0", CultureInfo.InvariantCulture));
        Row(page, "存储位置 Places", string.Join(", ", certificate.Places));
        Row(page, "拒绝原因 Rejected because", string.Join("; ", certificate.Reasons));
        Row(page, "删除依据 Ground", certificate.Requested.Why);
        Row(page, "申请 Requested", Step(certificate.Requested));
        Row(page, "批准 Approved", Step(certificate.Approved));
        Row(page, "双人规则 Two persons", certificate.TwoPersons ? "是，两人 Yes, two" : "否，系统设置允许一人 No, one person was enough as was set");
        Row(page, "上一证明 SHA-256 of the one before", certificate.Previous);
        Row(page, "本证明 SHA-256 of this one (JSON)", sha256);
        page.Append("</table>");
    }

    private static void Series(StringBuilder page, CertifiedSeries series)
    {
        page.Append(CultureInfo.InvariantCulture, $"<h2>序列 Series {Text(series.SeriesInstanceUid)}</h2><table>");
        Row(page, "时间 When", Time(series.At));
        foreach (var bundle in series.Before) Row(page, $"原文件 Bundle before: {bundle.Bundle}", bundle.Sha256 ?? "—");
        Row(page, series.After is { } after ? $"现文件 Bundle after: {after.Bundle}" : "现文件 Bundle after", series.After?.Sha256 ?? "无 none");
        page.Append("</table><table class=\"list\"><tr><th>SOP Instance UID</th><th>字节 Bytes</th><th>SHA-256</th><th>拒绝 Rejected</th></tr>");
        foreach (var gone in series.Instances)
            page.Append(CultureInfo.InvariantCulture, $"<tr><td>{Text(gone.SopInstanceUid)}</td><td>{gone.Bytes}</td><td>{Text(gone.Sha256)}</td><td>{Text(Rejected(gone))}</td></tr>");
        page.Append("</table>");
    }

    private static string Rejected(CertifiedInstance gone) => gone.IsAside ? "另存内容 kept aside" : $"{gone.Reason} · {gone.RejectedBy} · {(gone.RejectedAt is { } at ? Time(at) : "")}";

    private static string Step(CertifiedStep step) => $"{step.Who} · {Time(step.At)}";

    private static string Time(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static void Row(StringBuilder page, string name, string value) => page.Append(CultureInfo.InvariantCulture, $"<tr><th>{Text(name)}</th><td>{Text(value)}</td></tr>");

    private static string Text(string text) => HtmlEncoder.Default.Encode(text);
}

using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Concord.Server.Describing;

/// <summary>Writes the conformance statement as one HTML page that runs nothing.</summary>
internal sealed class ConformancePage
{
    private const string Style = "body{font:14px/1.5 system-ui,'Noto Sans CJK SC','Microsoft YaHei',sans-serif;margin:2em auto;max-width:70em;padding:0 1em;color:#1b1f24;background:#fff}"
        + "table{border-collapse:collapse;width:100%;margin:.5em 0 1.5em}th,td{border:1px solid #d0d7de;padding:.25em .6em;text-align:left;vertical-align:top;overflow-wrap:anywhere}th{background:#f6f8fa}h1{font-size:1.6em}h2{font-size:1.2em;margin-top:1.6em}code{font-size:.95em}";

    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder _page = new();
    private readonly ConformanceStatement _said;
    private readonly bool _chinese;

    private ConformancePage(ConformanceStatement said, bool chinese) => (_said, _chinese) = (said, chinese);

    public static string Write(ConformanceStatement said, bool chinese)
    {
        var page = new ConformancePage(said, chinese);
        page.WriteAll();
        return page._page.ToString();
    }

    private void WriteAll()
    {
        var title = Say("DICOM Conformance Statement", "DICOM 一致性声明");
        _page.Append("<!DOCTYPE html>\n<html lang=\"").Append(_chinese ? "zh" : "en").Append("\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>Concord: ").Append(title)
            .Append("</title><style>").Append(Style).Append("</style></head><body>\n<h1>Concord ").Append(_said.Version).Append(": ").Append(title).Append("</h1>\n<p>")
            .Append(Say("Made by the running archive of its own settings; it follows the chapters of PS3.2.", "由运行中的归档系统依据其当前设置生成，章节顺序遵循 PS3.2。")).Append("</p>\n");
        Network();
        Services();
        Syntaxes();
        Web();
        CharacterSets();
        Security();
        Limits();
        Storage();
        _page.Append("</body></html>\n");
    }

    private void Network()
    {
        var (server, dicom) = (_said.Settings.Server, _said.Settings.Dicom);
        Heading("Application entity and network", "应用实体与网络");
        Table([], [
            [Say("AE titles", "AE 标题"), string.Join(", ", new[] { dicom.AeTitle }.Concat(dicom.AeTitles))], [Say("DICOM port", "DICOM 端口"), Number(server.DicomPort)], [Say("HTTP port", "HTTP 端口"), Number(server.HttpPort)],
            [Say("Called title must be ours", "必须匹配被叫标题"), YesNo(dicom.RequireCalledAeTitle)], [Say("Calling titles accepted", "接受的主叫标题"), dicom.AllowedCallingAeTitles.Count == 0 ? Say("any", "任意") : string.Join(", ", dicom.AllowedCallingAeTitles)],
            [Say("Largest PDU received", "最大接收 PDU"), Number(dicom.MaxPduLengthBytes)], [Say("Asynchronous operations window (performed, invoked)", "异步操作窗口（执行、发起）"), $"{dicom.MaxOperationsPerformed}, {dicom.MaxOperationsInvoked}"],
            [Say("Associations at once", "并发关联数"), Number(dicom.MaxAssociations)], [Say("User identity negotiation", "用户身份协商"), dicom.UserIdentity.ToString()],
            ["Implementation Class UID", Concord.Dicom.Files.FileMeta.ConcordImplementationClassUid.ToString()],
        ]);
    }

    private void Services()
    {
        Heading("Service classes", "服务类");
        Table([Say("SOP class", "SOP 类"), "UID", "SCP", "SCU"], [
            .. _said.ServiceClasses.Select(row => (string[])[row.Name, row.Uid, YesNo(true), YesNo(row.IsScuToo)]),
            [Say($"Storage: {_said.StorageClasses.Count()} classes, listed below", $"存储：{_said.StorageClasses.Count()} 个类，见文末列表"), "", YesNo(true), YesNo(true)],
            [Say("Storage: private and unknown classes", "存储：私有与未知类"), "", YesNo(_said.Settings.Dicom.AcceptUnknownSopClasses), ""],
        ]);
        Paragraph("Storage is level 2 (full): every attribute, private ones too, is kept byte for byte. An object whose UID is there with other content is kept aside (B007).",
            "存储为 2 级（完整）：所有属性（含私有属性）逐字节保存。UID 相同而内容不同的对象另行保存（B007）。");
        Paragraph("Queries: wildcard, range, list of UIDs, sequence, empty value and fuzzy matching of names (Hanzi and pinyin); relational queries by extended negotiation.",
            "查询：支持通配符、范围、UID 列表、序列、空值匹配，以及姓名模糊匹配（汉字与拼音）；支持通过扩展协商进行关系查询。");
    }

    private void Syntaxes()
    {
        Heading("Transfer syntaxes", "传输语法");
        if (!_said.HasCodecs) Paragraph("The codec program is not installed: compressed images are given as they lie only.", "未安装编解码程序：压缩图像仅能按原样提供。");
        Table([Say("Name", "名称"), "UID", Say("taken and given as it comes", "按原样接收与提供"), Say("decoded", "可解码"), Say("made", "可生成")],
            _said.TransferSyntaxes.Select(row => (string[])[row.Name, row.Uid, YesNo(true), YesNo(row.IsDecoded), YesNo(row.IsEncoded)]));
    }

    private void Web()
    {
        Heading("DICOM web services (PS3.18)", "DICOM Web 服务（PS3.18）");
        Table([Say("Transaction", "事务"), Say("Section", "章节"), Say("Resource", "资源"), Say("Query parameters", "查询参数"), Say("Media types", "媒体类型")],
            DicomWebCatalog.All.Select(one => (string[])[one.Name, one.Section, $"{string.Join(", ", one.Methods)} {one.Path}", string.Join(", ", one.Parameters), string.Join(", ", one.MediaTypes)]));
    }

    private void CharacterSets()
    {
        Heading("Character sets", "字符集");
        Paragraph("All of PS3.3 C.12.1.1.2 with and without code extensions, GB18030, GBK and UTF-8 among them, are read; answers are in ISO_IR 192 where they are not ASCII.",
            "可读取 PS3.3 C.12.1.1.2 的全部字符集（含代码扩展），包括 GB18030、GBK 与 UTF-8；非 ASCII 的应答采用 ISO_IR 192。");
    }

    private void Security()
    {
        var server = _said.Settings.Server;
        Heading("Security", "安全");
        Table([], [
            [Say("DICOM over TLS, port", "DICOM over TLS 端口"), server.DicomTlsPort is { } secure ? Number(secure) : Say("no", "否")], [Say("HTTPS port", "HTTPS 端口"), server.HttpsPort is { } https ? Number(https) : Say("no", "否")], [Say("Profile", "配置"), "BCP 195 RFC 9325: TLS 1.2, 1.3"],
            [Say("Credential for HTTP", "HTTP 凭据"), YesNo(!string.IsNullOrEmpty(_said.Settings.Http.Credential))], [Say("Deleting allowed", "允许删除"), YesNo(_said.Settings.Policy.AllowDelete)],
        ]);
    }

    private void Limits()
    {
        var settings = _said.Settings;
        Heading("Limits", "限制");
        Table([Say("Setting", "设置"), Say("Value", "值")], [
            ["Dicom:MaxObjectBytes", Number(settings.Dicom.MaxObjectBytes)], ["Dicom:IdleSeconds", Number(settings.Dicom.IdleSeconds)], ["Dicom:ArtimSeconds", Number(settings.Dicom.ArtimSeconds)],
            ["DicomWeb:MaxResults", Number(settings.DicomWeb.MaxResults)], ["DicomWeb:MaxParts", Number(settings.DicomWeb.MaxParts)], ["DicomWeb:MaxObjectBytes", Number(settings.DicomWeb.MaxObjectBytes)], ["DicomWeb:MaxExtendedTags", Number(settings.DicomWeb.MaxExtendedTags)],
            ["DicomWeb:MaxMetadataBytes", Number(settings.DicomWeb.MaxMetadataBytes)], ["DicomWeb:MaxInflatedBytes", Number(settings.DicomWeb.MaxInflatedBytes)], ["Vault:MaxHeadBytes", Number(settings.Vault.MaxHeadBytes)],
        ]);
    }

    private void Storage()
    {
        Heading("Storage SOP classes", "存储 SOP 类");
        Table([Say("SOP class", "SOP 类"), "UID"], _said.StorageClasses.Select(row => (string[])[row.Name, row.Uid]));
    }

    private void Heading(string english, string chinese) => _page.Append("<h2>").Append(Say(english, chinese)).Append("</h2>\n");

    private void Paragraph(string english, string chinese) => _page.Append("<p>").Append(Encoder.Encode(Say(english, chinese))).Append("</p>\n");

    private void Table(string[] heads, IEnumerable<string[]> rows)
    {
        _page.Append("<table>");
        if (heads.Length > 0) Row("th", heads);
        foreach (var row in rows) Row("td", row);
        _page.Append("</table>\n");
    }

    private void Row(string cell, string[] words)
    {
        _page.Append("<tr>");
        foreach (var word in words) _page.Append('<').Append(cell).Append('>').Append(Encoder.Encode(word)).Append("</").Append(cell).Append('>');
        _page.Append("</tr>\n");
    }

    private string Say(string english, string chinese) => _chinese ? chinese : english;

    private string YesNo(bool yes) => yes ? Say("yes", "是") : Say("no", "否");

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}

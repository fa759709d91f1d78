using System.Text;
using Concord.Dicom.Dictionary;
using Concord.Server.DicomWeb;
using Concord.Server.DicomWeb.Answers;
using Concord.Server.DicomWeb.Negotiation;
using Concord.Server.DicomWeb.Retrieve;
using Concord.Vault.Bundles;
using Microsoft.Net.Http.Headers;

namespace Concord.Server.Documents;

/// <summary>Gives documents to people: reports as HTML or plain text, encapsulated documents as what they are (PS3.18 Table 8.7.4-1).</summary>
internal sealed class DocumentMaker(HeadSource heads, BulkSource bulk)
{
    /// <summary>Changes when the same report gives another page than before.</summary>
    private const string Version = "document 1";

    /// <summary>The document, in the best media type that the client takes; null when the object is none, or none of its types is taken.</summary>
    public async Task<IResult?> Find(HttpContext context, BundleEntry entry, IReadOnlyList<AcceptEntry> accepted)
    {
        if (!IsDocument(entry)) return null;
        var dataSet = await heads.ReadAll(entry, context.RequestAborted);
        if (dataSet.Find(Tags.EncapsulatedDocument) is not null) return await Encapsulated(context, entry, accepted);
        if (!ReportReader.IsReport(dataSet)) return null;
        var type = accepted.Select(range => range.MediaType).FirstOrDefault(type => type is "text/html" or "text/plain" or "text/*" or "*/*");
        if (type is null) return null;
        if (type is "text/*" or "*/*") type = "text/html";
        var chinese = ReportWords.IsChinese(context.Request);
        context.Response.Headers.Vary = new[] { HeaderNames.Accept, HeaderNames.AcceptLanguage };
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'";
        var report = new ReportReader(dataSet, context.ServiceAddress()).Read();
        var text = type == "text/html" ? ReportHtml.Write(report, chinese) : ReportText.Write(report, chinese);
        return new SegmentedAnswer([new Segment.Memory(Encoding.UTF8.GetBytes(text))], type + "; charset=utf-8", EntityTags.Of([entry], $"{Version} {type} {chinese} {context.ServiceAddress()}"));
    }

    /// <summary>By class, so that no image is opened for it: the SR and encapsulated document families.</summary>
    private static bool IsDocument(BundleEntry entry) => entry.SopClassUid.ToString() is var uid
        && (uid.StartsWith("1.2.840.10008.5.1.4.1.1.88.", StringComparison.Ordinal) || uid.StartsWith("1.2.840.10008.5.1.4.1.1.104.", StringComparison.Ordinal));

    private async Task<IResult?> Encapsulated(HttpContext context, BundleEntry entry, IReadOnlyList<AcceptEntry> accepted)
    {
        if (await bulk.Open(entry, Tags.EncapsulatedDocument.ToHex(), context.RequestAborted) is not { } value) return null;
        var group = value.MediaType[..(value.MediaType.IndexOf('/', StringComparison.Ordinal) + 1)] + "*";
        if (!accepted.Any(range => range.MediaType == value.MediaType || range.MediaType == group || range.IsAny)) return null;
        return new SegmentedAnswer(value.Bodies[0], value.MediaType, EntityTags.Of([entry], $"{Version} {value.MediaType}"));
    }
}

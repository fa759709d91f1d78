using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Dicom.Files;

namespace Archive.Tests.Server;

/// <summary>Reports and documents for people to read: <c>/rendered</c> and the URI service.</summary>
public sealed class DocumentTests
{
    private const string Hostile = "<script>alert('x')</script> & \"q\"";

    [Fact]
    public async Task A_report_is_a_page_of_its_words_that_runs_nothing()
    {
        await using var server = await TestServer.Start();
        var (image, report) = (TestImage.New(), TestImage.New());
        await server.Stow(image.Native(TestImage.Pixels(32)), Report(report, image));
        using var answer = await server.Get(report.Path + "/rendered", "text/html");
        Assert.Equal("text/html; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.Contains("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        var html = await answer.Content.ReadAsStringAsync();
        foreach (var expected in new[] { "张三 (Zhang San)", "Birth date", "检查所见", "右肺上叶结节", "12.5 mm", "2026-11-26", "Findings", "Secondary Capture", $"href=\"{new Uri(server.Client.BaseAddress!, image.Path)}/rendered\"" })
            Assert.Contains(expected, html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;", html, StringComparison.Ordinal);
        using var picture = await server.Get(image.Path + "/rendered", "image/png");
        Assert.Equal(200, (int)picture.StatusCode); // where the link leads
    }

    [Fact]
    public async Task Its_words_are_Chinese_for_who_wants_them_so_and_plain_text_for_who_takes_that()
    {
        await using var server = await TestServer.Start();
        var (image, report) = (TestImage.New(), TestImage.New());
        await server.Stow(Report(report, image));
        using var chinese = await server.Get(report.Path + "/rendered", "*/*", headers => headers.AcceptLanguage.ParseAdd("zh-CN,en;q=0.5"));
        var html = await chinese.Content.ReadAsStringAsync();
        Assert.Contains("lang=\"zh\"", html, StringComparison.Ordinal);
        Assert.Contains("<dt>出生日期</dt>", html, StringComparison.Ordinal);
        using var plain = await server.Get(report.Path + "/rendered", "text/plain");
        Assert.Equal("text/plain; charset=utf-8", plain.Content.Headers.ContentType!.ToString());
        var text = await plain.Content.ReadAsStringAsync();
        Assert.Contains(Hostile, text, StringComparison.Ordinal);
        Assert.Contains("  直径: 12.5 mm\n", text, StringComparison.Ordinal);
        using var again = await server.Get(report.Path + "/rendered", "text/plain", headers => headers.IfNoneMatch.Add(plain.Headers.ETag!));
        Assert.Equal(304, (int)again.StatusCode);
        using var refused = await server.Get(report.Path + "/rendered", "image/jpeg");
        Assert.Equal(406, (int)refused.StatusCode);
        using var byUri = await server.Get($"wado?requestType=WADO&studyUID={report.Study}&seriesUID={report.Series}&objectUID={report.Instance}&contentType=text/html");
        Assert.Equal("text/html", byUri.Content.Headers.ContentType!.MediaType);
        using var byDefault = await server.Get($"wado?requestType=WADO&studyUID={report.Study}&seriesUID={report.Series}&objectUID={report.Instance}");
        Assert.Equal("text/html", byDefault.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_document_is_what_it_is()
    {
        await using var server = await TestServer.Start();
        var one = TestImage.New();
        var document = "%PDF-1.4 of no more than this "u8.ToArray();
        var dataSet = one.Head().SetUid(Tags.SOPClassUID, Uids.EncapsulatedPDFStorage).SetString(Tags.MIMETypeOfEncapsulatedDocument, "application/pdf").Set(new(Tags.EncapsulatedDocument, Vr.OB, document));
        await server.Stow(Part10.ToArray(dataSet, TransferSyntax.ExplicitVrLittleEndian));
        foreach (var path in new[] { one.Path + "/rendered", $"wado?requestType=WADO&objectUID={one.Instance}&contentType=application/pdf" })
        {
            using var answer = await server.Get(path, "application/pdf");
            Assert.Equal("application/pdf", answer.Content.Headers.ContentType!.MediaType);
            Assert.Equal(document, await answer.Content.ReadAsByteArrayAsync());
        }
    }

    [Fact]
    public async Task A_report_nested_without_end_is_a_page_all_the_same()
    {
        await using var server = await TestServer.Start();
        var report = TestImage.New();
        var inner = Item("TEXT", "deep").SetString(Tags.TextValue, "bottom");
        for (var i = 0; i < 100; i++) inner = Item("CONTAINER", $"level {i}").SetItems(Tags.ContentSequence, inner);
        var head = Head(report).SetItems(Tags.ContentSequence, inner);
        await server.Stow(Part10.ToArray(head, TransferSyntax.ExplicitVrLittleEndian));
        using var answer = await server.Get(report.Path + "/rendered", "text/html");
        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Contains("level 90", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static byte[] Report(TestImage report, TestImage image)
    {
        var place = new DataSet().SetUid(Tags.StudyInstanceUID, image.Study).SetItems(Tags.ReferencedSeriesSequence,
            new DataSet().SetUid(Tags.SeriesInstanceUID, image.Series).SetItems(Tags.ReferencedSOPSequence, Reference(image)));
        var head = Head(report).SetItems(Tags.CurrentRequestedProcedureEvidenceSequence, place).SetItems(Tags.ContentSequence,
            Item("CONTAINER", "Findings").SetItems(Tags.ContentSequence,
                Item("TEXT", "检查所见").SetString(Tags.TextValue, "右肺上叶结节").SetItems(Tags.ContentSequence, Item("NUM", "直径").SetItems(Tags.MeasuredValueSequence,
                    new DataSet().SetString(Tags.NumericValue, "12.5").SetItems(Tags.MeasurementUnitsCodeSequence, new DataSet().SetString(Tags.CodeValue, "mm").SetString(Tags.CodeMeaning, "mm")))),
                Item("TEXT", "Comment").SetString(Tags.TextValue, Hostile), Item("DATE", "Day").SetString(Tags.Date, "20261126"),
                Item("IMAGE", "Key image").SetItems(Tags.ReferencedSOPSequence, Reference(image))));
        return Part10.ToArray(head, TransferSyntax.ExplicitVrLittleEndian);
    }

    private static DataSet Head(TestImage report) => new DataSet().SetString(Tags.SpecificCharacterSet, "ISO_IR 192").SetUid(Tags.SOPClassUID, Uids.ComprehensiveSRStorage).SetUid(Tags.SOPInstanceUID, report.Instance)
        .SetUid(Tags.StudyInstanceUID, report.Study).SetUid(Tags.SeriesInstanceUID, report.Series).SetString(Tags.PatientName, "Zhang^San=张^三").SetString(Tags.PatientID, "P-1").SetString(Tags.PatientBirthDate, "19700101")
        .SetString(Tags.Modality, "SR").SetString(Tags.ValueType, "CONTAINER").SetString(Tags.CompletionFlag, "COMPLETE").SetItems(Tags.ConceptNameCodeSequence, Code("CT 报告"));

    private static DataSet Item(string kind, string concept) =>
        new DataSet().SetString(Tags.SpecificCharacterSet, "ISO_IR 192").SetString(Tags.RelationshipType, "CONTAINS").SetString(Tags.ValueType, kind).SetItems(Tags.ConceptNameCodeSequence, Code(concept));

    private static DataSet Code(string meaning) => new DataSet().SetString(Tags.SpecificCharacterSet, "ISO_IR 192").SetString(Tags.CodeValue, "1").SetString(Tags.CodingSchemeDesignator, "99X").SetString(Tags.CodeMeaning, meaning);

    private static DataSet Reference(TestImage image) =>
        new DataSet().SetUid(Tags.ReferencedSOPClassUID, Uids.SecondaryCaptureImageStorage).SetUid(Tags.ReferencedSOPInstanceUID, image.Instance);
}

using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Dicom.Files;

namespace Archive.Tests.Server;

/// <summary>Pages, order, counts and XML of searches (PS3.18 §8.3.4.4, §8.7.3.2).</summary>
public sealed class SearchPageTests
{
    private static readonly string[] Names = ["Zhang^San", "Li^Si=李^四", "Wang^Wu", "aaron^b", "Ärger^C", "", "Zhang^San"];

    [Theory]
    [InlineData("")]
    [InlineData("&orderby=StudyDate,-PatientID")]
    [InlineData("&orderby=-PatientName")]
    [InlineData("&orderby=PatientName,AccessionNumber")]
    [InlineData("&orderby=-NumberOfStudyRelatedInstances,StudyTime")]
    [InlineData("&orderby=00080020&StudyDescription=CT*")]
    [InlineData("&ReferringPhysicianName=Who*")] // no column decides it
    public async Task Pages_that_are_followed_by_their_links_give_every_study_once_in_the_order_of_one_page(string query)
    {
        await using var server = await TestServer.Start();
        await Fill(server, 23);
        var whole = (await server.GetJson("dicom-web/studies?limit=100" + query)).Select(UidOf).ToArray();
        Assert.Equal(23, whole.Length);
        var (paged, pages) = await Follow(server, "dicom-web/studies?limit=5" + query);
        Assert.Equal(whole, paged);
        Assert.Equal(5, pages);
        if (query.Length == 0) return;
        var ordered = (await server.GetJson("dicom-web/studies?limit=100")).Select(UidOf).ToArray();
        Assert.Equal(ordered.Order(), whole.Order());
    }

    [Theory]
    [InlineData("orderby=Modality,-SeriesNumber")]
    [InlineData("orderby=SeriesNumber")]
    [InlineData("")]
    public async Task Pages_of_series_too_and_numbers_are_ordered_as_numbers(string query)
    {
        await using var server = await TestServer.Start();
        await Fill(server, 12);
        var whole = await server.GetJson("dicom-web/series?limit=100&" + query);
        var (paged, _) = await Follow(server, "dicom-web/series?limit=5&" + query);
        Assert.Equal(whole.Select(UidOf), paged);
        if (query != "orderby=SeriesNumber") return;
        var numbers = whole.Select(one => (int)one!["00200011"]!["Value"]![0]!).ToArray();
        Assert.Equal(numbers.Order(), numbers);
        Assert.Contains(10, numbers);
    }

    [Fact]
    public async Task A_study_that_goes_between_two_pages_moves_nothing()
    {
        await using var server = await TestServer.Start();
        await Fill(server, 12);
        var whole = (await server.GetJson("dicom-web/studies?limit=100")).Select(UidOf).ToArray();
        using var first = await server.Get("dicom-web/studies?limit=5");
        using var deleted = await server.Get($"dicom-web/studies/{whole[2]}", method: HttpMethod.Delete);
        Assert.True(deleted.IsSuccessStatusCode);
        using var alsoDeleted = await server.Get($"dicom-web/studies/{whole[4]}", method: HttpMethod.Delete); // the place itself
        var (rest, _) = await Follow(server, LinkOf(first)!);
        Assert.Equal(whole[5..], rest);
    }

    [Fact]
    public async Task Instances_are_paged_by_offset_and_the_last_page_says_so()
    {
        await using var server = await TestServer.Start();
        await Fill(server, 11);
        var (paged, pages) = await Follow(server, "dicom-web/instances?limit=4", "00080018");
        Assert.Equal((11, 11, 3), (paged.Count, paged.Distinct().Count(), pages));
    }

    [Fact]
    public async Task Only_an_answer_behind_which_there_is_more_has_a_warning()
    {
        await using var server = await TestServer.Start(settings => settings with { DicomWeb = settings.DicomWeb with { MaxResults = 10 } });
        await Fill(server, 10);
        foreach (var level in new[] { "studies", "series", "instances" })
        {
            using (var all = await server.Get($"dicom-web/{level}")) Assert.Empty(all.Headers.Warning);
            using (var exact = await server.Get($"dicom-web/{level}?limit=10")) Assert.Empty(exact.Headers.Warning);
            using (var some = await server.Get($"dicom-web/{level}?limit=9")) Assert.Equal(299, Assert.Single(some.Headers.Warning).Code);
            using (var none = await server.Get($"dicom-web/{level}?limit=0")) Assert.Null(LinkOf(none));
            using (var last = await server.Get($"dicom-web/{level}?limit=9&offset=9")) Assert.Empty(last.Headers.Warning);
        }
        await Fill(server, 1);
        using var cut = await server.Get("dicom-web/studies");
        Assert.Equal(299, Assert.Single(cut.Headers.Warning).Code);
        Assert.NotNull(LinkOf(cut));
    }

    [Theory]
    [InlineData("studies", "", 7)]
    [InlineData("studies", "PatientID=P-3", 1)]
    [InlineData("studies", "ReferringPhysicianName=Who*", 7)]
    [InlineData("series", "Modality=MR", 3)]
    [InlineData("instances", "", 7)]
    [InlineData("instances", "InstanceNumber=1", 7)]
    [InlineData("instances", "InstanceNumber=2", 0)]
    [InlineData("studies", "ModalitiesInStudy=CT,MR", 7)] // a list, as one client sends it
    [InlineData("studies", "PatientName=&emptyvaluematching=true", 1)]
    [InlineData("studies", "PatientID=P-1,P-3&multiplevaluematching=true", 2)]
    public async Task What_matches_is_counted(string level, string query, int expected)
    {
        await using var server = await TestServer.Start();
        await Fill(server, 7);
        Assert.Equal(expected, (await server.GetJson($"dicom-web/{level}?{query}")).Count);
        using var counted = await server.Get($"dicom-web/{level}/count?{query}");
        Assert.Equal(expected, (int?)JsonNode.Parse(await counted.Content.ReadAsStringAsync())!["count"]);
        using var page = await server.Get($"dicom-web/{level}?{query}&limit=1&count=true");
        Assert.Equal([expected.ToString(System.Globalization.CultureInfo.InvariantCulture)], page.Headers.GetValues("X-Total-Count"));
    }

    [Theory]
    [InlineData("orderby=PixelData")]
    [InlineData("orderby=Nonsense")]
    [InlineData("orderby=RequestAttributesSequence.StudyInstanceUID")]
    [InlineData("after=nonsense")]
    [InlineData("after=W10")] // an empty list
    [InlineData("after=WyJhIl0&orderby=StudyDate,StudyTime")]
    [InlineData("count=perhaps")]
    public async Task What_cannot_be_is_a_problem(string query)
    {
        await using var server = await TestServer.Start();
        using var answer = await server.Get("dicom-web/studies?" + query);
        Assert.Equal((400, "application/problem+json"), ((int)answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
    }

    [Fact]
    public async Task Xml_says_what_json_says()
    {
        await using var server = await TestServer.Start();
        var image = TestImage.New();
        await server.Stow(image.Native(TestImage.Pixels(32)));
        foreach (var path in new[] { "dicom-web/studies", image.SeriesPath + "/instances", image.Path + "/metadata", $"dicom-web/studies/{image.Study}/metadata" })
        {
            var json = await server.GetJson(path);
            var parts = await server.GetParts(path, "multipart/related; type=\"application/dicom+xml\"");
            Assert.Equal(json.Count, parts.Count);
            var attributes = XDocument.Parse(Encoding.UTF8.GetString(Assert.Single(parts).Body)).Root!.Elements().ToDictionary(one => one.Attribute("tag")!.Value);
            Assert.Equal(json[0]!.AsObject().Select(pair => pair.Key).Order(), attributes.Keys.Order());
            Assert.Equal(image.Study.ToString(), attributes["0020000D"].Value);
            if (path.EndsWith("metadata", StringComparison.Ordinal)) Assert.Equal((string?)json[0]!["7FE00010"]!["BulkDataURI"], attributes["7FE00010"].Elements().Single().Attribute("uri")!.Value);
        }
        Assert.Empty(await server.GetParts("dicom-web/studies?PatientID=nobody", "multipart/related; type=\"application/dicom+xml\""));
        using var refused = await server.Get("dicom-web/studies", "text/html");
        Assert.Equal(406, (int)refused.StatusCode);
    }

    [Fact]
    public async Task A_store_is_answered_in_xml_to_who_accepts_that()
    {
        await using var server = await TestServer.Start();
        var image = TestImage.New();
        using var content = new ByteArrayContent(TestServer.MultipartOf(image.Native(TestImage.Pixels(32))));
        content.Headers.TryAddWithoutValidation("Content-Type", "multipart/related; type=\"application/dicom\"; boundary=b");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("dicom-web/studies", UriKind.Relative)) { Content = content };
        request.Headers.Accept.ParseAdd("application/dicom+xml");
        using var answer = await server.Client.SendAsync(request);
        Assert.Equal("application/dicom+xml", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains(image.Instance.ToString(), XDocument.Parse(await answer.Content.ReadAsStringAsync()).Root!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Objects_of_no_patient_are_stored_searched_and_retrieved_by_their_own_service()
    {
        await using var server = await TestServer.Start();
        byte[] Protocol(string name, Uid uid) => Part10.ToArray(new DataSet().SetUid(Tags.SOPClassUID, Uid.Parse("1.2.840.10008.5.1.4.38.1")).SetUid(Tags.SOPInstanceUID, uid).SetString(Tags.HangingProtocolName, name), TransferSyntax.ExplicitVrLittleEndian);
        Uid[] uids = [Uid.New(), Uid.New(), Uid.New()];
        var (status, answer) = await server.Post("dicom-web/hanging-protocols", TestServer.MultipartOf(Protocol("CHEST", uids[0]), Protocol("HEAD", uids[1]), Protocol("CHEST2", uids[2])), "multipart/related; type=\"application/dicom\"; boundary=b");
        Assert.Equal(200, status);
        var address = new Uri((string)answer!["00081199"]!["Value"]![0]!["00081190"]!["Value"]![0]!);
        Assert.Equal($"/dicom-web/hanging-protocols/{uids[0]}", address.AbsolutePath);
        for (var round = 0; round < 2; round++)
        {
            using var whole = await server.Get(address.AbsolutePath, "application/dicom");
            Assert.Equal(Protocol("CHEST", uids[0])[132..].Length, (await whole.Content.ReadAsByteArrayAsync())[132..].Length);
            var metadata = Assert.Single(await server.GetJson(address.AbsolutePath));
            Assert.Equal("CHEST", (string?)metadata!["00720002"]!["Value"]![0]);
            Assert.Equal(3, (await server.GetJson("dicom-web/hanging-protocols")).Count);
            Assert.Equal(2, (await server.GetJson("dicom-web/hanging-protocols?HangingProtocolName=CHEST*")).Count);
            Assert.Equal(uids[1].ToString(), (string?)Assert.Single(await server.GetJson("dicom-web/hanging-protocols?HangingProtocolName=HEAD"))!["00080018"]!["Value"]![0]);
            Assert.Empty(await server.GetJson("dicom-web/color-palettes"));
            using var elsewhere = await server.Get($"dicom-web/color-palettes/{uids[0]}");
            Assert.Equal(404, (int)elsewhere.StatusCode);
            Assert.Empty(await server.GetJson("dicom-web/studies"));
            await server.Seal();
        }
    }

    private static async Task Fill(TestServer server, int studies)
    {
        var files = new List<byte[]>();
        for (var i = 0; i < studies; i++)
        {
            var head = TestImage.New().Head().SetString(Tags.StudyDate, i % 4 == 3 ? "" : $"2026010{i % 3}").SetString(Tags.StudyTime, $"10{i % 60:00}00").SetString(Tags.PatientID, $"P-{i}")
                .SetString(Tags.PatientName, Names[i % Names.Length]).SetString(Tags.AccessionNumber, $"A{i % 2}").SetString(Tags.Modality, i % 2 == 0 ? "CT" : "MR")
                .SetInt(Tags.SeriesNumber, i % 12).SetString(Tags.StudyDescription, i % 2 == 0 ? "CT HEAD" : "CT CHEST").SetString(Tags.ReferringPhysicianName, "Who^Dr")
                .Set(new(Tags.PixelData, Vr.OW, TestImage.Pixels(32)));
            files.Add(Part10.ToArray(head, TransferSyntax.ExplicitVrLittleEndian));
        }
        Assert.Equal(200, (await server.Stow([.. files])).Status);
    }

    /// <summary>All results of all pages, and how many pages there were.</summary>
    private static async Task<(List<string?> Uids, int Pages)> Follow(TestServer server, string address, string tag = "")
    {
        var (found, pages) = (new List<string?>(), 0);
        for (var next = address; next is not null; pages++)
        {
            using var page = await server.Get(next, "application/dicom+json");
            Assert.True(page.IsSuccessStatusCode, await page.Content.ReadAsStringAsync());
            found.AddRange(JsonNode.Parse(await page.Content.ReadAsStringAsync())!.AsArray().Select(one => tag.Length > 0 ? (string?)one![tag]!["Value"]![0] : UidOf(one)));
            next = LinkOf(page);
        }
        return (found, pages);
    }

    private static string? LinkOf(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("Link", out var links) && links.Single() is var link && link.EndsWith("; rel=\"next\"", StringComparison.Ordinal)
            ? new Uri(link[1..link.IndexOf('>', StringComparison.Ordinal)]).PathAndQuery
            : null;

    private static string? UidOf(JsonNode? one) => (string?)(one!["0020000E"] ?? one["0020000D"])!["Value"]![0];
}

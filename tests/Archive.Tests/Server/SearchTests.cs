using System.Net;

namespace Archive.Tests.Server;

public sealed class SearchTests
{
    [Fact]
    public async Task Every_form_of_search_finds_what_was_stored_a_moment_ago()
    {
        await using var server = await TestServer.Start();
        var image = TestImage.New();
        await server.Stow(image.Native(TestImage.Pixels(32)));
        foreach (var path in new[]
        {
            "studies", "series", "instances", $"studies/{image.Study}/series", $"studies/{image.Study}/instances", $"studies/{image.Study}/series/{image.Series}/instances",
        })
        {
            var match = Assert.Single(await server.GetJson("dicom-web/" + path))!;
            Assert.Equal(image.Study.ToString(), (string?)match["0020000D"]!["Value"]![0]);
            Assert.StartsWith(server.Client.BaseAddress + "dicom-web/studies/" + image.Study, (string?)match["00081190"]!["Value"]![0], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_study_comes_with_the_attributes_of_the_table()
    {
        await using var server = await TestServer.Start();
        await server.Stow(TestImage.New().Native(TestImage.Pixels(32)));
        var study = Assert.Single(await server.GetJson("dicom-web/studies"))!;
        foreach (var tag in new[] { "00080020", "00080030", "00080050", "00080056", "00080061", "00080090", "00081190", "00100010", "00100020", "00100030", "00100040", "0020000D", "00200010", "00201206", "00201208" })
            Assert.NotNull(study[tag]);
        Assert.Equal("张^三", (string?)study["00100010"]!["Value"]![0]!["Ideographic"]);
        Assert.Equal("ONLINE", (string?)study["00080056"]!["Value"]![0]);
    }

    [Theory]
    [InlineData("PatientID=P-1", 1)]
    [InlineData("00100020=P-*", 1)]
    [InlineData("PatientID=Q*", 0)]
    [InlineData("PatientName=%E5%BC%A0*", 1)]
    [InlineData("StudyDate=20260101-20260131", 1)]
    [InlineData("StudyDate=20250101-", 1)]
    [InlineData("StudyDate=-20251231", 0)]
    [InlineData("ModalitiesInStudy=OT", 1)]
    [InlineData("ModalitiesInStudy=CT", 0)]
    [InlineData("StudyInstanceUID=1.2,1.3", 0)]
    [InlineData("limit=0", 0)]
    [InlineData("limit=1&offset=1", 0)]
    [InlineData("includefield=all", 1)]
    [InlineData("includefield=00081030,StudyID&includefield=PatientComments", 1)]
    [InlineData("fuzzymatching=true&PatientName=zhang", 1)]
    public async Task Keys_are_matched(string query, int matches)
    {
        await using var server = await TestServer.Start();
        await server.Stow(TestImage.New().Native(TestImage.Pixels(32)));
        Assert.Equal(matches, (await server.GetJson("dicom-web/studies?" + query)).Count);
    }

    [Theory]
    [InlineData("NoSuchKeyword=1")]
    [InlineData("limit=-1")]
    [InlineData("limit=many")]
    [InlineData("offset=x")]
    [InlineData("fuzzymatching=perhaps")]
    [InlineData("includefield=NoSuchField")]
    [InlineData("PatientName.PatientID=1")]
    [InlineData("NumberOfFrames.Rows=1")]
    public async Task What_is_no_query_is_a_problem(string query)
    {
        await using var server = await TestServer.Start();
        using var answer = await server.Get("dicom-web/studies?" + query);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Only_JSON_and_XML_are_given()
    {
        await using var server = await TestServer.Start();
        foreach (var (accept, status) in new[]
        {
            ("application/dicom+json", 200), ("application/json", 200), ("*/*", 200), ("multipart/related; type=\"application/dicom+xml\"", 200), ("image/png", 406), ("text/html, */*;q=0.1", 200),
        })
        {
            using var answer = await server.Get("dicom-web/studies", accept);
            Assert.Equal(status, (int)answer.StatusCode);
        }
    }

    [Fact]
    public async Task An_answer_that_may_be_cut_says_so()
    {
        await using var server = await TestServer.Start(settings => settings with { DicomWeb = settings.DicomWeb with { MaxResults = 300 } });
        var (study, series) = (TestImage.New().Study, TestImage.New().Series);
        await server.Stow([.. Enumerable.Range(0, 310).Select(_ => TestImage.New(study, series).Native(TestImage.Pixels(32)))]);
        using var cut = await server.Get("dicom-web/instances?includefield=all");
        Assert.Contains("299", cut.Headers.GetValues("Warning").Single(), StringComparison.Ordinal);
        Assert.Equal(300, (await server.GetJson("dicom-web/instances?limit=400")).Count);
        Assert.Equal(10, (await server.GetJson("dicom-web/instances?limit=100&offset=300")).Count);
    }
}

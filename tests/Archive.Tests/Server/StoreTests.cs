using System.Net.Sockets;
using System.Text;

namespace Archive.Tests.Server;

public sealed class StoreTests
{
    private const string Related = "multipart/related; type=\"application/dicom\"; boundary=b";

    [Fact]
    public async Task Objects_are_kept_and_named_in_the_answer()
    {
        await using var server = await TestServer.Start();
        var (one, two) = (TestImage.New(), TestImage.New());
        var (status, body) = await server.Stow(one.Native(TestImage.Pixels(32)), two.Native(TestImage.Pixels(32)));
        Assert.Equal(200, status);
        var kept = body!["00081199"]!["Value"]!.AsArray();
        Assert.Equal([one.Instance.ToString(), two.Instance.ToString()], kept.Select(item => (string?)item!["00081155"]!["Value"]![0]));
        Assert.Equal(new Uri(server.Client.BaseAddress!, one.Path).ToString(), (string?)kept[0]!["00081190"]!["Value"]![0]);
        Assert.Null(body["00081198"]);
    }

    [Fact]
    public async Task The_same_again_is_success_and_other_content_is_a_warning()
    {
        await using var server = await TestServer.Start();
        var image = TestImage.New();
        var file = image.Native(TestImage.Pixels(32));
        Assert.Equal(200, (await server.Stow(file)).Status);
        Assert.Equal(200, (await server.Stow(file)).Status);
        var (status, body) = await server.Stow(image.Native(new byte[32]));
        Assert.Equal(202, status);
        Assert.Equal(0xB007, (int?)body!["00081199"]!["Value"]![0]!["00081196"]!["Value"]![0]);
    }

    [Fact]
    public async Task What_cannot_be_kept_is_named_beside_what_is()
    {
        await using var server = await TestServer.Start();
        var file = TestImage.New().Native(TestImage.Pixels(32));
        var (status, body) = await server.Stow(file, "this is no DICOM object"u8.ToArray());
        Assert.Equal(202, status);
        Assert.Single(body!["00081199"]!["Value"]!.AsArray());
        Assert.Equal(0xC000, (int?)body["0008119A"]!["Value"]![0]!["00081197"]!["Value"]![0]);
    }

    [Fact]
    public async Task An_object_of_another_study_than_the_address_is_refused()
    {
        await using var server = await TestServer.Start();
        var image = TestImage.New();
        var body = TestServer.MultipartOf(image.Native(TestImage.Pixels(32)));
        var (status, answer) = await server.Post($"dicom-web/studies/{TestImage.New().Study}", body, Related);
        Assert.Equal(409, status);
        Assert.Equal(0xA900, (int?)answer!["00081198"]!["Value"]![0]!["00081197"]!["Value"]![0]);
        Assert.Equal(200, (await server.Post($"dicom-web/studies/{image.Study}", body, Related)).Status);
    }

    [Fact]
    public async Task A_broken_body_keeps_what_was_whole_and_says_so()
    {
        await using var server = await TestServer.Start();
        var image = TestImage.New();
        var body = TestServer.MultipartOf(image.Native(TestImage.Pixels(32)), TestImage.New().Native(TestImage.Pixels(32)));
        var (status, answer) = await server.Post("dicom-web/studies", body[..^40], Related);
        Assert.Equal(202, status);
        Assert.Equal(image.Instance.ToString(), (string?)Assert.Single(answer!["00081199"]!["Value"]!.AsArray())!["00081155"]!["Value"]![0]);
        Assert.NotNull(answer["0008119A"]);
        Assert.Single(await server.GetJson("dicom-web/instances"));
    }

    [Theory]
    [InlineData("text/plain", 415)]
    [InlineData("multipart/related; type=\"application/dicom+json\"; boundary=b", 400)]
    [InlineData("multipart/related; type=\"image/jpeg\"; boundary=b", 415)]
    [InlineData("multipart/related; type=\"application/dicom\"", 415)]
    [InlineData("multipart/form-data; boundary=b", 415)]
    [InlineData(Related, 400)]
    [InlineData("multipart/related; type=application/dicom; boundary=b", 400)]
    public async Task What_is_no_store_request_is_a_problem(string contentType, int expected)
    {
        await using var server = await TestServer.Start();
        var (status, body) = await server.Post("dicom-web/studies", "--b\r\n\r\nx\r\n--b--"u8.ToArray(), contentType);
        Assert.Equal(expected, status);
        Assert.Equal(expected, (int?)body!["status"]);
        Assert.False(string.IsNullOrEmpty((string?)body["detail"]));
    }

    [Fact]
    public async Task A_single_object_may_come_without_multipart()
    {
        await using var server = await TestServer.Start();
        Assert.Equal(200, (await server.Post("dicom-web/studies", TestImage.New().Native(TestImage.Pixels(32)), "application/dicom")).Status);
        Assert.Equal(400, (await server.Post("dicom-web/studies", [1, 2, 3], "application/dicom")).Status);
    }

    [Fact]
    public async Task What_finds_no_room_is_507_with_a_report_and_reads_go_on()
    {
        await using var server = await TestServer.Start(settings => settings with { Vault = settings.Vault with { MinFreeBytes = 1_000_000_000_000_000 } }); // more than any disk has
        var image = TestImage.New();
        var (status, body) = await server.Stow(image.Native(TestImage.Pixels(32)));
        Assert.Equal(507, status);
        Assert.Equal(0xA700, (int?)body!["00081198"]!["Value"]![0]!["00081197"]!["Value"]![0]);
        var ready = await server.Get("healthz/ready");
        Assert.Equal(503, (int)ready.StatusCode);
        Assert.Contains("now: disk.", await ready.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.True((await server.Get("dicom-web/studies")).IsSuccessStatusCode);
    }

    [Fact]
    public async Task A_client_that_goes_away_leaves_nothing_half_stored()
    {
        await using var server = await TestServer.Start();
        var body = TestServer.MultipartOf(TestImage.New().Native(TestImage.Pixels(1 << 20), rows: 512, columns: 1024));
        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync(server.Server.Http);
            var head = $"POST /dicom-web/studies HTTP/1.1\r\nHost: localhost\r\nContent-Type: {Related}\r\nContent-Length: {body.Length}\r\n\r\n";
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head));
            await socket.GetStream().WriteAsync(body.AsMemory(0, body.Length / 2));
        }
        Assert.Equal(200, (await server.Stow(TestImage.New().Native(TestImage.Pixels(32)))).Status);
        Assert.Single(await server.GetJson("dicom-web/instances"));
    }

    [Fact]
    public async Task Many_objects_of_one_request_are_all_kept()
    {
        await using var server = await TestServer.Start();
        var (study, series) = (TestImage.New().Study, TestImage.New().Series);
        var files = Enumerable.Range(0, 100).Select(_ => TestImage.New(study, series).Native(TestImage.Pixels(32))).ToArray();
        var (status, body) = await server.Stow(files);
        Assert.Equal(200, status);
        Assert.Equal(100, body!["00081199"]!["Value"]!.AsArray().Count);
        Assert.Equal(100, (int?)(await server.GetJson($"dicom-web/studies/{study}/series"))[0]!["00201209"]!["Value"]![0]);
    }
}

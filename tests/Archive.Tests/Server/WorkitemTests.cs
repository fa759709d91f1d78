using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Concord.Clinic.Worklist;

namespace Archive.Tests.Server;

/// <summary>The Worklist service of PS3.18 §11 over HTTP and WebSocket.</summary>
public sealed class WorkitemTests
{
    private const string Json = "application/dicom+json";
    private const string Bare = """
        {"00741000":{"vr":"CS","Value":["SCHEDULED"]},"00741200":{"vr":"CS","Value":["HIGH"]},"00741204":{"vr":"LO","Value":["Read CT"]},
         "00404005":{"vr":"DT","Value":["20261127080000"]},"00404041":{"vr":"CS","Value":["READY"]},"00100010":{"vr":"PN","Value":[{"Ideographic":"张^三"}]}}
        """;

    [Fact]
    public async Task A_workitem_is_created_claimed_updated_and_completed()
    {
        await using var server = await TestServer.Start();
        using var created = await Send(server, HttpMethod.Post, "workitems?1.2.3.4", Bare);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.EndsWith("/dicom-web/workitems/1.2.3.4", created.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Contains("The Workitem was created with modifications.", created.Headers.GetValues("Warning").Single(), StringComparison.Ordinal);
        await Refused(server, 409, HttpMethod.Post, "workitems?workitem=1.2.3.4", Bare);
        await Refused(server, 400, HttpMethod.Put, "workitems/1.2.3.4/state", State("IN PROGRESS", null), "The Transaction UID is missing.");
        await Done(server, HttpMethod.Put, "workitems/1.2.3.4/state", State("IN PROGRESS", "1.9"));
        await Refused(server, 409, HttpMethod.Put, "workitems/1.2.3.4/state", State("IN PROGRESS", "1.9"), "inconsistent with the state");
        await Refused(server, 400, HttpMethod.Put, "workitems/1.2.3.4/state", State("COMPLETED", "1.8"), "The Transaction UID is incorrect.");
        await Refused(server, 409, HttpMethod.Put, "workitems/1.2.3.4/state", State("COMPLETED", "1.9"), "inconsistent with the state");
        var performed = """
            {"00741216":{"vr":"SQ","Value":[{"00404028":{"vr":"SQ","Value":[{"00080100":{"vr":"SH","Value":["S"]}}]},"00404019":{"vr":"SQ","Value":[{"00080100":{"vr":"SH","Value":["W"]}}]},
             "00404050":{"vr":"DT","Value":["20261127"]},"00404051":{"vr":"DT","Value":["20261127"]},"00404033":{"vr":"SQ"}}]}}
            """;
        await Refused(server, 400, HttpMethod.Post, "workitems/1.2.3.4", performed);
        await Done(server, HttpMethod.Post, "workitems/1.2.3.4?1.9", performed);
        await Done(server, HttpMethod.Put, "workitems/1.2.3.4/state", State("COMPLETED", "1.9"));
        using (var twice = await Send(server, HttpMethod.Put, "workitems/1.2.3.4/state", State("COMPLETED", "1.9")))
            Assert.Contains("already in the requested state of COMPLETED", twice.Headers.GetValues("Warning").Single(), StringComparison.Ordinal);
        await Refused(server, 409, HttpMethod.Post, "workitems/1.2.3.4/cancelrequest", "", "inconsistent with the state");
        using var answer = await server.Get("dicom-web/workitems/1.2.3.4", Json);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.DoesNotContain("1.9", text, StringComparison.Ordinal); // whose it is nobody is shown
        Assert.Equal("COMPLETED", (string)JsonNode.Parse(text)!["00741000"]!["Value"]![0]!);
        Assert.DoesNotContain(server.Logs.Lines, line => line.Contains('张'));
    }

    [Fact]
    public async Task Workitems_are_searched_paged_and_given_as_xml()
    {
        await using var server = await TestServer.Start();
        for (var i = 1; i <= 5; i++) await Done(server, HttpMethod.Post, $"workitems?1.2.3.{i}", Bare.Replace("Read CT", i > 3 ? "Read MR" : "Read CT", StringComparison.Ordinal), HttpStatusCode.Created);
        Assert.Equal(2, (await server.GetJson("dicom-web/workitems?ProcedureStepLabel=*MR&00741000=SCHEDULED")).Count);
        Assert.Equal(5, (await server.GetJson("dicom-web/workitems?PatientName=zhang*&fuzzymatching=true")).Count);
        Assert.Empty(await server.GetJson("dicom-web/workitems?00741000=COMPLETED"));
        using var page = await server.Get("dicom-web/workitems?limit=2&offset=1&count=true", Json);
        Assert.Contains("There are more than 2 results", page.Headers.GetValues("Warning").Single(), StringComparison.Ordinal);
        Assert.Equal("5", page.Headers.GetValues("X-Total-Count").Single());
        Assert.Equal(["1.2.3.2", "1.2.3.3"], JsonNode.Parse(await page.Content.ReadAsStringAsync())!.AsArray().Select(one => (string)one!["00080018"]!["Value"]![0]!));
        using var xml = await server.Get("dicom-web/workitems/1.2.3.1", "application/dicom+xml");
        Assert.Contains("<NativeDicomModel", await xml.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var back = await Send(server, HttpMethod.Post, "workitems/1.2.3.1", """<NativeDicomModel xmlns="http://dicom.nema.org/PS3.19/models/NativeDICOM"><DicomAttribute tag="00741200" vr="CS" keyword="ScheduledProcedureStepPriority"><Value number="1">LOW</Value></DicomAttribute></NativeDicomModel>""", "application/dicom+xml");
        Assert.Equal(HttpStatusCode.OK, back.StatusCode);
        Assert.Equal(5, (await server.GetJson("dicom-web/workitems?includefield=all")).Count);
        Assert.Single(await server.GetJson("dicom-web/workitems?ScheduledProcedureStepPriority=LOW"));
    }

    [Fact]
    public async Task Hostile_requests_are_refused_with_a_problem()
    {
        await using var server = await TestServer.Start(settings => settings with { Worklist = new() { MaxWorkitemBytes = 4 << 10, MaxWorkitems = 1 } });
        foreach (var body in new[] { "", "[]", "[{},{}]", "{", "<x/>", "{\"00741000\":{\"vr\":\"CS\",\"BulkDataURI\":\"x\"}}", new string('[', 2000) }) await Refused(server, 400, HttpMethod.Post, "workitems", body);
        await Refused(server, 400, HttpMethod.Post, "workitems?workitem=x", Bare);
        using (var text = await Send(server, HttpMethod.Post, "workitems", Bare, "text/plain")) Assert.Equal(HttpStatusCode.BadRequest, text.StatusCode);
        await Refused(server, 413, HttpMethod.Post, "workitems", new string(' ', 40000) + Bare);
        await Refused(server, 404, HttpMethod.Put, "workitems/1.2/state", State("IN PROGRESS", "1.9"));
        await Refused(server, 404, HttpMethod.Post, "workitems/1.2/cancelrequest", "");
        await Refused(server, 404, HttpMethod.Post, "workitems/1.2/subscribers/ME", "");
        await Refused(server, 404, HttpMethod.Delete, $"workitems/{Subscription.Global}/subscribers/ME", "");
        await Refused(server, 400, HttpMethod.Post, $"workitems/{Subscription.Global}/subscribers/MUCH_TOO_LONG_A_TITLE", "");
        await Refused(server, 400, HttpMethod.Post, $"workitems/{Subscription.Global}/subscribers/ME?deletionlock=perhaps", "");
        await Refused(server, 400, HttpMethod.Post, $"workitems/{Subscription.Filtered}/subscribers/ME", "");
        await Refused(server, 400, HttpMethod.Post, $"workitems/{Subscription.Filtered}/subscribers/ME?filter=NoSuch=1", "");
        using (var first = await Send(server, HttpMethod.Post, "workitems", Bare)) Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        await Refused(server, 503, HttpMethod.Post, "workitems", Bare);
        using (var plain = await server.Get("dicom-web/subscribers/ME")) Assert.Equal(HttpStatusCode.UpgradeRequired, plain.StatusCode);
        using var foreign = new ClientWebSocket();
        foreign.Options.SetRequestHeader("Origin", "http://elsewhere.example");
        await Assert.ThrowsAsync<WebSocketException>(() => foreign.ConnectAsync(SocketOf(server, "ME"), default));
    }

    [Fact]
    public async Task Events_come_over_a_web_socket_until_the_server_ends()
    {
        var server = await TestServer.Start();
        using var socket = new ClientWebSocket();
        using (var subscribed = await Send(server, HttpMethod.Post, $"workitems/{Subscription.Filtered}/subscribers/READER?filter=00741204=Read*", ""))
        {
            Assert.Equal(HttpStatusCode.Created, subscribed.StatusCode);
            Assert.Equal(SocketOf(server, "READER"), subscribed.Content.Headers.ContentLocation);
            await socket.ConnectAsync(subscribed.Content.Headers.ContentLocation!, default);
        }
        await Done(server, HttpMethod.Post, "workitems?1.2.3.8", Bare.Replace("Read CT", "Print", StringComparison.Ordinal), HttpStatusCode.Created);
        await Done(server, HttpMethod.Post, "workitems?1.2.3.4", Bare, HttpStatusCode.Created);
        await Done(server, HttpMethod.Put, "workitems/1.2.3.4/state", State("IN PROGRESS", "1.9"));
        await Done(server, HttpMethod.Post, "workitems/1.2.3.4/cancelrequest", """{"00741238":{"vr":"LT","Value":["no need"]}}""", HttpStatusCode.Accepted);
        var first = await Receive(socket);
        Assert.Equal(("1.2.840.10008.5.1.4.34.6.1", "1.2.3.4", 1, "SCHEDULED", "READY"), (Of(first!, "00000002"), Of(first!, "00001000"), (int)first!["00001002"]!["Value"]![0]!, Of(first!, "00741000"), Of(first!, "00404041")));
        Assert.Equal("IN PROGRESS", Of((await Receive(socket))!, "00741000"));
        var asked = await Receive(socket);
        Assert.Equal((2, "no need"), ((int)asked!["00001002"]!["Value"]![0]!, Of(asked!, "00741238")));
        await server.DisposeAsync();
        Assert.Null(await Receive(socket));
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, socket.CloseStatus);
    }

    [Fact]
    public async Task A_listener_that_goes_is_forgotten()
    {
        await using var server = await TestServer.Start(settings => settings with { Worklist = new() { MaxListeners = 1 } });
        for (var i = 0; i < 5; i++)
        {
            using var socket = new ClientWebSocket();
            await socket.ConnectAsync(SocketOf(server, "ME"), default);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, default);
        }
    }

    private static Uri SocketOf(TestServer server, string subscriber) => new UriBuilder(server.Server.HttpAddress) { Scheme = "ws", Path = $"/dicom-web/subscribers/{subscriber}" }.Uri;

    private static async Task<JsonNode?> Receive(ClientWebSocket socket)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var bytes = new byte[64 << 10];
        var got = await socket.ReceiveAsync(bytes.AsMemory(), limit.Token);
        return got.MessageType == WebSocketMessageType.Close ? null : JsonNode.Parse(bytes.AsSpan(0, got.Count));
    }

    private static string Of(JsonNode message, string tag) => (string)message[tag]!["Value"]![0]!;

    private static string State(string state, string? transaction) =>
        $$$"""{"00741000":{"vr":"CS","Value":["{{{state}}}"]}{{{(transaction is null ? "" : $$""","00081195":{"vr":"UI","Value":["{{transaction}}"]}""")}}}}""";

    private static async Task<HttpResponseMessage> Send(TestServer server, HttpMethod method, string path, string body, string contentType = Json)
    {
        using var request = new HttpRequestMessage(method, new Uri("dicom-web/" + path, UriKind.Relative)) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return await server.Client.SendAsync(request);
    }

    private static async Task Done(TestServer server, HttpMethod method, string path, string body, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var answer = await Send(server, method, path, body);
        Assert.True(status == answer.StatusCode, $"{path}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    private static async Task Refused(TestServer server, int status, HttpMethod method, string path, string body, string? warning = null)
    {
        using var answer = await Send(server, method, path, body);
        Assert.True(status == (int)answer.StatusCode, $"{path}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        if (warning is not null) Assert.Contains(answer.Headers.GetValues("Warning"), said => said.Contains(warning, StringComparison.Ordinal));
    }
}

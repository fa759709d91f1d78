using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Dicom.Files;

namespace Archive.Tests.Server;

/// <summary>HTTP clients that send too slowly, too much or without end: each is ended by the setting that names its bound, and nothing of it is kept.</summary>
public sealed class HostileHttpTests
{
    /// <summary>Longer than every bound that the tests set, on a busy machine.</summary>
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("GET /healthz/live HTTP/1.1\r\nHost: localhost\r\nX-Slow: ", "408")]                                   // Http:HeaderSeconds
    [InlineData("POST /dicom-web/studies HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/dicom\r\nContent-Length: 9999999\r\n\r\nabc", "408")] // Http:MinRequestBytesPerSecond
    [InlineData("POST /dicom-web/studies HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/related; type=\"application/dicom\"; boundary=b\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n--b\r\n\r\n", "400")] // what was whole before is kept and told
    [InlineData("", "")]                                                                                          // Http:KeepAliveSeconds: nothing was asked
    [InlineData("GET /healthz/live HTTP/1.1\r\nHost: localhost\r\n\r\n", "HTTP/1.1")]                               // and between two requests
    public async Task Who_stops_is_let_go_in_time(string said, string answered)
    {
        await using var server = await TestServer.Start(settings => settings with
        {
            Http = settings.Http with { HeaderSeconds = 1, KeepAliveSeconds = 1, MinRequestBytesPerSecond = 100_000, SlowClientGraceSeconds = 2 },
        });
        Assert.Contains(answered, await Talk(server, Encoding.ASCII.GetBytes(said)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_does_not_read_the_answer_is_let_go_at_MinResponseBytesPerSecond()
    {
        await using var server = await TestServer.Start(settings => settings with { Http = settings.Http with { MinResponseBytesPerSecond = 1 << 20, SlowClientGraceSeconds = 2 } });
        var image = TestImage.New();
        Assert.Equal(200, (await server.Stow(image.Native(new byte[32 << 20], rows: 4096, columns: 4096))).Status); // more than all buffers on the way
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await client.ConnectAsync(server.Server.Http);
        await client.SendAsync(Encoding.ASCII.GetBytes($"GET /{image.Path} HTTP/1.1\r\nHost: localhost\r\nAccept: application/dicom\r\n\r\n"));
        var began = new byte[12];
        Assert.Equal(began.Length, await client.ReceiveAsync(began));
        Assert.Equal("HTTP/1.1 200", Encoding.ASCII.GetString(began));
        Assert.True(await Task.Run(() => client.Poll(Hang, SelectMode.SelectError)), "the connection was not cut"); // nothing is read meanwhile
    }

    [Fact]
    public async Task One_connection_more_than_MaxConnections_is_closed_and_the_DICOM_port_has_bounds_of_its_own()
    {
        const string question = "GET /healthz/live HTTP/1.1\r\nHost: localhost\r\n\r\n";
        await using var server = await TestServer.Start(settings => settings with { Http = settings.Http with { MaxConnections = 2 } });
        var held = new List<TcpClient>();
        for (var i = 0; i < 2; i++) held.Add(await Ask(server.Server.Http, question));
        Assert.Equal("", await Talk(server, Encoding.ASCII.GetBytes(question)));
        for (var i = 0; i < 3; i++) held.Add(await Ask(server.Server.Dicom, ""));
        Assert.True((await new Concord.Network.DicomClient(new("CONCORD", "127.0.0.1", server.Server.Dicom.Port), new()).Echo(default)).IsSuccess);

        held[0].Dispose(); // whose place another takes, once the server has seen it go
        const string last = "GET /healthz/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        var answer = "";
        for (var tries = 0; answer.Length == 0 && tries < 10_000; tries++) answer = await Talk(server, Encoding.ASCII.GetBytes(last));
        Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
        held.ForEach(client => client.Dispose());
    }

    [Fact]
    public async Task Header_fields_beyond_MaxHeaderBytes_are_answered_431()
    {
        await using var server = await TestServer.Start(settings => settings with { Http = settings.Http with { MaxHeaderBytes = 4096 } });
        var fields = string.Concat(Enumerable.Range(0, 60).Select(i => $"X-{i}: {new string('a', 100)}\r\n"));
        Assert.Contains(" 431 ", await Talk(server, Encoding.ASCII.GetBytes($"GET /healthz/live HTTP/1.1\r\nHost: localhost\r\n{fields}\r\n")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--b\r\n\r\nabc", 400)]                                   // ends inside a part
    [InlineData("--b\r\nX: ", 400)]                                       // inside its header fields
    [InlineData("no boundary at all", 400)]
    [InlineData("--b\r\nnot a field\r\n\r\nabc\r\n--b--", 400)]
    public async Task A_body_without_end_keeps_nothing(string body, int status)
    {
        await using var server = await TestServer.Start();
        Assert.Equal(status, (await server.Post("dicom-web/studies", Encoding.ASCII.GetBytes(body), "multipart/related; type=\"application/dicom\"; boundary=b")).Status);
        await AssertNothingKept(server);
    }

    [Fact]
    public async Task Header_fields_of_a_part_beyond_MaxPartHeaderBytes_end_the_request()
    {
        await using var server = await TestServer.Start();
        var body = Encoding.ASCII.GetBytes("--b\r\nX: " + new string('a', 1 << 20));
        Assert.Equal(400, (await server.Post("dicom-web/studies", body, "multipart/related; type=\"application/dicom\"; boundary=b")).Status);
    }

    [Fact]
    public async Task Parts_beyond_MaxParts_end_the_request_and_those_before_are_kept()
    {
        await using var server = await TestServer.Start(settings => settings with { DicomWeb = settings.DicomWeb with { MaxParts = 2 } });
        Assert.Equal(202, (await server.Stow(Slice(1), Slice(2), Slice(3))).Status);
        using var kept = await server.Get("dicom-web/instances");
        Assert.Equal(2, System.Text.Json.Nodes.JsonNode.Parse(await kept.Content.ReadAsStringAsync())!.AsArray().Count);
    }

    [Theory]
    [InlineData("application/dicom", 413), InlineData("multipart/related; type=\"application/dicom\"; boundary=b", 400)]
    public async Task An_object_beyond_MaxObjectBytes_ends_the_request(string type, int status)
    {
        await using var server = await TestServer.Start(settings => settings with { DicomWeb = settings.DicomWeb with { MaxObjectBytes = 1 << 20 } });
        byte[] body = [.. type[0] == 'm' ? "--b\r\n\r\n"u8 : default, .. Slice(1), .. new byte[2 << 20], .. "\r\n--b--"u8];
        Assert.Equal(status, (await server.Post("dicom-web/studies", body, type)).Status);
        await AssertNothingKept(server);
    }

    [Fact]
    public async Task A_deflate_bomb_is_refused_at_MaxInflatedBytes()
    {
        await using var server = await TestServer.Start(settings => settings with { Vault = settings.Vault with { MaxInflatedBytes = 1 << 20 } });
        var (status, _) = await server.Stow(Bomb());
        Assert.Equal(409, status);
        await AssertNothingKept(server);
    }

    [Theory]
    [InlineData("application/dicom", "gzip"), InlineData("multipart/related; type=\"application/dicom\"; boundary=b", "gzip"), InlineData("application/dicom+json", "deflate")]
    [InlineData("application/dicom+json", null), InlineData("multipart/related; type=\"application/dicom+json\"; boundary=b", null)]
    public async Task What_does_not_unpack_or_is_nested_without_end_is_a_problem(string type, string? encoding)
    {
        await using var server = await TestServer.Start();
        using var content = new ByteArrayContent([.. Enumerable.Repeat((byte)'[', 200_000)]);
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        if (encoding is not null) content.Headers.ContentEncoding.Add(encoding);
        using var answer = await server.Client.PostAsync(new Uri("dicom-web/studies", UriKind.Relative), content);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        await AssertNothingKept(server);
    }

    [Theory]
    [InlineData("application/dicom"), InlineData("multipart/related; type=\"application/dicom\"; boundary=b"), InlineData("application/dicom+json")]
    public async Task A_body_that_unpacks_to_more_than_its_bound_ends_there(string type)
    {
        await using var server = await TestServer.Start(settings => settings with { DicomWeb = settings.DicomWeb with { MaxInflatedBytes = 1 << 20 } });
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            if (type[0] == 'm') await gzip.WriteAsync("--b\r\n\r\n"u8.ToArray());
            await gzip.WriteAsync(new byte[64 << 20]);
        }
        using var content = new ByteArrayContent(packed.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        content.Headers.ContentEncoding.Add("gzip");
        using var answer = await server.Client.PostAsync(new Uri("dicom-web/studies", UriKind.Relative), content);
        Assert.Contains((int)answer.StatusCode, new[] { 400, 413 });
        await AssertNothingKept(server);
    }

    [Theory]
    [InlineData("api/sends", "application/json", false), InlineData("api/sends", "application/json", true)]
    [InlineData("dicom-web/workitems", "application/dicom+json", false), InlineData("dicom-web/workitems", "application/dicom+json", true)]
    public async Task Who_still_sends_what_is_too_long_hears_413_and_no_reset(string path, string type, bool chunked)
    {
        await using var server = await TestServer.Start();
        for (var time = 0; time < 4; time++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = new ByteArrayContent(new byte[48 << 20]) };
            request.Content.Headers.ContentType = new(type);
            request.Headers.TransferEncodingChunked = chunked;
            using var answer = await server.Client.SendAsync(request);
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Searches_of_too_many_or_too_deep_keys_are_refused()
    {
        await using var server = await TestServer.Start();
        using var many = await server.Get("dicom-web/studies?" + string.Join('&', Enumerable.Range(0, 300).Select(i => $"00{i:X2}1001=x")));
        using var deep = await server.Get("dicom-web/studies?" + string.Join('.', Enumerable.Repeat("00400275", 400)) + "=x");
        Assert.Equal((413, 400), ((int)many.StatusCode, (int)deep.StatusCode));
    }

    /// <summary>A search waits for the index to have all that was acknowledged.</summary>
    private static async Task AssertNothingKept(TestServer server)
    {
        using var found = await server.Get("dicom-web/instances");
        Assert.True(found.StatusCode == HttpStatusCode.NoContent || await found.Content.ReadAsStringAsync() == "[]", "something was kept");
    }

    /// <summary>A connection that has been answered, if it asked anything, and stays open.</summary>
    private static async Task<TcpClient> Ask(IPEndPoint to, string question)
    {
        var client = new TcpClient();
        await client.ConnectAsync(to);
        if (question.Length == 0) return client;
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(question));
        Assert.NotEqual(0, await client.GetStream().ReadAsync(new byte[1]).AsTask().WaitAsync(Hang));
        return client;
    }

    /// <summary>Says it and reads until the server ends the connection.</summary>
    private static async Task<string> Talk(TestServer server, byte[] said)
    {
        using var client = new TcpClient();
        var answer = new MemoryStream();
        try
        {
            await client.ConnectAsync(server.Server.Http);
            await client.GetStream().WriteAsync(said);
            await client.GetStream().CopyToAsync(answer).WaitAsync(Hang);
        }
        catch (Exception error) when (error is IOException or SocketException { SocketErrorCode: SocketError.ConnectionReset })
        {
            return Encoding.ASCII.GetString(answer.ToArray()); // reset: ended too
        }
        return Encoding.ASCII.GetString(answer.ToArray());
    }

    private static byte[] Slice(int number) => Part10.ToArray(Object(number), TransferSyntax.ExplicitVrLittleEndian);

    private static DataSet Object(int number) => new DataSet()
        .SetUid(Tags.SOPClassUID, Uids.SecondaryCaptureImageStorage).SetUid(Tags.SOPInstanceUID, Uid.Parse("2.25.7" + number)).SetString(Tags.PatientID, "H1")
        .SetUid(Tags.StudyInstanceUID, Uid.Parse("2.25.72")).SetUid(Tags.SeriesInstanceUID, Uid.Parse("2.25.73"));

    /// <summary>64 KiB or so that inflate to 64 MiB.</summary>
    private static byte[] Bomb()
    {
        var file = Part10.ToArray(Object(9), TransferSyntax.DeflatedExplicitVrLittleEndian);
        Part10.TryReadHead(new(file), isWhole: true, out var head);
        using var output = new MemoryStream();
        output.Write(file.AsSpan(0, (int)head!.DataSetOffset));
        using (var deflater = new DeflateStream(output, CompressionLevel.Fastest, leaveOpen: true))
        {
            deflater.Write(DataSetWriter.ToArray(Object(9).Set(new DataElement(Tags.PixelData, Vr.OB, new byte[64 << 20])), TransferSyntax.ExplicitVrLittleEndian));
        }
        return output.ToArray();
    }
}

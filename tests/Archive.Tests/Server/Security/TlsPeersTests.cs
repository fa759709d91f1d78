using System.Globalization;
using Archive.Tests.Cli;
using Archive.Tests.Cli.Peers;
using Concord.Network;
using Concord.Network.ServiceClasses;
using Concord.Server.Settings;

namespace Archive.Tests.Server.Security;

/// <summary>TLS as others speak it: OpenSSL version by version and suite by suite, DCMTK with its BCP 195 profiles both ways, curl.</summary>
public sealed class TlsPeersTests(TestCertificates certificates) : IClassFixture<TestCertificates>
{
    private const string Lax = "ALL:COMPLEMENTOFALL@SECLEVEL=0"; // the client offers what it has, NULL and anonymous suites too

    [Fact]
    public async Task Only_tls_1_2_and_1_3_are_spoken_on_either_port()
    {
        await using var server = await SecureServer.Start(certificates);
        foreach (var port in new[] { server.Server.DicomTls!.Port, server.Server.Https!.Port })
        {
            foreach (var old in new[] { "-tls1", "-tls1_1" }) Assert.False(await Shakes(port, old, "-cipher", Lax), old);
            Assert.True(await Shakes(port, "-tls1_2"));
            Assert.True(await Shakes(port, "-tls1_3"));
        }
    }

    [Fact]
    public async Task Of_tls_1_2_only_suites_with_forward_secrecy_and_authenticated_encryption_are_taken()
    {
        await using var server = await SecureServer.Start(certificates);
        var port = server.Server.DicomTls!.Port;
        var all = (await Tool.Run("openssl", "ciphers", "-s", "-tls1_2", Lax)).Text.Trim().Split(':');
        Assert.True(all.Length > 50, "OpenSSL offers too few suites for this to say anything");
        var taken = new List<string>();
        foreach (var suite in all)
            if (!suite.Contains("PSK", StringComparison.Ordinal) && !suite.Contains("SRP", StringComparison.Ordinal) && await Shakes(port, "-tls1_2", "-cipher", suite + ":@SECLEVEL=0")) taken.Add(suite);
        Assert.Equal(["ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-RSA-AES256-GCM-SHA384", "ECDHE-RSA-CHACHA20-POLY1305"], taken.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task There_is_no_compression_and_no_renegotiation()
    {
        await using var server = await SecureServer.Start(certificates);
        using var process = Tool.Start("openssl", [.. Arguments(server.Server.DicomTls!.Port, "-tls1_2", "-no_ign_eof")]);
        await process.StandardInput.WriteLineAsync("R"); // asks for a new handshake
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var said = await process.StandardOutput.ReadToEndAsync(limit.Token) + await process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        Assert.Contains("Compression: NONE", said, StringComparison.Ordinal);
        Assert.Contains("RENEGOTIATING", said, StringComparison.Ordinal);
        Assert.DoesNotContain("read R BLOCK\nread R BLOCK", said, StringComparison.Ordinal);
        Assert.NotEqual(0, process.ExitCode);
    }

    [Theory]
    [InlineData("+py"), InlineData("+px"), InlineData("+pz")]
    public async Task Dcmtk_echoes_in_each_of_its_bcp_195_profiles(string profile)
    {
        await using var server = await SecureServer.Start(certificates, ClientCertificates.Require);
        Assert.Equal(0, (await Dcmtk("echoscu", server, "ct1", profile)).ExitCode);
        Assert.NotEqual(0, (await Dcmtk("echoscu", server, "stranger", profile)).ExitCode);
    }

    [Fact]
    public async Task Dcmtk_stores_with_and_without_a_certificate_of_its_own()
    {
        await using var server = await SecureServer.Start(certificates, ClientCertificates.Allow);
        var file = Path.Combine(CliCorpus.Root, "tests", "Fixtures", "synthetic");
        var image = Directory.EnumerateFiles(file, "*.dcm", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();
        var known = await Dcmtk("storescu", server, "ct1", "-R", image);
        Assert.True(known.ExitCode == 0, known.Text);
        var anonymous = await Tool.Run("storescu", "+tla", "+cf", certificates["ca.pem"], "-aec", "CONCORD", "-R", "127.0.0.1", PortOf(server), image);
        Assert.True(anonymous.ExitCode == 0, anonymous.Text);
        Assert.Single(await server.GetJson("dicom-web/instances"));
    }

    [Fact]
    public async Task We_call_dcmtk_over_tls_with_our_certificate_and_not_without_one()
    {
        using var folder = new TempFolder();
        await using var sink = await DcmtkPeer.StoreScp(folder["sink"], "+tls", certificates["server-key.pem"], certificates["server.pem"], "+cf", certificates["ca.pem"]);
        foreach (var (client, expected) in new[] { ("ct1", 2), ((string?)null, 0) })
        {
            var peer = new RemotePeer("SINK", "127.0.0.1", sink.Port, UseTls: true) { Credentials = certificates.Credentials(client) };
            var stored = 0;
            try
            {
                await foreach (var result in new DicomClient(peer, new() { ResponseSeconds = 20, StoreRetries = 0 }).Store([.. Enumerable.Range(1, 2).Select(number => new SliceToSend(Receive.Objects.Slice(number)))]))
                    if (result.Status.IsSuccess) stored++;
            }
            catch (AssociationException refused)
            {
                Assert.Null(client);
                Assert.NotEqual(AssociationFailure.ProtocolError, refused.Failure);
            }
            Assert.Equal(expected, stored);
        }
        Assert.Equal(2, sink.Files.Count);
    }

    [Fact]
    public async Task Curl_and_our_command_line_believe_the_private_authority_and_nobody_else()
    {
        await using var server = await SecureServer.Start(certificates, ClientCertificates.Allow);
        var address = $"https://localhost:{server.Server.Https!.Port}/healthz/live";
        var believed = await Tool.Run("curl", "-sS", "--http2", "-w", " %{http_version}", "--cacert", certificates["ca.pem"], address);
        Assert.Equal((0, "live\n 2"), believed);
        Assert.NotEqual(0, (await Tool.Run("curl", "-sS", "--cacert", certificates["other-ca.pem"], address)).ExitCode);
        Assert.NotEqual(0, (await Tool.Run("curl", "-sS", "--cacert", certificates["ca.pem"], "--cert", certificates["expired.pem"], "--key", certificates["expired-key.pem"], address)).ExitCode);

        var peer = $"CONCORD@127.0.0.1:{PortOf(server)}";
        Assert.Equal(0, (await CliRun.Of("echo", "--tls", "--tls-ca", certificates["ca.pem"], "--tls-cert", certificates["ct1.pem"], "--tls-key", certificates["ct1-key.pem"], peer)).ExitCode);
        Assert.Equal(0, (await CliRun.Of("echo", "--tls-ca", certificates["ca.pem"], peer + ";tls")).ExitCode);
        var refused = await CliRun.Of("echo", "--tls", "--tls-ca", certificates["other-ca.pem"], peer);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("No TLS with the peer", refused.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Https_asks_for_certificates_where_the_setting_says_so()
    {
        await using var server = await SecureServer.Start(certificates, ClientCertificates.Require);
        var address = new Uri($"https://localhost:{server.Server.Https!.Port}/healthz/live");
        using var known = certificates.Http("ct1");
        Assert.Equal("live\n", await known.GetStringAsync(address));
        using var nobody = certificates.Http();
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => nobody.GetStringAsync(address));
    }

    [Fact]
    public async Task The_web_answers_over_http_2_what_it_answers_in_the_clear()
    {
        await using var server = await SecureServer.Start(certificates);
        using var http = certificates.Http();
        http.BaseAddress = new Uri($"https://localhost:{server.Server.Https!.Port}/");
        http.DefaultRequestVersion = new Version(2, 0);
        http.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        var pixels = TestImage.Pixels(4 << 20);
        var image = TestImage.New();
        using var body = new ByteArrayContent(TestServer.MultipartOf(image.Native(pixels, rows: 1024, columns: 2048)));
        body.Headers.TryAddWithoutValidation("Content-Type", "multipart/related; type=\"application/dicom\"; boundary=b");
        using var stored = await http.PostAsync(new Uri("dicom-web/studies", UriKind.Relative), body);
        Assert.Equal((200, 2), ((int)stored.StatusCode, stored.Version.Major));

        Assert.Equal((await server.GetJson("dicom-web/instances")).ToJsonString().Replace("http://127.0.0.1:" + server.Server.Http.Port, "", StringComparison.Ordinal),
            (await Answer("dicom-web/instances", "application/dicom+json")).Text.Replace($"https://localhost:{server.Server.Https.Port}", "", StringComparison.Ordinal));
        var frame = await Answer($"{image.Path}/frames/1", "multipart/related; type=\"application/octet-stream\"; transfer-syntax=*");
        Assert.True(frame.Bytes.AsSpan().IndexOf(pixels) > 0);
        var whole = await Answer(image.SeriesPath, "multipart/related; type=\"application/dicom\"; transfer-syntax=*");
        Assert.True(whole.Bytes.AsSpan().IndexOf(pixels) > 0);

        async Task<(byte[] Bytes, string Text)> Answer(string path, string accept)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative)) { Version = new(2, 0), VersionPolicy = HttpVersionPolicy.RequestVersionExact };
            request.Headers.TryAddWithoutValidation("Accept", accept);
            using var answer = await http.SendAsync(request);
            var bytes = await answer.Content.ReadAsByteArrayAsync();
            Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode}");
            return (bytes, System.Text.Encoding.UTF8.GetString(bytes));
        }
    }

    [Fact]
    public async Task The_certificates_of_the_command_line_are_what_openssl_believes()
    {
        using var folder = new TempFolder();
        var made = await CliRun.Of("cert", "--out", folder.Path, "--name", "pacs.example", "127.0.0.1", "--client", "ct1", "--bits", "2048");
        Assert.True(made.ExitCode == 0, made.Errors);
        Assert.Equal(0, (await Tool.Run("openssl", "verify", "-x509_strict", "-CAfile", folder["ca.pem"], "-purpose", "sslserver", "-verify_ip", "127.0.0.1", folder["server.pem"])).ExitCode);
        Assert.Equal(0, (await Tool.Run("openssl", "verify", "-x509_strict", "-CAfile", folder["ca.pem"], "-purpose", "sslclient", folder["ct1.pem"])).ExitCode);
        Assert.NotEqual(0, (await Tool.Run("openssl", "verify", "-CAfile", folder["ca.pem"], "-purpose", "sslserver", folder["ct1.pem"])).ExitCode);
        Assert.Equal((0, "600\n"), await Tool.Run("stat", "-c", "%a", folder["server-key.pem"]));
        Assert.Equal(1, (await CliRun.Of("cert", "--out", folder.Path, "--name", "again")).ExitCode); // an authority is not replaced
    }

    private static string PortOf(TestServer server) => server.Server.DicomTls!.Port.ToString(CultureInfo.InvariantCulture);

    private Task<(int ExitCode, string Text)> Dcmtk(string tool, TestServer server, string client, params string[] more)
    {
        string[] files = [.. more.Where(File.Exists)];
        return Tool.Run(tool, [.. more.Except(files), "+tls", certificates[client + "-key.pem"], certificates[client + ".pem"], "+cf", certificates["ca.pem"],
            "-aec", "CONCORD", "127.0.0.1", PortOf(server), .. files]);
    }

    private async Task<bool> Shakes(int port, params string[] more) => (await Tool.Run("openssl", [.. Arguments(port, more)])).ExitCode == 0;

    private string[] Arguments(int port, params string[] more) =>
        ["s_client", "-connect", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}"), "-CAfile", certificates["ca.pem"], "-verify_return_error", .. more];
}

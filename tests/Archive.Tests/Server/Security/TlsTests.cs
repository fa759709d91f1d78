using System.Net.Sockets;
using Archive.Tests.Receive;
using Concord.Network;
using Concord.Network.ServiceClasses;
using Concord.Server.Settings;

namespace Archive.Tests.Server.Security;

/// <summary>TLS for DIMSE with our own client: who is believed, who is not, and what the log says of it.</summary>
public sealed class TlsTests(TestCertificates certificates) : IClassFixture<TestCertificates>
{
    [Fact]
    public async Task Objects_go_both_ways_over_tls_and_so_does_what_a_move_sends()
    {
        await using var server = await SecureServer.Start(certificates, ClientCertificates.Require, dicom: options => (options.MaxPduLengthBytes, options.MaxSendPduLengthBytes) = (4 << 20, 4 << 20));
        await using var other = await SecureServer.Start(certificates, ClientCertificates.Require);
        var peer = SecureServer.Peer(server, certificates.Credentials("ct1"));
        var client = new DicomClient(peer, new() { MaxSendPduLengthBytes = 4 << 20 });
        var slices = Enumerable.Range(1, 3).Select(number => new SliceToSend(Objects.Slice(number, pixelBytes: 3_000_000))).ToList();
        await foreach (var result in client.Store(slices)) Assert.True(result.Status.IsSuccess, result.Status.ToString());

        var sink = SecureServer.Peer(other, certificates.Credentials()) with { AeTitle = "OTHER" };
        Assert.Equal(201, (await server.Post("api/peers", System.Text.Encoding.UTF8.GetBytes($$"""{"aeTitle":"OTHER","host":"127.0.0.1","port":{{sink.Port}},"useTls":true}"""), "application/json")).Status);
        var study = new Concord.Dicom.DataElements.DataSet().SetString(Concord.Dicom.Dictionary.Tags.QueryRetrieveLevel, "STUDY").SetUid(Concord.Dicom.Dictionary.Tags.StudyInstanceUID, Objects.Study());
        RetrieveProgress? last = null;
        await foreach (var progress in client.Move(InformationModel.StudyRoot, study, "OTHER")) last = progress;
        Assert.True(last!.Status.IsSuccess, last.Status.ToString());
        Assert.Equal(3, last.SubOperations!.Value.Completed);
        Assert.Equal(3, (await other.GetJson($"dicom-web/studies/{Objects.Study()}/instances")).Count);
    }

    [Fact]
    public async Task Who_is_not_believed_gets_no_association_and_the_log_says_why_without_names()
    {
        await using var server = await SecureServer.Start(certificates, ClientCertificates.Require);
        Assert.Equal("ok", await SecureServer.Echo(server, certificates.Credentials("ct1")));
        foreach (var (client, reason) in new[] { ((string?)null, "no client certificate"), ("expired", "NotTimeValid"), ("stranger", "PartialChain") })
        {
            Assert.NotEqual("ok", await SecureServer.Echo(server, certificates.Credentials(client)));
            await SecureServer.AwaitLog(server, reason);
        }
        Assert.DoesNotContain(server.Logs.Lines, line => line.Contains("CN=", StringComparison.Ordinal) || line.Contains("stranger", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_certificates_are_allowed_none_will_do_and_a_wrong_one_will_not()
    {
        await using var server = await SecureServer.Start(certificates, ClientCertificates.Allow);
        Assert.Equal("ok", await SecureServer.Echo(server, certificates.Credentials()));
        Assert.Equal("ok", await SecureServer.Echo(server, certificates.Credentials("ct2")));
        Assert.NotEqual("ok", await SecureServer.Echo(server, certificates.Credentials("expired")));
    }

    [Fact]
    public async Task A_server_that_we_do_not_believe_is_not_called()
    {
        await using var server = await SecureServer.Start(certificates);
        Assert.Contains("NotConnected: No TLS with the peer", await SecureServer.Echo(server, certificates.Credentials(authority: "other-ca")), StringComparison.Ordinal);
        await using var elsewhere = await SecureServer.Start(certificates, tls: options => options with { CertificateFile = certificates["elsewhere.pem"], KeyFile = certificates["elsewhere-key.pem"] });
        Assert.Contains("NotConnected", await SecureServer.Echo(elsewhere, certificates.Credentials()), StringComparison.Ordinal);
        Assert.Equal("ok", await SecureServer.Echo(elsewhere, certificates.Credentials(checkHostName: false)));
    }

    [Fact]
    public async Task An_ae_title_is_bound_to_its_certificate()
    {
        await using var server = await SecureServer.Start(certificates, ClientCertificates.Allow, options => options.PeerRules =
        [
            new() { AeTitle = "CT1", Certificates = [certificates.Thumbprint("ct1")] }, new() { AeTitle = "CT2", Certificates = ["CN=ct2"] }, new() { AeTitle = "SAFE", RequireTls = true },
        ]);
        Assert.Equal("ok", await SecureServer.Echo(server, certificates.Credentials("ct1"), "CT1"));
        Assert.Equal("ok", await SecureServer.Echo(server, certificates.Credentials("ct2"), "CT2"));
        var callers = System.Text.Json.Nodes.JsonNode.Parse(await server.Client.GetStringAsync(new Uri("api/callers", UriKind.Relative)))!.AsArray();
        Assert.Equal([("CT2", true), ("CT1", true)], callers.Select(caller => ((string)caller!["aeTitle"]!, (bool)caller["isEncrypted"]!)));
        Assert.Equal("ok", await SecureServer.Echo(server, certificates.Credentials(), "SAFE"));
        foreach (var (client, caller) in new[] { ("ct2", "CT1"), ("ct1", "CT2"), ((string?)null, "CT1") })
            Assert.Equal("Rejected: The peer rejected the association for good: calling AE title not recognized.", await SecureServer.Echo(server, certificates.Credentials(client), caller));
        await SecureServer.AwaitLog(server, "is not what Dicom:PeerRules has");
        var plain = new DicomClient(new("CONCORD", "127.0.0.1", server.Server.Dicom.Port), new() { AeTitle = "SAFE" });
        Assert.Equal(AssociationFailure.Rejected, (await Assert.ThrowsAsync<AssociationException>(() => plain.Echo(default))).Failure);
    }

    [Fact]
    public async Task Plain_peers_on_a_tls_port_are_ended_at_once_and_tls_peers_on_a_plain_port_too()
    {
        await using var server = await SecureServer.Start(certificates);
        var plain = new DicomClient(new("CONCORD", "127.0.0.1", server.Server.DicomTls!.Port), new() { ResponseSeconds = 20 });
        Assert.Equal(AssociationFailure.ConnectionLost, (await Assert.ThrowsAsync<AssociationException>(() => plain.Echo(default))).Failure);
        await SecureServer.AwaitLog(server, "DICOM over TLS ended: the peer speaks no TLS");
        var tls = new DicomClient(new("CONCORD", "127.0.0.1", server.Server.Dicom.Port, UseTls: true) { Credentials = certificates.Credentials() }, new() { ResponseSeconds = 20 });
        Assert.Equal(AssociationFailure.NotConnected, (await Assert.ThrowsAsync<AssociationException>(() => tls.Echo(default))).Failure);
        await SecureServer.AwaitLog(server, "the peer speaks TLS on a port that does not");
        using var http = new HttpClient();
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(new Uri($"http://{server.Server.Https}/healthz/live")));
        await SecureServer.AwaitLog(server, "HTTPS ended: the peer speaks no TLS");
    }

    [Theory]
    [InlineData(0), InlineData(40)] // nothing at all; a ClientHello that stops in the middle
    public async Task A_handshake_that_stands_still_is_ended_by_its_limit(int bytes)
    {
        await using var server = await SecureServer.Start(certificates, tls: options => options with { HandshakeSeconds = 1 });
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(System.Net.IPAddress.Loopback, server.Server.DicomTls!.Port);
        byte[] hello = [0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3, .. new byte[100]];
        if (bytes > 0) await socket.SendAsync(hello.AsMemory(0, bytes));
        Assert.True(await EndOf(socket).WaitAsync(TimeSpan.FromSeconds(30)));
        await SecureServer.AwaitLog(server, "A TLS handshake with DICOM over TLS failed");
    }

    [Fact]
    public async Task A_renewed_certificate_is_used_without_a_restart_and_a_broken_one_is_not()
    {
        var (certificate, key) = (certificates["renewed.pem"], certificates["renewed-key.pem"]);
        Copy("elsewhere");
        await using var server = await SecureServer.Start(certificates, tls: options => options with { CertificateFile = certificate, KeyFile = key });
        Assert.NotEqual("ok", await SecureServer.Echo(server, certificates.Credentials()));
        Copy("server");
        for (var tries = 0; await SecureServer.Echo(server, certificates.Credentials()) != "ok"; tries++)
        {
            Assert.True(tries < 500, "The new certificate is not used");
            await Task.Delay(20);
        }
        await File.WriteAllTextAsync(certificate, "not a certificate");
        for (var tries = 0; !server.Logs.Lines.Any(line => line.Contains("cannot be read; the one before it stays", StringComparison.Ordinal)); tries++)
        {
            Assert.Equal("ok", await SecureServer.Echo(server, certificates.Credentials()));
            Assert.True(tries < 500, "The broken certificate is not told of");
            await Task.Delay(20);
        }
        Assert.Equal("ok", await SecureServer.Echo(server, certificates.Credentials()));

        void Copy(string name)
        {
            File.Copy(certificates[name + "-key.pem"], key, overwrite: true);
            File.Copy(certificates[name + ".pem"], certificate, overwrite: true);
        }
    }

    [Fact]
    public async Task A_pfx_with_a_password_serves_as_well()
    {
        using (var pem = System.Security.Cryptography.X509Certificates.X509Certificate2.CreateFromPemFile(certificates["server.pem"], certificates["server-key.pem"]))
            await File.WriteAllBytesAsync(certificates["server.pfx"], pem.Export(System.Security.Cryptography.X509Certificates.X509ContentType.Pkcs12, "pass word"));
        await File.WriteAllTextAsync(certificates["pfx-password"], "pass word\n");
        await using var server = await SecureServer.Start(certificates, tls: options => options with { CertificateFile = certificates["server.pfx"], KeyFile = "", PasswordFile = certificates["pfx-password"] });
        Assert.Equal("ok", await SecureServer.Echo(server, certificates.Credentials()));
        var wrong = await Assert.ThrowsAsync<Concord.Server.Hosting.StartupException>(() =>
            SecureServer.Start(certificates, tls: options => options with { CertificateFile = certificates["server.pfx"], KeyFile = "", Password = "wrong-secret" }));
        Assert.StartsWith("The TLS files cannot be used: ", wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-secret", wrong.Message, StringComparison.Ordinal);
    }

    private static async Task<bool> EndOf(Socket socket)
    {
        var buffer = new byte[256];
        try
        {
            while (await socket.ReceiveAsync(buffer) > 0) { }
        }
        catch (SocketException)
        {
            return true;
        }
        return true;
    }
}

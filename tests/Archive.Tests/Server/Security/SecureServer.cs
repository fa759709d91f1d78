using Concord.Network;
using Concord.Network.ServiceClasses;
using Concord.Server.Settings;

namespace Archive.Tests.Server.Security;

/// <summary>Starts servers with all four ports, and calls them.</summary>
internal static class SecureServer
{
    public static Task<TestServer> Start(TestCertificates certificates, ClientCertificates wanted = ClientCertificates.None, Action<NetworkOptions>? dicom = null, Func<TlsOptions, TlsOptions>? tls = null,
        Func<ArchiveSettings, ArchiveSettings>? change = null) =>
        TestServer.Start(settings =>
        {
            dicom?.Invoke(settings.Dicom);
            var options = new TlsOptions
            {
                CertificateFile = certificates["server.pem"], KeyFile = certificates["server-key.pem"], AuthoritiesFile = certificates["ca.pem"],
                DicomClientCertificates = wanted, HttpClientCertificates = wanted,
            };
            settings = settings with { Server = settings.Server with { DicomTlsPort = 0, HttpsPort = 0 }, Tls = tls?.Invoke(options) ?? options };
            return change?.Invoke(settings) ?? settings;
        });

    public static RemotePeer Peer(TestServer server, CallerCredentials credentials) => new("CONCORD", "127.0.0.1", server.Server.DicomTls!.Port, UseTls: true) { Credentials = credentials };

    /// <summary>C-ECHO over TLS: "ok", or what stood in the way.</summary>
    public static async Task<string> Echo(TestServer server, CallerCredentials credentials, string caller = "TESTER")
    {
        try
        {
            return (await new DicomClient(Peer(server, credentials), new() { AeTitle = caller, ResponseSeconds = 20 }).Echo(default)).IsSuccess ? "ok" : "failed";
        }
        catch (AssociationException failure)
        {
            return $"{failure.Failure}: {failure.Message}";
        }
    }

    /// <summary>Waits for a line of the log.</summary>
    public static async Task AwaitLog(TestServer server, string text)
    {
        for (var tries = 0; !server.Logs.Lines.Any(line => line.Contains(text, StringComparison.Ordinal)); tries++)
        {
            Assert.True(tries < 500, $"It was not logged: {text}\n{string.Join('\n', server.Logs.Lines)}");
            await Task.Delay(20);
        }
    }
}

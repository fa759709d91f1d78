using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Concord.Network;
using Concord.Server.Hosting;
using Concord.Server.Settings;
using Concord.Trust.Policy;
using Concord.Vault.Receive;
using Microsoft.Extensions.Logging;

namespace Archive.Tests.Server;

/// <summary>The whole server in this process on a temporary folder and free ports, with a plain HTTP client.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly string _folder;

    private TestServer(string folder, ConcordServer server, CapturedLogs logs)
    {
        (_folder, Server, Logs) = (folder, server, logs);
        Client = new HttpClient { BaseAddress = server.HttpAddress, Timeout = TimeSpan.FromSeconds(60) };
    }

    public ConcordServer Server { get; }

    public HttpClient Client { get; }

    public CapturedLogs Logs { get; }

    /// <summary>With the codec program that <c>./run --setup-only</c> built.</summary>
    public static ArchiveSettings WithCodecs(ArchiveSettings settings) =>
        settings with { Imaging = settings.Imaging with { CodecProgram = Path.Combine(Root(), ".cache", "codec", "concord-codec") } };

    /// <summary>A synthetic object of tests/Fixtures by its transfer syntax.</summary>
    public static string Fixture(string name) => Path.Combine(Root(), "tests", "Fixtures", "synthetic", "ts", name);

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Concord.slnx"))) folder = folder.Parent!;
        return folder.FullName;
    }

    public static async Task<TestServer> Start(Func<ArchiveSettings, ArchiveSettings>? change = null)
    {
        var folder = Directory.CreateTempSubdirectory("concord-web-").FullName;
        var settings = new ArchiveSettings(
            new ServerOptions { HttpPort = 0, DicomPort = 0, ViewerFolder = "", AppFolder = "", DrainSeconds = 5 }, new HttpOptions(), new NetworkOptions(), new DicomWebOptions(),
            new VaultOptions { Folder = Path.Combine(folder, "data"), SealAfterSeconds = 3600 }, new AccessPolicyOptions { AllowDelete = true });
        var logs = new CapturedLogs();
        var server = await ConcordServer.Start(change?.Invoke(settings) ?? settings, TimeProvider.System, CancellationToken.None, logging => logging.AddProvider(logs).SetMinimumLevel(LogLevel.Debug));
        return new(folder, server, logs);
    }

    /// <summary>STOW-RS of whole files in one request.</summary>
    public Task<(int Status, JsonNode? Body)> Stow(params byte[][] files) => Post("dicom-web/studies", MultipartOf(files), "multipart/related; type=\"application/dicom\"; boundary=b");

    public async Task<(int Status, JsonNode? Body)> Post(string path, byte[] body, string contentType)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        using var answer = await Client.PostAsync(new Uri(path, UriKind.Relative), content);
        var text = await answer.Content.ReadAsStringAsync();
        return ((int)answer.StatusCode, text.Length > 0 ? JsonNode.Parse(text) : null);
    }

    public async Task<HttpResponseMessage> Get(string path, string? accept = null, Action<HttpRequestHeaders>? headers = null, HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, new Uri(path, UriKind.Relative));
        if (accept is not null) request.Headers.TryAddWithoutValidation("Accept", accept);
        headers?.Invoke(request.Headers);
        return await Client.SendAsync(request);
    }

    public async Task Seal()
    {
        using var answer = await Get("api/seal", method: HttpMethod.Post);
        Assert.True(answer.IsSuccessStatusCode);
    }

    public async Task<JsonArray> GetJson(string path)
    {
        using var answer = await Get(path, "application/dicom+json");
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {text}");
        return JsonNode.Parse(text)!.AsArray();
    }

    /// <summary>The parts of a multipart answer: header lines and body.</summary>
    public async Task<List<(string Headers, byte[] Body)>> GetParts(string path, string accept)
    {
        using var answer = await Get(path, accept);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        return Split(await answer.Content.ReadAsByteArrayAsync(), answer.Content.Headers.ContentType!.Parameters.Single(parameter => parameter.Name == "boundary").Value!.Trim('"'));
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Client.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    public static byte[] MultipartOf(params byte[][] files)
    {
        var body = new MemoryStream();
        foreach (var file in files)
        {
            body.Write("\r\n--b\r\nContent-Type: application/dicom\r\n\r\n"u8);
            body.Write(file);
        }
        body.Write("\r\n--b--\r\n"u8);
        return body.ToArray();
    }

    private static List<(string Headers, byte[] Body)> Split(byte[] body, string boundary)
    {
        var delimiter = Encoding.ASCII.GetBytes("\r\n--" + boundary);
        byte[] whole = [.. "\r\n"u8, .. body];
        var parts = new List<(string, byte[])>();
        var rest = whole.AsSpan()[(whole.AsSpan().IndexOf(delimiter) + delimiter.Length)..];
        while (!rest.StartsWith("--"u8))
        {
            var end = rest.IndexOf(delimiter);
            var part = rest[2..end];
            var head = part.IndexOf("\r\n\r\n"u8);
            parts.Add((Encoding.ASCII.GetString(part[..head]), part[(head + 4)..].ToArray()));
            rest = rest[(end + delimiter.Length)..];
        }
        return parts;
    }
}

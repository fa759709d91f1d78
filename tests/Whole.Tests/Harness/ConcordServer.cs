using System.Globalization;
using System.Net.Http.Json;
using System.Text.RegularExpressions;

namespace Whole.Tests.Harness;

/// <summary>The real server process on free ports, over a data folder that outlives its restarts.</summary>
internal sealed partial class ConcordServer : IAsyncDisposable
{
    public const string Ae = "CONCORD";
    public static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    public static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(30);
    private readonly TempFolder? _own;
    private readonly string[] _arguments;
    private readonly List<string> _log = [];

    private readonly IReadOnlyDictionary<string, string>? _environment;

    private ConcordServer(string? data, string[] arguments, IReadOnlyDictionary<string, string>? environment)
    {
        _environment = environment;
        _own = data is null ? new TempFolder("data") : null;
        Data = data ?? _own!.Path;
        _arguments = arguments;
    }

    public string Data { get; }

    public Uri Http { get; private set; } = null!;

    public int DicomPort { get; private set; }

    public RunningProcess Process { get; private set; } = null!;

    public DicomWeb Web { get; private set; } = null!;

    /// <summary>What must never be in the log: names and identifiers of the objects the test sends.</summary>
    public HashSet<string> Identities { get; } = new(StringComparer.Ordinal);

    /// <summary>Starts the server; extra arguments come after the ports, so they may override them.</summary>
    public static async Task<ConcordServer> Start(params string[] arguments) => await StartOn(null, arguments);

    public static Task<ConcordServer> StartOn(string? data, params string[] arguments) => StartOn(data, arguments, null);

    /// <summary>The same with settings in the environment, such as <c>CONCORD_Dicom__ArtimSeconds</c>.</summary>
    public static async Task<ConcordServer> StartOn(string? data, string[] arguments, IReadOnlyDictionary<string, string>? environment)
    {
        var server = new ConcordServer(data, arguments, environment);
        try
        {
            await server.Launch();
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }

        return server;
    }

    /// <summary>SIGKILL, at once.</summary>
    public async Task Kill()
    {
        await Process.Kill();
        _log.AddRange(Process.Lines);
    }

    /// <summary>SIGTERM; the server must end by itself, with exit code 0.</summary>
    public async Task Stop()
    {
        var code = await Process.Terminate(StopTimeout);
        Assert.True(code == 0, $"exit code {code} after SIGTERM:\n{Process.Tail}");
        _log.AddRange(Process.Lines);
    }

    /// <summary>Starts again on the same folder (other ports).</summary>
    public async Task Launch()
    {
        Process = RunningProcess.Start("dotnet", [Repository.ServerDll, "--data", Data, "--http", "0", "--dicom", "0", "--ae", Ae, .. _arguments], environment: _environment);
        var ready = await Process.WaitForLine(l => l.StartsWith("Concord is ready: ", StringComparison.Ordinal), StartTimeout);
        var http = HttpAddress().Match(ready);
        var dicom = DicomAddress().Match(ready);
        Assert.True(http.Success && dicom.Success, "the ready line names both addresses: " + ready);
        Http = new Uri(http.Value);
        DicomPort = int.Parse(dicom.Groups["port"].Value, CultureInfo.InvariantCulture);
        Web = new DicomWeb(Http);
    }

    public async Task Restart()
    {
        await Stop();
        await Launch();
    }

    /// <summary>Seals every open bundle now.</summary>
    public async Task Seal()
    {
        using var answer = await Web.Client.PostAsync(new Uri(Http, "/api/seal"), null);
        Assert.True(answer.IsSuccessStatusCode, $"/api/seal: {answer.StatusCode}\n{Process.Tail}");
    }

    /// <summary>Makes a receiver known as a move destination, without a restart.</summary>
    public Task AddPeer(DcmtkReceiver receiver) => AddPeer(DcmtkReceiver.Ae, receiver.Port);

    public async Task AddPeer(string aeTitle, int port)
    {
        using var answer = await Web.Client.PostAsJsonAsync(new Uri(Http, "/api/peers"), new { aeTitle, host = "127.0.0.1", port });
        Assert.True(answer.IsSuccessStatusCode, $"/api/peers: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    /// <summary>Ends the server, cleanly if it still runs, and looks for identities in what it said.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (Process is { HasExited: false }) await Stop();
            var leak = _log.FirstOrDefault(line => Identities.Any(i => line.Contains(i, StringComparison.Ordinal)));
            Assert.True(leak is null, "an identity is in the log: " + leak);
        }
        finally
        {
            if (Process is not null) await Process.DisposeAsync();
            Web?.Dispose();
            _own?.Dispose();
        }
    }

    [GeneratedRegex(@"http://[^\s]+/", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HttpAddress();

    [GeneratedRegex(@"\b\w+@[^\s:]+:(?<port>\d+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DicomAddress();
}

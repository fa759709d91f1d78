using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Whole.Tests.Harness;

/// <summary>A real Orthanc with its DICOMweb plugin, on free ports, driven by its REST API.</summary>
internal sealed class OrthancPeer : IAsyncDisposable
{
    public const string Ae = "ORTHANC";
    private const string WebPlugin = "/usr/share/orthanc/plugins/libOrthancDicomWeb.so";
    private static readonly JsonSerializerOptions PascalCase = new();
    private readonly TempFolder _folder = new("orthanc");
    private RunningProcess _process = null!;

    public int DicomPort { get; } = Ports.Free();

    public int HttpPort { get; } = Ports.Free();

    public HttpClient Client { get; private set; } = null!;

    /// <summary>Starts it, and makes it and Concord known to each other.</summary>
    public static async Task<OrthancPeer> Start(ConcordServer concord)
    {
        var peer = new OrthancPeer();
        await File.WriteAllTextAsync(peer._folder["orthanc.json"], peer.Configuration());
        peer._process = RunningProcess.Start("/usr/sbin/Orthanc", [peer._folder["orthanc.json"]], peer._folder.Path);
        await Ports.WaitUntilOpen(peer.HttpPort, peer._process);
        await Ports.WaitUntilOpen(peer.DicomPort, peer._process);
        peer.Client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{peer.HttpPort}/"), Timeout = TimeSpan.FromMinutes(2) };
        await peer.Put("modalities/concord", new { AET = ConcordServer.Ae, Host = "127.0.0.1", Port = concord.DicomPort });
        await peer.Put("dicom-web/servers/concord", new { Url = new Uri(concord.Http, "/dicom-web/").ToString() });
        await concord.AddPeer(Ae, peer.DicomPort);
        return peer;
    }

    public async Task<JsonNode> Post(string path, object body)
    {
        using var answer = await Client.PostAsJsonAsync(path, body, PascalCase);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"Orthanc {path}: {answer.StatusCode} {text}\n{_process.Tail}");
        return JsonNode.Parse(text)!;
    }

    /// <summary>Stores a file in Orthanc; its own identifier of the instance.</summary>
    public async Task<string> Import(byte[] part10)
    {
        using var content = new ByteArrayContent(part10);
        using var answer = await Client.PostAsync("instances", content);
        Assert.True(answer.IsSuccessStatusCode, $"Orthanc import: {answer.StatusCode}");
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["ID"]!.ToString();
    }

    /// <summary>SOP Instance UID and file of all that Orthanc holds.</summary>
    public async Task<Dictionary<string, byte[]>> Instances()
    {
        var ids = await Client.GetFromJsonAsync<string[]>("instances");
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var id in ids!)
        {
            var file = await Client.GetByteArrayAsync($"instances/{id}/file");
            files[DataSetBytes.SopInstanceUid(file)] = file;
        }

        return files;
    }

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        await _process.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>Sets a part of its configuration: a modality, a server.</summary>
    public async Task Put(string path, object body)
    {
        using var answer = await Client.PutAsJsonAsync(path, body, PascalCase);
        Assert.True(answer.IsSuccessStatusCode, $"Orthanc {path}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    private string Configuration() => JsonSerializer.Serialize(new Dictionary<string, object>(StringComparer.Ordinal)
    {
        ["StorageDirectory"] = _folder.Folder("storage"), ["IndexDirectory"] = _folder.Folder("index"), ["Plugins"] = new[] { WebPlugin },
        ["DicomPort"] = DicomPort, ["HttpPort"] = HttpPort, ["DicomAet"] = Ae, ["RemoteAccessAllowed"] = false, ["AuthenticationEnabled"] = false,
        ["DicomAlwaysAllowStore"] = true, ["DicomAlwaysAllowEcho"] = true, ["UnknownSopClassAccepted"] = true, ["SynchronousCMove"] = true,
        ["HttpTimeout"] = 60, ["DicomWeb"] = new { Enable = true, Root = "/dicom-web/" },
    });
}

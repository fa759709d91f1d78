using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using Concord.Cli.Listing;
using Concord.Network.ServiceClasses;

namespace Concord.Cli.Commands;

/// <summary><c>concord peer</c>: the peers that a running server knows; added and removed without a restart.</summary>
internal static partial class PeerCommand
{
    private const string DefaultServer = "http://127.0.0.1:8080";
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    public static Command Build(Terminal terminal)
    {
        var server = new Option<string>("--server") { Description = "The server's address.", DefaultValueFactory = _ => DefaultServer, HelpName = "URL", Recursive = true };
        server.Validators.Add(result =>
        {
            if (!Uri.TryCreate(result.GetValue(server), UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https")) result.AddError("--server takes a URL.");
        });
        var json = Arguments.Json();
        var list = new Command("list", "List the peers.") { json };
        list.SetAction((parsed, cancel) => List(parsed.GetValue(server)!, parsed.GetValue(json), terminal, cancel));
        var peer = new Argument<RemotePeer>("PEER") { Description = "AE@HOST:PORT", CustomParser = Arguments.ParsePeer };
        var add = new Command("add", "Add a peer.") { peer };
        add.SetAction((parsed, cancel) => Add(parsed.GetValue(server)!, parsed.GetValue(peer)!, cancel));
        var title = new Argument<string>("AE") { Description = "AE title of the peer." };
        var remove = new Command("remove", "Remove a peer.") { title };
        remove.SetAction((parsed, cancel) => Remove(parsed.GetValue(server)!, parsed.GetValue(title)!, cancel));
        return new Command("peer", "List, add and remove the peers of a running server.") { server, list, add, remove };
    }

    private static async Task<int> List(string server, bool json, Terminal terminal, CancellationToken cancel)
    {
        using var http = Client(server);
        var peers = await http.GetFromJsonAsync("api/peers", PeerJson.Default.RemotePeerArray, cancel) ?? [];
        if (json)
        {
            await terminal.Output.WriteLineAsync(JsonSerializer.Serialize(peers, PeerJson.Default.RemotePeerArray));
            return ExitCode.Fine;
        }
        var table = new TextTable("AE", "HOST", "PORT");
        foreach (var peer in peers) table.Add(peer.AeTitle, peer.Host, peer.Port.ToString(CultureInfo.InvariantCulture) + (peer.UseTls ? ";tls" : ""));
        table.Write(terminal.Output);
        return ExitCode.Fine;
    }

    private static async Task<int> Add(string server, RemotePeer peer, CancellationToken cancel)
    {
        using var http = Client(server);
        using var answer = await http.PostAsJsonAsync("api/peers", peer, PeerJson.Default.RemotePeer, cancel);
        return answer.IsSuccessStatusCode ? ExitCode.Fine : throw await Refusal(answer, cancel);
    }

    private static async Task<int> Remove(string server, string aeTitle, CancellationToken cancel)
    {
        using var http = Client(server);
        using var answer = await http.DeleteAsync(new Uri($"api/peers/{Uri.EscapeDataString(aeTitle)}", UriKind.Relative), cancel);
        if (answer.StatusCode == HttpStatusCode.NotFound) throw new CommandException($"there is no peer {aeTitle}");
        return answer.IsSuccessStatusCode ? ExitCode.Fine : throw await Refusal(answer, cancel);
    }

    private static HttpClient Client(string server) => new() { BaseAddress = new Uri(server.TrimEnd('/') + "/"), Timeout = Longest };

    private static async Task<CommandException> Refusal(HttpResponseMessage answer, CancellationToken cancel)
    {
        var problem = answer.Content.Headers.ContentType?.MediaType == "application/problem+json"
            ? await answer.Content.ReadFromJsonAsync(PeerJson.Default.JsonElement, cancel) : default;
        var detail = problem.ValueKind == JsonValueKind.Object && problem.TryGetProperty("detail", out var text) ? text.GetString() : null;
        return new(string.Create(CultureInfo.InvariantCulture, $"the server refuses ({(int)answer.StatusCode}){(detail is null ? "" : $": {Printable.Of(detail)}")}"));
    }

    [JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
    [JsonSerializable(typeof(RemotePeer[]))]
    [JsonSerializable(typeof(JsonElement))]
    private sealed partial class PeerJson : JsonSerializerContext;
}

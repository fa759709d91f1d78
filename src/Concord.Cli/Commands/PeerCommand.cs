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
    public static Command Build(Terminal terminal)
    {
        var web = new WebOptions();
        var json = Arguments.Json();
        var list = new Command("list", "List the peers.") { json };
        list.SetAction((parsed, cancel) => web.Ask(parsed, http => List(http, parsed.GetValue(json), terminal, cancel), cancel));
        var peer = new Argument<RemotePeer>("PEER") { Description = "AE@HOST:PORT", CustomParser = Arguments.ParsePeer };
        var user = new PeerUserOptions();
        var add = new Command("add", "Add a peer, or replace it.") { peer };
        user.AddTo(add);
        add.SetAction((parsed, cancel) => web.Ask(parsed, http => Add(http, parsed.GetValue(peer)! with { User = user.Of(parsed) }, cancel), cancel));
        var title = new Argument<string>("AE") { Description = "AE title of the peer." };
        var remove = new Command("remove", "Remove a peer.") { title };
        remove.SetAction((parsed, cancel) => web.Ask(parsed, http => Remove(http, parsed.GetValue(title)!, cancel), cancel));
        var command = new Command("peer", "List, add and remove the peers of a running server.") { list, add, remove };
        web.AddTo(command);
        return command;
    }

    private static async Task<int> List(HttpClient http, bool json, Terminal terminal, CancellationToken cancel)
    {
        using var answer = await http.GetAsync(new Uri("api/peers", UriKind.Relative), cancel);
        if (!answer.IsSuccessStatusCode) throw await Refusal(answer, cancel);
        var peers = await answer.Content.ReadFromJsonAsync(PeerJson.Default.RemotePeerArray, cancel) ?? [];
        if (json)
        {
            await terminal.Output.WriteLineAsync(JsonSerializer.Serialize(peers, PeerJson.Default.RemotePeerArray));
            return ExitCode.Fine;
        }
        var table = new TextTable("AE", "HOST", "PORT", "AS USER");
        foreach (var peer in peers) table.Add(peer.AeTitle, peer.Host, peer.Port.ToString(CultureInfo.InvariantCulture) + (peer.UseTls ? ";tls" : ""), peer.User?.Name ?? (peer.User is null ? "" : "of a token"));
        table.Write(terminal.Output);
        return ExitCode.Fine;
    }

    private static async Task<int> Add(HttpClient http, RemotePeer peer, CancellationToken cancel)
    {
        using var answer = await http.PostAsJsonAsync("api/peers", peer, PeerJson.Default.RemotePeer, cancel);
        return answer.IsSuccessStatusCode ? ExitCode.Fine : throw await Refusal(answer, cancel);
    }

    private static async Task<int> Remove(HttpClient http, string aeTitle, CancellationToken cancel)
    {
        using var answer = await http.DeleteAsync(new Uri($"api/peers/{Uri.EscapeDataString(aeTitle)}", UriKind.Relative), cancel);
        if (answer.StatusCode == HttpStatusCode.NotFound) throw new CommandException($"there is no peer {aeTitle}");
        return answer.IsSuccessStatusCode ? ExitCode.Fine : throw await Refusal(answer, cancel);
    }

    private static async Task<CommandException> Refusal(HttpResponseMessage answer, CancellationToken cancel)
    {
        var problem = answer.Content.Headers.ContentType?.MediaType == "application/problem+json"
            ? await answer.Content.ReadFromJsonAsync(PeerJson.Default.JsonElement, cancel) : default;
        var detail = problem.ValueKind == JsonValueKind.Object && problem.TryGetProperty("detail", out var text) ? text.GetString() : null;
        if (answer.StatusCode == HttpStatusCode.Unauthorized) detail = "it wants to know who asks: --user and --passcode-file, or --token-file";
        return new(string.Create(CultureInfo.InvariantCulture, $"the server refuses ({(int)answer.StatusCode}){(detail is null ? "" : $": {Printable.Of(detail)}")}"));
    }

    [JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
    [JsonSerializable(typeof(RemotePeer[]))]
    [JsonSerializable(typeof(JsonElement))]
    private sealed partial class PeerJson : JsonSerializerContext;
}

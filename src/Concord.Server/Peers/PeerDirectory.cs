using System.Text.Json;
using Concord.Network.ServiceClasses;
using Concord.Vault.Blobs;

namespace Concord.Server.Peers;

/// <summary>The peers that we may send to, by AE title: <c>peers.json</c> in the data folder, changed while the server runs.</summary>
/// <remarks>Safe for any thread. A change is on the disk before it is answered.</remarks>
internal sealed class PeerDirectory
{
    /// <summary>Most peers kept.</summary>
    public const int MaxPeers = 10_000;

    private readonly Lock _gate = new();
    private readonly string _path;
    private readonly SortedDictionary<string, RemotePeer> _peers = new(StringComparer.Ordinal);

    private readonly Func<CallerCredentials> _credentials;
    private readonly PeerSecrets _secrets;

    private PeerDirectory(string path, Func<CallerCredentials> credentials, PeerSecrets secrets) => (_path, _credentials, _secrets) = (path, credentials, secrets);

    /// <summary>Loads <c>peers.json</c> and adds those named at start; the latter win, but keep the user that the same peer has there.</summary>
    /// <param name="credentials">How peers are called over TLS, asked anew each time; null: as nobody.</param>
    /// <param name="secrets">Null: those of the folder.</param>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static PeerDirectory Load(string folder, IEnumerable<string> named, Func<CallerCredentials>? credentials = null, PeerSecrets? secrets = null)
    {
        secrets ??= new(Path.Combine(folder, PeerSecrets.DefaultName));
        var directory = new PeerDirectory(Path.Combine(folder, "peers.json"), credentials ?? (static () => new()), secrets);
        directory.Read();
        var before = directory._peers.Count;
        foreach (var text in named)
        {
            if (!RemotePeer.TryParse(text, out var peer)) throw new InvalidDataException($"'{text}' is no AE@HOST:PORT");
            if (directory._peers.GetValueOrDefault(peer!.AeTitle) is not { } known || known with { User = null } != peer) directory._peers[peer.AeTitle] = peer;
        }
        if (directory._peers.Count != before) directory.Write();
        return directory;
    }

    /// <summary>Ready to be called: with our credentials when it speaks TLS, and on behalf of its user when it has one.</summary>
    public RemotePeer? Find(string aeTitle)
    {
        RemotePeer? peer;
        lock (_gate) peer = _peers.GetValueOrDefault(aeTitle.Trim());
        if (peer is null or { UseTls: false, User: null }) return peer;
        var credentials = peer.UseTls ? _credentials() : new();
        return peer with { Credentials = peer.User is { } user ? credentials with { UserSource = () => _secrets.Load(user) } : credentials };
    }

    public IReadOnlyList<RemotePeer> List()
    {
        lock (_gate) return [.. _peers.Values];
    }

    /// <summary>Adds or replaces a peer; false when there are too many.</summary>
    public bool Add(RemotePeer peer)
    {
        lock (_gate)
        {
            if (_peers.Count >= MaxPeers && !_peers.ContainsKey(peer.AeTitle)) return false;
            _peers[peer.AeTitle] = peer;
            Write();
            return true;
        }
    }

    public bool Remove(string aeTitle)
    {
        lock (_gate)
        {
            if (!_peers.Remove(aeTitle)) return false;
            Write();
            return true;
        }
    }

    private void Read()
    {
        if (!File.Exists(_path)) return;
        try
        {
            using var file = File.OpenRead(_path);
            foreach (var peer in JsonSerializer.Deserialize(file, PeersJson.Default.RemotePeerArray) ?? []) _peers[peer.AeTitle] = peer;
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{_path} is damaged", e);
        }
    }

    private void Write() => WholeFile.Replace(_path, file => JsonSerializer.Serialize(file, [.. _peers.Values], PeersJson.Default.RemotePeerArray));
}

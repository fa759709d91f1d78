using System.Text.Json;
using System.Text.Json.Serialization;
using Concord.Cli.Sources;
using Concord.Network.ServiceClasses;

namespace Concord.Cli.Sending;

/// <summary>What a peer has already taken, a JSON line each: a second run sends only what is missing. A file that changed is sent again.</summary>
internal sealed partial class SendJournal : IDisposable
{
    private readonly string _peer;
    private readonly HashSet<Line> _sent = [];
    private readonly StreamWriter _writer;
    private readonly Lock _lock = new();

    private SendJournal(string peer, StreamWriter writer) => (_peer, _writer) = (peer, writer);

    /// <exception cref="IOException">The journal cannot be read or written.</exception>
    public static SendJournal Open(string path, RemotePeer peer)
    {
        var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        var journal = new SendJournal($"{peer.AeTitle}@{peer.Host}:{peer.Port}", new StreamWriter(stream) { AutoFlush = true, NewLine = "\n" });
        journal.Load(stream);
        return journal;
    }

    public bool Has(SourceEntry entry) => _sent.Contains(LineOf(entry));

    public void Add(SourceEntry entry)
    {
        lock (_lock) _writer.WriteLine(JsonSerializer.Serialize(LineOf(entry), JournalJson.Default.Line));
    }

    public void Dispose() => _writer.Dispose();

    private void Load(FileStream stream)
    {
        using var reader = new StreamReader(stream, leaveOpen: true);
        while (reader.ReadLine() is { } text)
            if (Parse(text) is { } line && line.To == _peer) _sent.Add(line);
        if (stream.Length == 0) return;
        stream.Seek(-1, SeekOrigin.End);
        if (stream.ReadByte() != '\n') _writer.WriteLine(); // a line torn by a crash counts for nothing
    }

    private static Line? Parse(string text)
    {
        try
        {
            return text.Length == 0 ? null : JsonSerializer.Deserialize(text, JournalJson.Default.Line);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private Line LineOf(SourceEntry entry) => new(_peer, entry.Label, entry.Length, entry.Modified.UtcTicks);

    internal sealed record Line(string To, string Path, long Size, long Modified);

    [JsonSerializable(typeof(Line))]
    private sealed partial class JournalJson : JsonSerializerContext;
}

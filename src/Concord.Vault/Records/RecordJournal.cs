using System.Text.Json;
using Concord.Vault.Blobs;
using Concord.Vault.Lifecycle;

namespace Concord.Vault.Records;

/// <summary>Records by key, each a JSON value, in an append-only file; a change is durable before it is told.</summary>
/// <remarks>Any number of threads; one change at a time. Values are not held: who opens it reads them with <see cref="Read"/>.</remarks>
public sealed class RecordJournal : IDisposable
{
    /// <summary>Bytes from which on it is written anew when most of it is of no use any more.</summary>
    private const long LargeBytes = 16 << 20;

    /// <summary>How many times larger than what is of use.</summary>
    private const int Excess = 4;

    private readonly Lock _lock = new();
    private readonly DataFolder _folder;
    private readonly Disk _disk;
    private readonly DiskThreads _threads;
    private readonly string _path;
    private readonly Dictionary<string, (long At, int Length)> _lines = new(StringComparer.Ordinal);
    private JournalFile _journal;
    private long _usedBytes;

    private RecordJournal(DataFolder folder, Disk disk, DiskThreads threads, string path)
    {
        (_folder, _disk, _threads, _path) = (folder, disk, threads, path);
        _journal = JournalFile.Open(folder, disk, path);
    }

    /// <summary>Lines that did not check when it was opened; what they said is lost.</summary>
    public int Damaged { get; private set; }

    public int Count
    {
        get
        {
            lock (_lock) return _lines.Count;
        }
    }

    internal static RecordJournal Open(DataFolder folder, Disk disk, DiskThreads threads, string path)
    {
        var journal = new RecordJournal(folder, disk, threads, path);
        try
        {
            journal.Load();
            if (journal.Damaged > 0 || journal.IsMostlyOld) journal.Rewrite();
            return journal;
        }
        catch
        {
            journal.Dispose();
            throw;
        }
    }

    /// <summary>Every record, in the order in which they were last put.</summary>
    public IReadOnlyList<(string Key, JsonElement Value)> Read()
    {
        lock (_lock)
        {
            var found = new List<(string, JsonElement)>(_lines.Count);
            foreach (var (at, _, json) in _journal.ReadPlaced())
                if (json is { } whole && TryParse(whole) is { Value: { } value } line && _lines.TryGetValue(line.Key, out var place) && place.At == at) found.Add((line.Key, value));
            return found;
        }
    }

    /// <summary>Keeps a record in the place of the one of that key; durable on return.</summary>
    /// <param name="json">A JSON value.</param>
    /// <exception cref="IOException">It is not durable.</exception>
    public Task Put(string key, ReadOnlyMemory<byte> json) => _threads.Run(() =>
    {
        lock (_lock)
        {
            var at = _journal.End;
            _journal.Append(LineOf(key, json));
            Take(key, at, (int)(_journal.End - at));
            TidyUp();
        }
    });

    /// <summary>Removes a record; durable on return. False where there is none.</summary>
    /// <exception cref="IOException">It is not durable.</exception>
    public Task<bool> Remove(string key) => _threads.Run(() =>
    {
        lock (_lock)
        {
            if (!_lines.ContainsKey(key)) return false;
            _journal.Append(LineOf(key, default));
            Drop(key);
            TidyUp();
            return true;
        }
    });

    public void Dispose() => _journal.Dispose();

    private bool IsMostlyOld => _journal.End > Excess * Math.Max(_usedBytes, 1);

    private void TidyUp()
    {
        if (_journal.End > LargeBytes && IsMostlyOld) Rewrite();
    }

    private void Load()
    {
        (_usedBytes, Damaged) = (0, 0);
        _lines.Clear();
        foreach (var (at, length, json) in _journal.ReadPlaced())
        {
            if (json is not { } whole || TryParse(whole) is not { } line) Damaged++;
            else if (line.Value is null) Drop(line.Key);
            else Take(line.Key, at, length);
        }
    }

    private void Take(string key, long at, int length)
    {
        Drop(key);
        _lines[key] = (at, length);
        _usedBytes += length;
    }

    private void Drop(string key)
    {
        if (_lines.Remove(key, out var old)) _usedBytes -= old.Length;
    }

    /// <summary>A new file beside the old one, put in its place: a crash leaves one or the other, whole.</summary>
    private void Rewrite()
    {
        if (Damaged > 0) _journal.KeepAside(_folder, _disk, 0);
        var path = _path + ".new";
        if (File.Exists(path)) _disk.Delete(path);
        using (var old = Posix.OpenUnlocked(_path))
        using (var file = _disk.Create(path))
        {
            long end = 0;
            foreach (var (at, length) in _lines.Values.OrderBy(line => line.At))
            {
                var line = new byte[length];
                if (RandomAccess.Read(old, line, at) != length) throw new IOException("A journal is shorter than it was.");
                file.Write(line, end);
                end += length;
            }
            file.SyncData();
        }
        _journal.Dispose();
        _disk.Rename(path, _path);
        _disk.SyncFolder(_folder.Root);
        _journal = JournalFile.Open(_folder, _disk, _path);
        var damaged = Damaged;
        Load();
        Damaged = damaged;
    }

    private static byte[] LineOf(string key, ReadOnlyMemory<byte> value)
    {
        using var line = new MemoryStream(value.Length + key.Length + 32);
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            json.WriteString("key", key);
            if (!value.IsEmpty)
            {
                json.WritePropertyName("value");
                json.WriteRawValue(value.Span);
            }
            json.WriteEndObject();
        }
        return line.ToArray();
    }

    private static (string Key, JsonElement? Value)? TryParse(ReadOnlyMemory<byte> line)
    {
        try
        {
            var root = JsonElement.Parse(line.Span);
            return (root.GetProperty("key").GetString()!, root.TryGetProperty("value", out var value) ? value : null);
        }
        catch (Exception damage) when (damage is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null; // counted as damaged by the caller
        }
    }
}

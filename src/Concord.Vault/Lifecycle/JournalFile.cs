using Concord.Vault.Blobs;

namespace Concord.Vault.Lifecycle;

/// <summary>An append-only file of JSON lines: CRC-32 in eight hex digits, a space, JSON, a line feed. Durable before it is told.</summary>
/// <remarks>One appender at a time; blocking.</remarks>
internal sealed class JournalFile : IDisposable
{
    private readonly DiskFile _file;
    private long _end;
    private bool _isBroken;

    private JournalFile(DiskFile file) => _file = file;

    /// <summary>Bytes of whole lines.</summary>
    public long End => Volatile.Read(ref _end);

    /// <summary>A line may or may not be durable, and no more are taken.</summary>
    public bool IsBroken => Volatile.Read(ref _isBroken);

    /// <summary>Opens the file, making it when it is not there; last lines that are torn, or that power cut holes into, were never told: they are copied to the folder <c>aside</c> and cut off.</summary>
    /// <param name="told">Bytes that are known to have been told: a damaged line among them stays.</param>
    public static JournalFile Open(DataFolder folder, Disk disk, string path, long told = 0)
    {
        var isNew = !File.Exists(path);
        var journal = new JournalFile(disk.OpenOrCreate(path));
        if (isNew) disk.SyncFolder(folder.Root);
        journal._end = Math.Max(journal.FindEnd(), Math.Min(told, journal._file.Length));
        if (journal._end < journal._file.Length)
        {
            journal.KeepAside(folder, disk, journal._end);
            journal._file.Truncate(journal._end);
            journal._file.SyncData();
        }
        return journal;
    }

    /// <summary>Writes a line; durable on return.</summary>
    /// <exception cref="IOException">It is not durable.</exception>
    public void Append(ReadOnlySpan<byte> json)
    {
        if (_isBroken) throw new IOException("The journal could not be written before; the archive must be started anew.");
        var line = JournalLines.Line(json);
        try
        {
            _file.Write(line, _end);
        }
        catch
        {
            _file.Truncate(_end);
            throw;
        }
        try
        {
            _file.SyncData();
        }
        catch
        {
            _isBroken = true; // what the disk has of it is unknown; start-up will see
            throw;
        }
        _end += line.Length;
    }

    /// <summary>The JSON of each line from an offset on, borrowed until the next; null for a line that does not check.</summary>
    public IEnumerable<ReadOnlyMemory<byte>?> Read(long from = 0)
    {
        foreach (var line in Lines(from)) yield return JournalLines.JsonOf(line);
    }

    /// <summary>As above from the first line on, with where each line begins and how many bytes it has.</summary>
    public IEnumerable<(long At, int Length, ReadOnlyMemory<byte>? Json)> ReadPlaced()
    {
        long at = 0;
        foreach (var line in Lines(0))
        {
            yield return (at, line.Length + 1, JournalLines.JsonOf(line));
            at += line.Length + 1;
        }
    }

    /// <summary>Copies the bytes from an offset on to the folder <c>aside</c>, durable.</summary>
    public void KeepAside(DataFolder folder, Disk disk, long from) =>
        AsideBytes.Keep(folder, disk, $"{Path.GetFileName(_file.Path)}-{from}", _file.Handle, from, _file.Length - from);

    public void Dispose() => _file.Dispose();

    /// <summary>The end of the last line that checks and ends in a line feed.</summary>
    private long FindEnd()
    {
        long at = 0, end = 0;
        foreach (var line in Lines(0))
        {
            at += line.Length + 1;
            if (at <= _file.Length && JournalLines.JsonOf(line) is not null) end = at;
        }
        return end;
    }

    private IEnumerable<ReadOnlyMemory<byte>> Lines(long from) => JournalLines.Of(_file.Handle, from, _end > 0 ? _end : _file.Length);
}

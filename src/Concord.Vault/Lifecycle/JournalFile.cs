using System.Globalization;
using System.Text;
using Concord.Vault.Blobs;

namespace Concord.Vault.Lifecycle;

/// <summary>An append-only file of JSON lines: CRC-32 in eight hex digits, a space, JSON, a line feed. Durable before it is told.</summary>
/// <remarks>One appender at a time; blocking.</remarks>
internal sealed class JournalFile : IDisposable
{
    private const int PrefixLength = 9;
    private const int MaxLine = 256 << 20;
    private readonly DiskFile _file;
    private long _end;
    private bool _isBroken;

    private JournalFile(DiskFile file) => _file = file;

    /// <summary>Bytes of whole lines.</summary>
    public long End => Volatile.Read(ref _end);

    /// <summary>Opens the file, making it when it is not there; a torn last line, which was never told, is copied to the folder <c>aside</c> and cut off.</summary>
    public static JournalFile Open(DataFolder folder, Disk disk, string path)
    {
        var isNew = !File.Exists(path);
        var journal = new JournalFile(disk.OpenOrCreate(path));
        if (isNew) disk.SyncFolder(folder.Root);
        journal._end = journal.FindEnd();
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
        var line = Line(json);
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
        foreach (var line in Lines(from)) yield return Checks(line.Span) ? line[PrefixLength..] : null;
    }

    /// <summary>Copies the bytes from an offset on to the folder <c>aside</c>, durable.</summary>
    public void KeepAside(DataFolder folder, Disk disk, long from) =>
        AsideBytes.Keep(folder, disk, $"{Path.GetFileName(_file.Path)}-{from}", _file.Handle, from, _file.Length - from);

    /// <summary>The line as it is written.</summary>
    public static byte[] Line(ReadOnlySpan<byte> json)
    {
        var prefix = Encoding.ASCII.GetBytes(Crc32.Append(0, json).ToString("x8", CultureInfo.InvariantCulture) + " ");
        return [.. prefix, .. json, (byte)'\n'];
    }

    public void Dispose() => _file.Dispose();

    private static bool Checks(ReadOnlySpan<byte> line) =>
        line.Length >= PrefixLength && uint.TryParse(Encoding.ASCII.GetString(line[..8]), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var crc)
        && Crc32.Append(0, line[PrefixLength..]) == crc;

    /// <summary>The end of the last line that checks and ends in a line feed.</summary>
    private long FindEnd()
    {
        long at = 0, end = 0;
        foreach (var line in Lines(0))
        {
            at += line.Length + 1;
            if (at <= _file.Length && Checks(line.Span)) end = at;
        }
        return end;
    }

    private IEnumerable<ReadOnlyMemory<byte>> Lines(long from)
    {
        var length = _end > 0 ? _end : _file.Length;
        var buffer = new byte[64 << 10];
        var kept = 0;
        for (var at = from; at < length;)
        {
            if (kept == buffer.Length) Array.Resize(ref buffer, buffer.Length < MaxLine ? buffer.Length * 2 : throw new IOException("A line of the journal has no end."));
            var read = _file.Read(buffer.AsSpan(kept, (int)Math.Min(buffer.Length - kept, length - at)), at);
            if (read == 0) break;
            at += read;
            kept += read;
            var start = 0;
            while (Array.IndexOf(buffer, (byte)'\n', start, kept - start) is var feed and >= 0)
            {
                yield return buffer.AsMemory(start, feed - start);
                start = feed + 1;
            }
            Array.Copy(buffer, start, buffer, 0, kept - start);
            kept -= start;
        }
        if (kept > 0) yield return buffer.AsMemory(0, kept);
    }
}

using System.Globalization;
using System.Text;
using System.Text.Json;
using Concord.Dicom.DataElements;
using Concord.Vault.Blobs;
using Concord.Vault.Bundles;
using Concord.Vault.Index;

namespace Concord.Vault.Lifecycle;

/// <summary>The append-only log of what is in no object: one line a fact, CRC-32 in eight hex digits, a space, JSON, a line feed. Durable before the answer.</summary>
/// <remarks>One appender at a time; blocking.</remarks>
internal sealed class FactsLog : IDisposable
{
    private const int PrefixLength = 9;
    private const int MaxLine = 256 << 20;
    private readonly Lock _lock = new();
    private readonly DiskFile _file;
    private long _end;
    private bool _isBroken;

    private FactsLog(DiskFile file) => _file = file;

    /// <summary>Bytes of whole lines.</summary>
    public long End => Volatile.Read(ref _end);

    /// <summary>Opens the log; a torn last line, which was never acknowledged, is copied to the folder <c>aside</c> and cut off.</summary>
    public static FactsLog Open(DataFolder folder, Disk disk)
    {
        var isNew = !File.Exists(folder.Facts);
        var log = new FactsLog(disk.OpenOrCreate(folder.Facts));
        if (isNew) disk.SyncFolder(folder.Root);
        log._end = log.FindEnd();
        if (log._end < log._file.Length)
        {
            AsideBytes.Keep(folder, disk, $"facts-{log._end}", log._file.Handle, log._end, log._file.Length - log._end);
            log._file.Truncate(log._end);
            log._file.SyncData();
        }
        return log;
    }

    /// <summary>Writes a fact, numbered by <paramref name="numbers"/>; durable on return.</summary>
    /// <exception cref="IOException">It is not durable.</exception>
    public Fact Append(NumberSequence numbers, Func<long, Fact> make)
    {
        lock (_lock)
        {
            if (_isBroken) throw new IOException("The facts log could not be written before; the archive must be started anew.");
            var fact = make(numbers.Next());
            var line = Line(fact);
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
            return fact;
        }
    }

    /// <summary>All facts from an offset on; lines that do not check are passed over and counted.</summary>
    public (List<Fact> Facts, int Damaged) Read(long from = 0)
    {
        var facts = new List<Fact>();
        var damaged = 0;
        foreach (var line in Lines(from))
        {
            if (TryParse(line.Span, out var fact)) facts.Add(fact!);
            else damaged++;
        }
        return (facts, damaged);
    }

    public void Dispose() => _file.Dispose();

    /// <summary>What the index is told of a fact; null for kinds that this version does not know.</summary>
    public static IndexEvent? ToEvent(Fact fact) => fact is { Kind: Fact.DeletedKind, Deleted: { } deleted }
        ? new IndexEvent.InstancesDeleted(fact.Number, fact.At, fact.Who, fact.Why,
            [.. deleted.Select(entry => new DeletedInstance(entry.BundleId, entry.ArrivalNumber, Uid.Parse(entry.Study), Uid.Parse(entry.Series), Uid.Parse(entry.Instance)))])
        : null;

    private static byte[] Line(Fact fact)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(fact, FactJson.Default.Fact);
        var prefix = Encoding.ASCII.GetBytes(Crc32.Append(0, json).ToString("x8", CultureInfo.InvariantCulture) + " ");
        return [.. prefix, .. json, (byte)'\n'];
    }

    private static bool TryParse(ReadOnlySpan<byte> line, out Fact? fact)
    {
        fact = null;
        if (line.Length < PrefixLength || !uint.TryParse(Encoding.ASCII.GetString(line[..8]), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var crc)) return false;
        var json = line[PrefixLength..];
        if (Crc32.Append(0, json) != crc) return false;
        try
        {
            fact = JsonSerializer.Deserialize(json, FactJson.Default.Fact);
        }
        catch (JsonException)
        {
            return false; // counted as damaged by the caller
        }
        return fact is not null;
    }

    /// <summary>The end of the last line that checks and ends in a line feed.</summary>
    private long FindEnd()
    {
        long at = 0, end = 0;
        foreach (var line in Lines(0))
        {
            at += line.Length + 1;
            if (at <= _file.Length && TryParse(line.Span, out _)) end = at;
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
            if (kept == buffer.Length) Array.Resize(ref buffer, buffer.Length < MaxLine ? buffer.Length * 2 : throw new IOException("A line of the facts log has no end."));
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

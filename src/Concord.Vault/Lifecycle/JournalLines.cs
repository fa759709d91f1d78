using System.Globalization;
using System.Text;
using Concord.Vault.Blobs;
using Microsoft.Win32.SafeHandles;

namespace Concord.Vault.Lifecycle;

/// <summary>Lines of a journal: CRC-32 in eight hex digits, a space, JSON, a line feed.</summary>
internal static class JournalLines
{
    private const int PrefixLength = 9;
    private const int MaxLine = 256 << 20;

    /// <summary>The line as it is written.</summary>
    public static byte[] Line(ReadOnlySpan<byte> json)
    {
        var prefix = Encoding.ASCII.GetBytes(Crc32.Append(0, json).ToString("x8", CultureInfo.InvariantCulture) + " ");
        return [.. prefix, .. json, (byte)'\n'];
    }

    /// <summary>The JSON of a line without its line feed; null when it does not check.</summary>
    public static ReadOnlyMemory<byte>? JsonOf(ReadOnlyMemory<byte> line)
    {
        if (line.Length < PrefixLength || !uint.TryParse(Encoding.ASCII.GetString(line.Span[..8]), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var crc)) return null;
        if (Crc32.Append(0, line.Span[PrefixLength..]) != crc) return null; // not as one expression: null would become an empty memory, and every line would check
        return line[PrefixLength..];
    }

    /// <summary>The lines between two offsets, borrowed until the next; the last may have no line feed.</summary>
    /// <exception cref="IOException">A line is longer than any that is written.</exception>
    public static IEnumerable<ReadOnlyMemory<byte>> Of(SafeFileHandle file, long from, long to)
    {
        var buffer = new byte[64 << 10];
        var kept = 0;
        for (var at = from; at < to;)
        {
            if (kept == buffer.Length) Array.Resize(ref buffer, buffer.Length < MaxLine ? buffer.Length * 2 : throw new IOException("A line of the journal has no end."));
            var read = RandomAccess.Read(file, buffer.AsSpan(kept, (int)Math.Min(buffer.Length - kept, to - at)), at);
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

using System.Buffers;

namespace Concord.Server.DicomWeb.Store;

/// <summary>Finds a delimiter in a buffer of segments, with the vector search of the runtime inside each and a comparison across their borders.</summary>
internal static class DelimiterSearch
{
    /// <param name="found">Where the delimiter begins; when there is none, the first position from which on one may still begin with bytes to come (the
    /// buffer's end if none can).</param>
    public static bool Find(ReadOnlySequence<byte> buffer, ReadOnlySpan<byte> delimiter, out SequencePosition found)
    {
        long before = 0;
        foreach (var segment in buffer)
        {
            var span = segment.Span;
            var index = span.IndexOf(delimiter);
            if (index >= 0)
            {
                found = buffer.GetPosition(before + index);
                return true;
            }
            if (FindAcross(buffer, delimiter, span, before, out var whole, out found)) return whole;
            before += span.Length;
        }
        found = buffer.End;
        return false;
    }

    /// <summary>Looks for a delimiter that begins in the last bytes of a segment and goes on in the next ones, or beyond the buffer.</summary>
    private static bool FindAcross(
        ReadOnlySequence<byte> buffer, ReadOnlySpan<byte> delimiter, ReadOnlySpan<byte> span, long before, out bool whole, out SequencePosition found)
    {
        var start = Math.Max(0, span.Length - delimiter.Length + 1);
        while (start < span.Length)
        {
            var index = span[start..].IndexOf(delimiter[0]);
            if (index < 0) break;
            start += index;
            found = buffer.GetPosition(before + start);
            var rest = buffer.Slice(found);
            whole = rest.Length >= delimiter.Length;
            var reader = new SequenceReader<byte>(rest);
            if (reader.IsNext(whole ? delimiter : delimiter[..(int)rest.Length])) return true;
            start++;
        }
        (whole, found) = (false, default);
        return false;
    }
}

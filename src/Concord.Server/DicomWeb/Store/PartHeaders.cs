using System.Buffers;
using System.Text;
using Concord.Server.DicomWeb.Negotiation;

namespace Concord.Server.DicomWeb.Store;

/// <summary>The header fields of a part that matter here.</summary>
/// <param name="ContentType">The value of Content-Type without parameters, lower case; "" when there is none.</param>
/// <param name="TransferSyntax">Its parameter <c>transfer-syntax</c>; "" when there is none.</param>
/// <param name="Location">The value of Content-Location; "" when there is none.</param>
internal sealed record PartHeaders(string ContentType, string TransferSyntax, string Location)
{
    /// <summary>Parses what stands between a delimiter and the empty line.</summary>
    /// <exception cref="MultipartException">A line is no header field.</exception>
    public static PartHeaders Parse(ReadOnlySequence<byte> block)
    {
        var lines = Unfold(Encoding.Latin1.GetString(block).Split("\r\n"));
        if (lines[0].AsSpan().Trim(" \t").Length > 0) throw new MultipartException("A delimiter is followed by something else.");
        var (contentType, location) = ("", "");
        foreach (var line in lines.Skip(1))
        {
            if (line.Length == 0) continue;
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 1) throw new MultipartException("A header field of a part has no name.");
            var name = line.AsSpan(0, colon).Trim();
            if (name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)) contentType = line[(colon + 1)..].Trim();
            else if (name.Equals("Content-Location", StringComparison.OrdinalIgnoreCase)) location = line[(colon + 1)..].Trim();
        }
        var syntax = AcceptHeader.Parse(contentType) is [{ } entry] ? entry.TransferSyntax : "";
        return new(contentType.Split(';')[0].Trim().ToLowerInvariant(), syntax, location);
    }

    /// <summary>A line that begins with white space goes on with the one before it (RFC 822 §3.1.1).</summary>
    private static List<string> Unfold(string[] lines)
    {
        List<string> whole = [lines[0]];
        foreach (var line in lines.Skip(1))
        {
            if (line.Length > 0 && line[0] is ' ' or '\t' && whole.Count > 1) whole[^1] += line;
            else whole.Add(line);
        }
        return whole;
    }
}

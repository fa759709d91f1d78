using System.Buffers;
using System.Text;

namespace Concord.Server.DicomWeb.Store;

/// <summary>The header fields of a part that matter here.</summary>
/// <param name="ContentType">The value of Content-Type without parameters, lower case; "" when there is none.</param>
internal sealed record PartHeaders(string ContentType)
{
    /// <summary>Parses what stands between a delimiter and the empty line.</summary>
    /// <exception cref="MultipartException">A line is no header field.</exception>
    public static PartHeaders Parse(ReadOnlySequence<byte> block)
    {
        var lines = Encoding.Latin1.GetString(block).Split("\r\n");
        if (lines[0].AsSpan().Trim(" \t").Length > 0) throw new MultipartException("A delimiter is followed by something else.");
        var contentType = "";
        foreach (var line in lines.Skip(1))
        {
            if (line.Length == 0 || line[0] is ' ' or '\t') continue; // a folded field goes on: parameters only
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 1) throw new MultipartException("A header field of a part has no name.");
            if (line.AsSpan(0, colon).Trim().Equals("Content-Type", StringComparison.OrdinalIgnoreCase)) contentType = line[(colon + 1)..].Split(';')[0].Trim().ToLowerInvariant();
        }
        return new(contentType);
    }
}

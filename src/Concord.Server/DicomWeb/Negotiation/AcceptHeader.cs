using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace Concord.Server.DicomWeb.Negotiation;

/// <summary>Reads Accept, and the accept query parameter, as clients really write them: <c>type=application/dicom</c> without quotes too.</summary>
internal static class AcceptHeader
{
    /// <summary>Most media ranges looked at.</summary>
    private const int MaxEntries = 64;

    /// <summary>What the client accepts, best first; <c>*/*</c> when it does not say.</summary>
    public static IReadOnlyList<AcceptEntry> Of(HttpRequest request)
    {
        var texts = request.Query.TryGetValue("accept", out var asked) && asked.Count > 0 ? asked : request.Headers.Accept;
        var entries = Parse(texts);
        return entries.Count > 0 ? entries : [new("*/*", "", "", 1)];
    }

    /// <summary>Parses header values; ranges with q=0 and what is no media range are left out.</summary>
    internal static List<AcceptEntry> Parse(StringValues texts)
    {
        var entries = new List<AcceptEntry>();
        foreach (var text in texts)
        {
            foreach (var range in SplitOutsideQuotes(text ?? "", ','))
                if (entries.Count < MaxEntries && ParseRange(range) is { Quality: > 0 } entry) entries.Add(entry);
        }
        return [.. entries.OrderByDescending(entry => entry.Quality)]; // stable: equal quality keeps the client's order
    }

    private static AcceptEntry? ParseRange(string range)
    {
        var pieces = SplitOutsideQuotes(range, ';');
        var mediaType = pieces[0].Trim().ToLowerInvariant();
        if (!mediaType.Contains('/', StringComparison.Ordinal)) return null;
        string type = "", syntax = "";
        var quality = 1.0;
        foreach (var piece in pieces.Skip(1))
        {
            var equals = piece.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0) continue;
            var value = piece[(equals + 1)..].Trim().Trim('"').Trim();
            switch (piece[..equals].Trim().ToLowerInvariant())
            {
                case "type": type = value.ToLowerInvariant(); break;
                case "transfer-syntax": syntax = value; break;
                case "q" when double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var q): quality = q; break;
            }
        }
        return new(mediaType, type, syntax, quality);
    }

    private static List<string> SplitOutsideQuotes(string text, char separator)
    {
        var pieces = new List<string>();
        var (start, quoted) = (0, false);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"') quoted = !quoted;
            if (text[i] != separator || quoted) continue;
            pieces.Add(text[start..i]);
            start = i + 1;
        }
        pieces.Add(text[start..]);
        return pieces;
    }
}

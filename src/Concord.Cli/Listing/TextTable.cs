using System.Text;

namespace Concord.Cli.Listing;

/// <summary>Columns side by side; East Asian characters take two cells, as terminals draw them.</summary>
internal sealed class TextTable(params string[] headings)
{
    private const int Gap = 2, WidestCell = 64;
    private readonly List<string[]> _rows = [headings];

    public void Add(params string[] cells) => _rows.Add([.. cells.Select(cell => Shortened(Printable.Of(cell)))]);

    public void Write(TextWriter output)
    {
        var widths = new int[headings.Length];
        foreach (var row in _rows)
            for (var i = 0; i < widths.Length; i++) widths[i] = Math.Max(widths[i], Cells(row[i]));
        foreach (var row in _rows)
        {
            var line = new StringBuilder();
            for (var i = 0; i < widths.Length; i++) line.Append(row[i]).Append(' ', widths[i] - Cells(row[i]) + Gap);
            output.WriteLine(line.ToString().TrimEnd());
        }
    }

    /// <summary>Cells that a text takes on a terminal.</summary>
    internal static int Cells(string text)
    {
        var cells = 0;
        foreach (var rune in text.EnumerateRunes()) cells += IsWide(rune.Value) ? 2 : 1;
        return cells;
    }

    // the wide ranges of Unicode's East Asian Width table, coarsely
    private static bool IsWide(int code) => code is >= 0x1100 and <= 0x115F or >= 0x2E80 and <= 0xA4CF or >= 0xAC00 and <= 0xD7A3
        or >= 0xF900 and <= 0xFAFF or >= 0xFE30 and <= 0xFE6F or >= 0xFF00 and <= 0xFF60 or >= 0xFFE0 and <= 0xFFE6 or >= 0x20000 and <= 0x3FFFD;

    private static string Shortened(string text) => text.Length <= WidestCell ? text : text[..(WidestCell - 1)] + "…";
}

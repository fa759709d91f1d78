using System.Text;

namespace Concord.Imaging.Drawing;

/// <summary>In which letters a line is written, and what room it takes: small ones where all is ASCII, else those that hold Han.</summary>
/// <param name="Scale">Pixels of a dot.</param>
internal readonly record struct TextFace(bool IsWide, int Scale)
{
    /// <summary>Of the wide letters for each dot of the small ones: they are as tall or taller, or nobody could read them.</summary>
    private const double WidePerSmall = 1.15 * RasterFont.Height / WideFont.Height;

    public int Height => (IsWide ? WideFont.Height : RasterFont.Height) * Scale;

    /// <summary>From one line to the next.</summary>
    public int Step => Height + (2 * Scale);

    /// <param name="text">All lines that are written alike.</param>
    /// <param name="scale">Pixels of a dot of the small letters.</param>
    public static TextFace Of(IEnumerable<string> text, int scale) =>
        text.All(line => Ascii.IsValid(line)) ? new(false, scale) : new(true, Math.Max(1, (int)Math.Round(scale * WidePerSmall)));

    public int Advance(Rune character) => (IsWide ? WideFont.Advance(character) : RasterFont.Advance) * Scale;

    public int WidthOf(string line)
    {
        var width = 0;
        foreach (var rune in line.EnumerateRunes()) width += Advance(rune);
        return width;
    }
}

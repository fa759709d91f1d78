using System.Text;
using Concord.Imaging.Drawing;
using Concord.Imaging.Rendering;

namespace Concord.Imaging.Cards;

/// <summary>Draws a card: a page with a folded corner, the modality in a band, a title, lines.</summary>
public static class CardPainter
{
    private static readonly Ink Paper = new(250, 250, 247);
    private static readonly Ink Band = new(38, 70, 102);
    private static readonly Ink Edge = new(170, 176, 182);
    private static readonly Ink Words = new(60, 64, 70);

    /// <param name="columns">Width of the space there is; the page is upright and as tall as that allows.</param>
    public static Picture Paint(Card card, int columns, int rows)
    {
        var height = Math.Max(16, Math.Min(rows, columns * 5 / 4));
        var width = Math.Max(16, height * 4 / 5);
        var picture = Picture.Rent(width, height, 3);
        picture.Span.Fill(255);
        var canvas = new Canvas(picture);
        canvas.Fill(0, 0, width, height, Paper);
        canvas.Frame(0, 0, width - 1, height - 1, 1, Edge);
        var band = height / 5;
        canvas.Fill(0, 0, width, band, Band);
        var big = Math.Clamp(Math.Min(band / 10, width / (RasterFont.Advance * Math.Max(4, card.Label.Length + 1))), 1, 16);
        canvas.Text((width - (card.Label.Length * RasterFont.Advance * big)) / 2, (band - (RasterFont.Height * big)) / 2, card.Label, big, Ink.White);
        PaintWords(canvas, card, band);
        Fold(canvas, width, height / 10);
        return picture;
    }

    private static void PaintWords(Canvas canvas, Card card, int band)
    {
        var margin = Math.Max(3, canvas.Columns / 24);
        var scale = Math.Clamp(canvas.Columns / 200, 1, 4);
        var width = canvas.Columns - (2 * margin);
        var (face, top) = (TextFace.Of([card.Title], scale), band + margin);
        foreach (var line in Wrap(card.Title, face, width).Take(3))
        {
            canvas.Text(margin, top, line, face, Band);
            top += face.Step + scale;
        }
        canvas.Fill(margin, top, width, 1, Edge);
        top += margin;
        face = TextFace.Of(card.Lines, scale);
        foreach (var line in card.Lines.SelectMany(line => Wrap(line, face, width)))
        {
            if (top + face.Step + scale > canvas.Rows - margin) return;
            canvas.Text(margin, top, line, face, Words);
            top += face.Step + scale;
        }
    }

    private static void Fold(Canvas canvas, int width, int size)
    {
        canvas.Polygon([new(width - size, -1), new(width, -1), new(width, size)], Ink.White);
        canvas.Polygon([new(width - size, 0), new(width - size, size - 1), new(width - 1, size - 1)], Edge);
    }

    /// <summary>Lines of at most so many pixels, broken at spaces where there are some, and anywhere else where a word is too long.</summary>
    internal static IEnumerable<string> Wrap(string text, TextFace face, int width)
    {
        var line = new StringBuilder();
        var room = width;
        foreach (var word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var space = face.Advance(new Rune(' '));
            if (line.Length > 0 && face.WidthOf(word) + space > room)
            {
                yield return line.ToString();
                (room, _) = (width, line.Clear());
            }
            if (line.Length > 0) (room, _) = (room - space, line.Append(' '));
            foreach (var rune in word.EnumerateRunes())
            {
                if (face.Advance(rune) > room)
                {
                    if (line.Length == 0) yield break; // not one letter fits
                    yield return line.ToString();
                    (room, _) = (width, line.Clear());
                }
                if (face.Advance(rune) > room) yield break;
                (room, _) = (room - face.Advance(rune), line.Append(rune.ToString()));
            }
        }
        if (line.Length > 0) yield return line.ToString();
    }
}

using System.Globalization;
using System.Text;

namespace Concord.Cli.Listing;

/// <summary>Makes text of unknown origin safe for a terminal: what would move the cursor, ring, colour or turn the line around is spelled out.</summary>
internal static class Printable
{
    public static string Of(string text) => IsSafe(text) ? text : Escaped(text);

    private static bool IsSafe(string text)
    {
        foreach (var character in text)
            if (char.IsSurrogate(character) || IsHostile(char.GetUnicodeCategory(character))) return false;
        return true;
    }

    private static bool IsHostile(UnicodeCategory category) => category is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static string Escaped(string text)
    {
        var safe = new StringBuilder(text.Length + 8);
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsHostile(Rune.GetUnicodeCategory(rune))) safe.Append(CultureInfo.InvariantCulture, $"\\x{rune.Value:X2}");
            else safe.Append(rune.ToString());
        }
        return safe.ToString();
    }
}

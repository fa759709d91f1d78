using System.Text;

namespace Concord.Vault.Index.Names;

/// <summary>Folds text so that case, accents and width do not count (PS3.4 §C.2.2.2.1.1 leaves that to the archive for person names).</summary>
/// <remarks>By a table of its own, not by the platform's: normalization does nothing under invariant globalization.</remarks>
internal static class NameFolding
{
    /// <summary>Lower case, compatibility forms resolved, combining marks dropped, outer spaces and trailing empty components dropped.</summary>
    public static string Fold(string text) => text.Length == 0 ? "" : FoldCharacters(text).Trim(' ').TrimEnd('^', ' ');

    private static string FoldCharacters(string text)
    {
        if (Ascii.IsValid(text)) return text.ToLowerInvariant();
        var folded = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c is >= '\u0300' and <= '\u036F') continue; // combining diacritical marks
            if (NameTables.Folding.TryGetValue(c, out var to)) folded.Append(to);
            else folded.Append(c == '\u3000' ? ' ' : char.ToLowerInvariant(c));
        }
        return folded.ToString();
    }
}

using System.Globalization;
using System.Text;

namespace Concord.Vault.Index;

/// <summary>Folds text so that case, accents and width do not count.</summary>
internal static class NameFolding
{
    /// <summary>Lower case, compatibility forms resolved, combining marks dropped, outer spaces and trailing empty components dropped.</summary>
    public static string Fold(string text)
    {
        if (text.Length == 0) return "";
        return FoldCharacters(text).Trim(' ').TrimEnd('^', ' ');
    }

    private static string FoldCharacters(string text)
    {
        if (Ascii.IsValid(text)) return text.ToLowerInvariant();
        var folded = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormKD))
            if (CharUnicodeInfo.GetUnicodeCategory(c) is not UnicodeCategory.NonSpacingMark) folded.Append(char.ToLowerInvariant(c));
        return folded.ToString();
    }
}

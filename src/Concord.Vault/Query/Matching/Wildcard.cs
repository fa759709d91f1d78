using System.Text;

namespace Concord.Vault.Query.Matching;

/// <summary>Wildcard matching: '*' any run of characters, '?' any one (PS3.4 §C.2.2.2.4).</summary>
internal static class Wildcard
{
    /// <summary>What escapes in <see cref="ToLike"/>.</summary>
    public const char LikeEscape = '~';

    public static bool IsIn(string pattern) => pattern.AsSpan().ContainsAny('*', '?');

    /// <summary>Only asterisks: matches everything, absent values too.</summary>
    public static bool IsUniversal(string pattern) => pattern.AsSpan().Trim('*').IsEmpty;

    /// <summary>Linear in pattern times text at worst, never exponential.</summary>
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        int p = 0, t = 0, star = -1, starText = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                starText = t;
            }
            else if (p < pattern.Length && (pattern[p] == '?' || pattern[p] == text[t]))
            {
                p++;
                t++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                t = ++starText;
            }
            else return false;
        }
        while (p < pattern.Length && pattern[p] == '*') p++;
        return p == pattern.Length;
    }

    /// <summary>The same pattern for SQL's LIKE with <see cref="LikeEscape"/>.</summary>
    public static string ToLike(string pattern)
    {
        var like = new StringBuilder(pattern.Length + 8);
        foreach (var c in pattern)
        {
            if (c is '%' or '_' or LikeEscape) like.Append(LikeEscape).Append(c);
            else like.Append(c switch { '*' => '%', '?' => '_', _ => c });
        }
        return like.ToString();
    }

    /// <summary>What every match begins with.</summary>
    public static string Prefix(string pattern)
    {
        var end = pattern.AsSpan().IndexOfAny('*', '?');
        return end < 0 ? pattern : pattern[..end];
    }
}

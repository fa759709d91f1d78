namespace Concord.Network;

/// <summary>AE titles as text (PS3.5 §6.2, AE).</summary>
public static class AeTitleText
{
    private const int MaxLength = 16;

    /// <summary>1 to 16 printable ASCII characters, no backslash, no space at either end.</summary>
    public static bool IsValid(string title) =>
        title.Length is > 0 and <= MaxLength && !title.AsSpan().ContainsAnyExceptInRange(' ', '~') && !title.Contains('\\', StringComparison.Ordinal) && title.Trim() == title;
}

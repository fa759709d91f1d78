namespace Concord.Vault.Index.Names;

/// <summary>A name written in Han characters: family name, given name, and how they are read.</summary>
internal sealed record ChineseName(string Family, string Given)
{
    /// <summary>Most readings of one name; with more the rarer ones are left out.</summary>
    private const int MaxReadings = 8;

    /// <summary>Takes a component group of Han characters only; where no separator parts the family name, one or two characters are it.</summary>
    public static bool TryParse(string folded, out ChineseName name)
    {
        name = new("", "");
        var parts = folded.Split(['^', ' ', '·'], StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0 || !parts.All(IsHan)) return false;
        name = parts.Length > 1 ? new(parts[0], string.Concat(parts[1..])) : Split(parts[0]);
        return true;
    }

    public static bool ContainsHan(string text) => text.AsSpan().IndexOfAnyInRange('\u3400', '\u9FFF') >= 0;

    /// <summary>Family and given name in toneless pinyin, and the initials of the syllables.</summary>
    public IReadOnlyList<(string Family, string Given, string Initials)> Readings()
    {
        var families = FamilyReadings();
        var givens = new List<string[]> { Array.Empty<string>() };
        foreach (var character in Given) givens = Cross(givens, ReadingsOf(character));
        var readings = new List<(string, string, string)>();
        foreach (var given in givens)
            foreach (var family in families)
                if (readings.Count < MaxReadings) readings.Add((family, string.Concat(given), family[0] + Initials(given)));
        return readings;
    }

    /// <summary>Initials of every character, where the family name is compound: 欧阳娜娜 is <c>oynn</c> as well as <c>onn</c>.</summary>
    public string AllInitials() => Initials((Family + Given).Select(character => ReadingsOf(character)[0]));

    private static ChineseName Split(string text)
    {
        var length = text.Length > 2 && NameTables.Surnames.ContainsKey(text[..2]) ? 2 : 1;
        return new(text[..length], text[length..]);
    }

    private string[] FamilyReadings()
    {
        if (NameTables.Surnames.TryGetValue(Family, out var known)) return known;
        var readings = new List<string[]> { Array.Empty<string>() };
        foreach (var character in Family)
            readings = Cross(readings, NameTables.Surnames.TryGetValue(character.ToString(), out var one) ? one : ReadingsOf(character));
        return [.. readings.Select(reading => string.Concat(reading))];
    }

    private static List<string[]> Cross(List<string[]> heads, string[] tails)
    {
        var crossed = new List<string[]>();
        foreach (var tail in tails)
            foreach (var head in heads)
                if (crossed.Count < MaxReadings) crossed.Add([.. head, tail]);
        return crossed;
    }

    private static string[] ReadingsOf(char character) =>
        NameTables.OtherReadings.TryGetValue(character.ToString(), out var several) ? several
        : NameTables.Pinyin.TryGetValue(character, out var one) ? [one]
        : [character.ToString()];

    private static string Initials(IEnumerable<string> syllables) => string.Concat(syllables.Select(syllable => syllable[0]));

    private static bool IsHan(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExceptInRange('\u3400', '\u9FFF');
}

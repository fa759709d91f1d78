using System.Collections.Frozen;
using System.Reflection;

namespace Concord.Vault.Index.Names;

/// <summary>The embedded tables of <c>data/names</c>, loaded when first asked for.</summary>
internal static class NameTables
{
    private static readonly Lazy<FrozenDictionary<char, string>> LazyFolding = new(() => LoadByCharacter("folding.txt"));
    private static readonly Lazy<FrozenDictionary<char, string>> LazyPinyin = new(() => LoadByCharacter("pinyin.txt"));
    private static readonly Lazy<FrozenDictionary<string, string[]>> LazySurnames = new(() => LoadReadings("surname"));
    private static readonly Lazy<FrozenDictionary<string, string[]>> LazyOthers = new(() => LoadReadings("also"));

    /// <summary>What a character folds to, where that is not itself in lower case.</summary>
    public static FrozenDictionary<char, string> Folding => LazyFolding.Value;

    /// <summary>The most common reading of a Han character, toneless.</summary>
    public static FrozenDictionary<char, string> Pinyin => LazyPinyin.Value;

    /// <summary>Readings of family names, one or two characters, where the common one is not right or not alone.</summary>
    public static FrozenDictionary<string, string[]> Surnames => LazySurnames.Value;

    /// <summary>Readings of characters with several, in given names.</summary>
    public static FrozenDictionary<string, string[]> OtherReadings => LazyOthers.Value;

    private static FrozenDictionary<char, string> LoadByCharacter(string file)
    {
        var table = new Dictionary<char, string>();
        foreach (var line in Lines(file))
        {
            var space = line.LastIndexOf(' ');
            var text = line[..space];
            foreach (var character in line.AsSpan(space + 1)) table[character] = text;
        }
        return table.ToFrozenDictionary();
    }

    private static FrozenDictionary<string, string[]> LoadReadings(string kind) => Lines("surnames.txt")
        .Select(line => line.Split(' '))
        .Where(words => string.Equals(words[0], kind, StringComparison.Ordinal))
        .ToFrozenDictionary(words => words[1], words => words[2..], StringComparer.Ordinal);

    private static List<string> Lines(string file)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("names/" + file) ?? throw new InvalidOperationException($"{file} is not embedded.");
        using var reader = new StreamReader(stream, System.Text.Encoding.UTF8);
        var lines = new List<string>();
        while (reader.ReadLine() is { } line)
            if (line.Length > 0 && !line.StartsWith("# ", StringComparison.Ordinal)) lines.Add(line);
        return lines;
    }
}

using Concord.Dicom.DataElements;

namespace Concord.Vault.Index.Names;

/// <summary>The forms under which a person name is found: its groups folded, and for Han characters how they are read.</summary>
internal static class NameForms
{
    /// <summary>Most forms kept of one attribute.</summary>
    private const int MaxForms = 64;

    /// <summary>Longest form kept, characters: three groups of 64 is what PS3.5 §6.2 allows a name.</summary>
    private const int MaxLength = 192;

    /// <summary>What parts the words of a name.</summary>
    public static readonly char[] WordSeparators = ['^', ' ', ',', '-', '.', '\'', '·', '='];

    /// <summary>All forms of all values of a PN attribute, without doubles.</summary>
    public static IReadOnlyCollection<(string Form, NameKind Kind)> Of(string names)
    {
        if (names.Length == 0) return [];
        var forms = new HashSet<(string, NameKind)>();
        foreach (var name in names.Split('\\')) AddName(forms, PersonName.Parse(name));
        return forms.Count <= MaxForms ? forms : [.. forms.Take(MaxForms)];
    }

    /// <summary>The forms of one component group.</summary>
    public static IReadOnlyCollection<(string Form, NameKind Kind)> OfGroup(string group)
    {
        var forms = new HashSet<(string, NameKind)>();
        AddGroup(forms, group);
        return forms;
    }

    /// <summary>Without what parts words inside a component: 欧阳^娜 娜 and Ou-Yang are one word each.</summary>
    public static string Tight(string folded) => Without(folded, [' ', '-', '\'', '·']);

    /// <summary>Without any separator.</summary>
    public static string Joined(string folded) => Without(folded, WordSeparators);

    private static void AddName(HashSet<(string, NameKind)> forms, PersonName name)
    {
        foreach (var group in (ReadOnlySpan<string>)[name.Alphabetic, name.Ideographic, name.Phonetic]) AddGroup(forms, group);
    }

    private static void AddGroup(HashSet<(string, NameKind)> forms, string group)
    {
        var folded = NameFolding.Fold(group);
        if (folded.Length is 0 or > MaxLength) return;
        forms.Add((folded, NameKind.Whole));
        foreach (var word in folded.Split(WordSeparators, StringSplitOptions.RemoveEmptyEntries)) forms.Add((word, NameKind.Word));
        var joined = Joined(folded); // zhangsan is typed for Zhang^San too
        forms.Add((joined, NameKind.Word));
        if (!ChineseName.ContainsHan(folded)) return;
        forms.Add((joined, NameKind.Whole));
        if (ChineseName.TryParse(folded, out var name)) AddReadings(forms, name);
    }

    private static void AddReadings(HashSet<(string, NameKind)> forms, ChineseName name)
    {
        if (name.Given.Length > 0) forms.Add((name.Given, NameKind.Word));
        foreach (var (family, given, initials) in name.Readings())
        {
            forms.Add((given.Length > 0 ? $"{family}^{given}" : family, NameKind.Whole));
            forms.Add((family + given, NameKind.Whole));
            forms.Add((family + given, NameKind.Word));
            if (given.Length > 0) forms.Add((given, NameKind.Word));
            forms.Add((initials, NameKind.Word));
        }
        if (name.Family.Length > 1) forms.Add((name.AllInitials(), NameKind.Word));
    }

    private static string Without(string text, char[] separators) =>
        text.AsSpan().IndexOfAny(separators) < 0 ? text : string.Concat(text.Split(separators));
}

using Concord.Dicom.DataElements;

namespace Concord.Vault.Index;

/// <summary>The forms under which a person name is found.</summary>
internal static class NameForms
{
    /// <summary>Most forms kept of one attribute.</summary>
    private const int MaxForms = 64;

    /// <summary>All forms of all values of a PN attribute, without doubles.</summary>
    public static IReadOnlyCollection<(string Form, NameKind Kind)> Of(string names)
    {
        var forms = new HashSet<(string, NameKind)>();
        foreach (var name in names.Split('\\')) Add(forms, PersonName.Parse(name));
        return forms.Count <= MaxForms ? forms : [.. forms.Take(MaxForms)];
    }

    private static void Add(HashSet<(string, NameKind)> forms, PersonName name)
    {
        foreach (var group in (ReadOnlySpan<string>)[name.Alphabetic, name.Ideographic, name.Phonetic])
        {
            var folded = NameFolding.Fold(group);
            if (folded.Length == 0) continue;
            forms.Add((folded, NameKind.Whole));
            foreach (var word in folded.Split(['^', ' ', ',', '-'], StringSplitOptions.RemoveEmptyEntries)) forms.Add((word, NameKind.Word));
        }
    }
}

using Concord.Dicom.DataElements;
using Concord.Vault.Index.Names;

namespace Concord.Vault.Query.Matching;

/// <summary>A key on a person name (PS3.4 §C.2.2.2.1.1). Case, accents and width never count.</summary>
/// <remarks>One component group given: any group of the stored name may match, and for Han characters their reading in toneless pinyin
/// (<c>Zhang^San</c> and <c>zhangsan</c> find 张^三). Several groups given: each against its own. Fuzzy: every word of the key begins a word of the name,
/// in any order; the initials of a pinyin reading are a word too (<c>zs</c>).</remarks>
internal sealed class NameKey
{
    private readonly IReadOnlyList<string>[] _groups; // patterns by component group, any of which may match
    private readonly bool _isFuzzy;

    private NameKey(IReadOnlyList<string>[] groups, bool isFuzzy) => (_groups, _isFuzzy) = (groups, isFuzzy);

    /// <summary>The patterns of the first group that has any; in fuzzy matching words that must all be found.</summary>
    public IReadOnlyList<string> Patterns => _groups.First(group => group.Count > 0);

    /// <summary>What the patterns are compared with.</summary>
    public NameKind Kind => _isFuzzy ? NameKind.Word : NameKind.Whole;

    /// <summary>The patterns say all there is to say: nothing is left to look at in the name itself.</summary>
    public bool IsExact => _isFuzzy || _groups.Count(group => group.Count > 0) == 1;

    /// <summary>Reads a key; null when it matches everything.</summary>
    public static NameKey? Parse(string key, bool fuzzy)
    {
        var name = PersonName.Parse(key);
        if (fuzzy)
        {
            var words = NameFolding.Fold(key).Split(NameForms.WordSeparators, StringSplitOptions.RemoveEmptyEntries).Where(word => !Wildcard.IsUniversal(word)).ToList();
            if (words.Count > QueryLimits.MaxAlternatives) throw VaultQuery.TooCostly();
            return words.Count == 0 ? null : new([[.. words.Select(word => word.EndsWith('*') ? word : word + "*")]], isFuzzy: true);
        }
        IReadOnlyList<string>[] groups = [PatternsOf(name.Alphabetic), PatternsOf(name.Ideographic), PatternsOf(name.Phonetic)];
        return groups.All(group => group.Count == 0) ? null : new(groups, isFuzzy: false);
    }

    public bool Matches(string name)
    {
        if (_isFuzzy) return AllWordsIn(NameForms.Of(name));
        if (IsExact) return AnyWholeIn(Patterns, NameForms.Of(name));
        var stored = PersonName.Parse(name);
        string[] groups = [stored.Alphabetic, stored.Ideographic, stored.Phonetic];
        for (var i = 0; i < groups.Length; i++)
            if (_groups[i].Count > 0 && !AnyWholeIn(_groups[i], NameForms.OfGroup(groups[i]))) return false;
        return true;
    }

    /// <summary>The group folded; without the separators inside components; and without any where none parts family from given name.</summary>
    private static IReadOnlyList<string> PatternsOf(string group)
    {
        var folded = NameFolding.Fold(group);
        if (folded.Length == 0 || Wildcard.IsUniversal(folded)) return [];
        var patterns = new List<string> { folded };
        if (NameForms.Tight(folded) is var tight && !patterns.Contains(tight)) patterns.Add(tight);
        var hasParts = folded.Contains('^', StringComparison.Ordinal);
        if ((!hasParts || ChineseName.ContainsHan(folded)) && NameForms.Joined(folded) is { Length: > 0 } joined && !patterns.Contains(joined)) patterns.Add(joined);
        return patterns;
    }

    private bool AllWordsIn(IReadOnlyCollection<(string Form, NameKind Kind)> forms) =>
        Patterns.All(pattern => forms.Any(form => form.Kind == NameKind.Word && Wildcard.Matches(pattern, form.Form)));

    private static bool AnyWholeIn(IReadOnlyList<string> patterns, IReadOnlyCollection<(string Form, NameKind Kind)> forms) =>
        forms.Any(form => form.Kind == NameKind.Whole && patterns.Any(pattern => Wildcard.Matches(pattern, form.Form)));
}

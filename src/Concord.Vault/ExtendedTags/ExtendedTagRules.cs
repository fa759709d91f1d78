using System.Collections.Frozen;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Vault.Index;
using Concord.Vault.Query;

namespace Concord.Vault.ExtendedTags;

/// <summary>What may be an extended tag.</summary>
internal static class ExtendedTagRules
{
    private const int MaxCreatorLength = 64; // LO (PS3.5 §6.2)

    /// <summary>Values that can be compared: no sequences, no bytes, no long text (PS3.4 §C.2.2.2).</summary>
    private static readonly FrozenSet<Vr> Searchable = FrozenSet.Create(
        Vr.AE, Vr.AS, Vr.CS, Vr.DA, Vr.DS, Vr.DT, Vr.FD, Vr.FL, Vr.IS, Vr.LO, Vr.PN, Vr.SH, Vr.SL, Vr.SS, Vr.SV, Vr.TM, Vr.UC, Vr.UI, Vr.UL, Vr.UR, Vr.US, Vr.UV);

    private static readonly FrozenDictionary<string, Vr> Codes = Searchable.ToFrozenDictionary(vr => vr.Code, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, QueryLevel> Levels = new Dictionary<string, QueryLevel>(StringComparer.OrdinalIgnoreCase)
    {
        ["Study"] = QueryLevel.Study, ["Series"] = QueryLevel.Series, ["Instance"] = QueryLevel.Image,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static bool TryParseVr(string code, out Vr vr) => Codes.TryGetValue(code, out vr);

    public static string NameOf(QueryLevel level) => level == QueryLevel.Image ? "Instance" : level.ToString();

    /// <summary>The tag without its number, or why it cannot be one.</summary>
    public static (ExtendedTag? Tag, string? Why) Check(ExtendedTagRequest asked)
    {
        if (asked.Path is not { Length: > 0 } path || !DataDictionary.TryFindTag(path, out var tag)) return (null, "path is a keyword of the dictionary or eight hex digits.");
        if (asked.Level is not { } text || !Levels.TryGetValue(text, out var level)) return (null, $"{tag}: level is Study, Series or Instance.");
        if (WhyNotTag(tag) is { } why) return (null, why);
        if (WhyNotLevel(tag, level) is { } mismatch) return (null, mismatch);
        var (vr, wrong) = tag.IsPrivate ? PrivateVr(tag, asked) : StandardVr(tag, asked);
        return wrong is null ? (new(0, tag, vr, tag.IsPrivate ? asked.PrivateCreator : null, level, default, ""), null) : (null, wrong);
    }

    private static string? WhyNotTag(Tag tag)
    {
        if (tag.IsGroupLength || tag.IsPrivateCreator || KeyLevels.IsDirective(tag) || tag.Group is < 0x0008 or 0xFFFE || (tag.IsPrivate && tag.Element < 0x1000))
            return $"{tag} is no attribute that describes an object.";
        return KeyLevels.IsFoundAlready(tag) ? $"{tag} is indexed already: search finds it without an extended tag." : null;
    }

    private static string? WhyNotLevel(Tag tag, QueryLevel level)
    {
        QueryLevel? own = LevelTags.Patient.Contains(tag) || LevelTags.Study.Contains(tag) ? QueryLevel.Study : LevelTags.Series.Contains(tag) ? QueryLevel.Series : null;
        return own is null || own == level ? null : $"{tag} is an attribute of level {NameOf(own.Value)}, not {NameOf(level)}.";
    }

    private static (Vr Vr, string? Why) StandardVr(Tag tag, ExtendedTagRequest asked)
    {
        if (!DataDictionary.TryFind(tag, out var known)) return (default, $"{tag} is not in the dictionary.");
        if (!string.IsNullOrEmpty(asked.PrivateCreator)) return (default, $"{tag} is no private tag and has no private creator.");
        if (!string.IsNullOrEmpty(asked.Vr) && asked.Vr != known.Vr.Code) return (default, $"{tag} has the VR {known.Vr.Code}.");
        return Searchable.Contains(known.Vr) ? (known.Vr, null) : (default, NotSearchable(tag, known.Vr.Code));
    }

    private static (Vr Vr, string? Why) PrivateVr(Tag tag, ExtendedTagRequest asked)
    {
        if (asked.PrivateCreator is not { Length: > 0 and <= MaxCreatorLength } creator || creator.Trim() != creator || creator.AsSpan().ContainsAnyExceptInRange(' ', '~') || creator.Contains('\\', StringComparison.Ordinal))
            return (default, $"{tag} is private: privateCreator has 1 to {MaxCreatorLength} printable characters.");
        if (asked.Vr is not { Length: 2 } code) return (default, $"{tag} is private: vr says what its values are.");
        return TryParseVr(code, out var vr) ? (vr, null) : (default, NotSearchable(tag, code.All(char.IsAsciiLetterUpper) ? code : "named"));
    }

    private static string NotSearchable(Tag tag, string code) => $"{tag}: values of the VR {code} cannot be searched for.";
}

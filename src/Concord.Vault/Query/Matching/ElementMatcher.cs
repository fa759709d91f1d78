using System.Globalization;
using Concord.Dicom.DataElements;

namespace Concord.Vault.Query.Matching;

/// <summary>Compiles one key into a test of data sets (PS3.4 §C.2.2.2).</summary>
internal static class ElementMatcher
{
    /// <summary>Two quotation marks: matches what is absent or empty (empty value matching, PS3.4 §C.2.2.2.7).</summary>
    public const string EmptyValue = "\"\"";

    /// <summary>Deepest nesting of sequence keys.</summary>
    private const int MaxDepth = 8;

    /// <summary>The test; null when the key matches everything.</summary>
    /// <exception cref="QueryException">The value cannot be a key of its VR.</exception>
    public static Predicate<DataSet>? Compile(DataSet keys, DataElement key, bool fuzzy, int depth = 0)
    {
        if (key.IsSequence) return CompileSequence(key, fuzzy, depth);
        if (!IsMatchable(key.Vr)) return null;
        var values = keys.GetStrings(key.Tag).Where(value => value.Length > 0).ToArray();
        if (values.Length == 0 || values.Any(Wildcard.IsUniversal)) return null;
        if (values is [EmptyValue]) return candidate => candidate.GetStrings(key.Tag).All(value => value.Length == 0);
        var tests = values.Select(value => TestOf(key.Tag, key.Vr, value, fuzzy)).ToArray();
        if (tests.Any(test => test is null)) return null;
        return candidate => candidate.GetStrings(key.Tag).Any(stored => stored.Length > 0 && Array.Exists(tests, test => test!(stored)));
    }

    public static bool TakesWildcard(Vr vr) => vr is Vr.AE or Vr.CS or Vr.LO or Vr.LT or Vr.PN or Vr.SH or Vr.ST or Vr.UC or Vr.UR or Vr.UT;

    public static QueryException BadValue(Tag tag, Vr vr) => new($"{tag} has a value that is no key of {vr.Code}.");

    private static bool IsMatchable(Vr vr) => vr.IsString || vr is Vr.US or Vr.SS or Vr.UL or Vr.SL or Vr.SV or Vr.UV or Vr.FL or Vr.FD or Vr.AT;

    private static Predicate<DataSet>? CompileSequence(DataElement key, bool fuzzy, int depth)
    {
        if (depth >= MaxDepth) throw new QueryException($"{key.Tag} is nested too deeply.");
        if (key.Items is not [var item, ..]) return null;
        var tests = new List<Predicate<DataSet>>();
        foreach (var nested in item.DataSet)
            if (!KeyLevels.IsDirective(nested.Tag) && Compile(item.DataSet, nested, fuzzy, depth + 1) is { } test) tests.Add(test);
        return tests.Count == 0 ? null : candidate => candidate.GetItems(key.Tag).Any(stored => tests.TrueForAll(test => test(stored)));
    }

    /// <summary>The test of one stored value against one key value; null when it matches everything.</summary>
    private static Predicate<string>? TestOf(Tag tag, Vr vr, string key, bool fuzzy)
    {
        switch (vr)
        {
            case Vr.DA or Vr.TM:
                if (!DateTimeRange.TryParse(key, vr, out var range)) throw BadValue(tag, vr);
                return stored => range.Contains(DateTimeRange.Comparable(stored, vr));
            case Vr.DT:
                if (!InstantRange.TryParse(key, out var instants)) throw BadValue(tag, vr);
                return instants.Contains;
            case Vr.PN:
                return NameKey.Parse(key, fuzzy) is { } name ? name.Matches : null;
            case Vr.IS or Vr.DS or Vr.FL or Vr.FD:
                return stored => string.Equals(stored, key, StringComparison.Ordinal) || (Number(stored) is { } number && number == Number(key));
            default:
                if (TakesWildcard(vr) && Wildcard.IsIn(key)) return stored => Wildcard.Matches(key, stored);
                return stored => string.Equals(stored, key, StringComparison.Ordinal);
        }
    }

    private static double? Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}

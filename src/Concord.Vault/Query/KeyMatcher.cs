using Concord.Dicom.DataElements;
using Concord.Vault.Query.Matching;

namespace Concord.Vault.Query;

/// <summary>Tests whole data sets, held in memory, against the keys of a query (PS3.4 §C.2.2.2).</summary>
public static class KeyMatcher
{
    /// <summary>The test of all keys together.</summary>
    /// <param name="fuzzy">Fuzzy semantic matching of names.</param>
    /// <exception cref="QueryException">A value cannot be a key of its VR.</exception>
    public static Predicate<DataSet> Compile(DataSet keys, bool fuzzy)
    {
        var tests = new List<Predicate<DataSet>>();
        foreach (var key in keys)
            if (!KeyLevels.IsDirective(key.Tag) && ElementMatcher.Compile(keys, key, fuzzy) is { } test) tests.Add(test);
        return candidate => tests.TrueForAll(test => test(candidate));
    }
}

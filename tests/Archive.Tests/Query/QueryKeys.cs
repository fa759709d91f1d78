using Archive.Tests.Index;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Vault.Query;

namespace Archive.Tests.Query;

/// <summary>Asks an index that holds no bundles: every level but IMAGE.</summary>
internal static class QueryKeys
{
    /// <summary>Keys of keyword and value; "" for a return key.</summary>
    public static DataSet Keys(params (string Keyword, string Value)[] keys)
    {
        var set = new DataSet();
        set.SetString(Tags.SpecificCharacterSet, "ISO_IR 192");
        foreach (var (keyword, value) in keys)
        {
            Assert.True(DataDictionary.TryFindTag(keyword, out var tag));
            if (value.Length == 0) set.SetEmpty(tag);
            else if (!DataDictionary.VrOf(tag).IsString) set.SetInt(tag, long.Parse(value));
            else set.SetStrings(tag, value.Split('\\'));
        }
        return set;
    }

    public static async Task<List<DataSet>> Find(this TestIndex test, QueryRequest request)
    {
        var found = new List<DataSet>();
        await foreach (var match in new VaultQuery(test.Index, null!).Find(request, CancellationToken.None)) found.Add(match);
        return found;
    }

    /// <summary>The values of one attribute in all matches, joined by a comma.</summary>
    public static async Task<string> Values(this TestIndex test, QueryLevel level, Tag tag, bool fuzzy, params (string Keyword, string Value)[] keys)
    {
        var set = Keys(keys);
        if (!set.Contains(tag)) set.SetEmpty(tag);
        var found = await test.Find(new QueryRequest(level, set) { Fuzzy = fuzzy });
        return string.Join(',', found.Select(match => string.Join('\\', match.GetStrings(tag))).Order(StringComparer.Ordinal));
    }

    /// <summary>Accession numbers of the studies that match.</summary>
    public static Task<string> Studies(this TestIndex test, params (string Keyword, string Value)[] keys) => test.Values(QueryLevel.Study, Tags.AccessionNumber, false, keys);
}

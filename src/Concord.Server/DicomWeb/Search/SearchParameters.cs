using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Vault.ExtendedTags;
using Concord.Vault.Query;

namespace Concord.Server.DicomWeb.Search;

/// <summary>Turns the query parameters of a search into the keys of a query (PS3.18 §8.3.4, §10.6.1.2).</summary>
internal static class SearchParameters
{
    /// <summary>Most parameters, and most attributes of includefield, that are looked at.</summary>
    private const int MaxParameters = 256;

    /// <param name="level">What is searched for.</param>
    /// <param name="keys">What the path says already; gets the keys added.</param>
    /// <param name="query">The parameters.</param>
    /// <param name="extended">Attributes that search knows beside those of the dictionary.</param>
    /// <exception cref="QueryException">A parameter is not known, or its value is none.</exception>
    public static QueryRequest Parse(QueryLevel level, DataSet keys, IQueryCollection query, ExtendedTagSet? extended = null)
    {
        if (query.Count > MaxParameters) throw new QueryException("There are too many parameters.", tooCostly: true);
        keys.SetString(Tags.SpecificCharacterSet, "ISO_IR 192");
        var request = new QueryRequest(level, keys);
        foreach (var (name, values) in query)
        {
            var value = values.Count > 0 ? values[^1] ?? "" : "";
            request = name.ToLowerInvariant() switch
            {
                "limit" => request with { Limit = Number(name, value) },
                "offset" => request with { Offset = Number(name, value) },
                "fuzzymatching" => request with { Fuzzy = Flag(name, value) },
                "includefield" => Include(request, values),
                "orderby" => request with { OrderBy = [.. Split(values).Select(Term)] },
                "after" => request with { After = value },
                "" or "accept" or "charset" or "count" or "emptyvaluematching" or "multiplevaluematching" => request,
                _ => WithKey(request, name, [.. values.Select(text => text ?? "")], Flag(query, "emptyvaluematching"), Flag(query, "multiplevaluematching"), extended),
            };
        }
        return request;
    }

    private static QueryRequest Include(QueryRequest request, IEnumerable<string?> values)
    {
        var fields = Split(values);
        if (fields.Count > MaxParameters) throw new QueryException("There are too many fields to include.", tooCostly: true);
        foreach (var field in fields)
        {
            if (field.Equals("all", StringComparison.OrdinalIgnoreCase)) request = request with { AllFields = true };
            else AttributePath.Parse(field).SetEmpty(request.Keys);
        }
        return request;
    }

    private static List<string> Split(IEnumerable<string?> values) =>
        [.. values.SelectMany(value => (value ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Take(MaxParameters + 1)];

    /// <summary><c>StudyDate</c>, or <c>-StudyDate</c> for the highest first.</summary>
    private static SortTerm Term(string text) => new(AttributePath.Parse(text.TrimStart('-', '+', ' ')) is { Tags: [var tag] } ? tag : throw new QueryException("An answer is not ordered by what is in a sequence."), text[0] == '-');

    /// <param name="isEmptyMatched">No value asks for what has none, as <c>""</c> does (PS3.18 §8.3.4.6).</param>
    /// <param name="isSplit">A backslash or comma parts values of which one must match (PS3.18 §8.3.4.7).</param>
    private static QueryRequest WithKey(QueryRequest request, string name, string[] values, bool isEmptyMatched, bool isSplit, ExtendedTagSet? extended)
    {
        if (isSplit) values = [.. values.SelectMany(value => value.Split('\\', ','))];
        if (isEmptyMatched && values.All(value => value.Length == 0)) values = ["\"\""];
        AttributePath.Parse(name).SetKey(request.Keys, values, extended);
        return request;
    }

    /// <summary>Whether the answer says how many match in all.</summary>
    public static bool IsCounted(IQueryCollection query) => Flag(query, "count");

    private static bool Flag(IQueryCollection query, string name) => query.TryGetValue(name, out var values) && Flag(name, values[^1] ?? "");

    private static int Number(string name, string text) =>
        int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new QueryException($"{name} wants a whole number.");

    private static bool Flag(string name, string text) => text.ToLowerInvariant() switch
    {
        "true" => true,
        "false" => false,
        _ => throw new QueryException($"{name} is true or false."),
    };
}

using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
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
    /// <exception cref="QueryException">A parameter is not known, or its value is none.</exception>
    public static QueryRequest Parse(QueryLevel level, DataSet keys, IQueryCollection query)
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
                "accept" or "charset" or "emptyvaluematching" or "multiplevaluematching" => request,
                _ => WithKey(request, name, [.. values.Select(text => text ?? "")]),
            };
        }
        return request;
    }

    private static QueryRequest Include(QueryRequest request, IEnumerable<string?> values)
    {
        var fields = values.SelectMany(value => (value ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Take(MaxParameters + 1).ToList();
        if (fields.Count > MaxParameters) throw new QueryException("There are too many fields to include.", tooCostly: true);
        foreach (var field in fields)
        {
            if (field.Equals("all", StringComparison.OrdinalIgnoreCase)) request = request with { AllFields = true };
            else AttributePath.Parse(field).SetEmpty(request.Keys);
        }
        return request;
    }

    private static QueryRequest WithKey(QueryRequest request, string name, string[] values)
    {
        AttributePath.Parse(name).SetKey(request.Keys, values);
        return request;
    }

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

using System.Globalization;
using System.Text.RegularExpressions;

namespace Concord.Tools.DictGen;

/// <summary>Finds the row of an attribute table that terms belong to: they are given by module and path, through macros that other modules include too.</summary>
/// <param name="tables">The attribute tables, in order.</param>
/// <param name="modules">Module names and the numbers of their tables.</param>
internal sealed partial class TermRows(
    IReadOnlyList<IGrouping<string, Dictionary<string, string>>> tables, IEnumerable<(string Name, int Table)> modules)
{
    private const int MostIncludes = 16;
    private readonly Dictionary<string, int> _modules =
        modules.GroupBy(module => Slug(module.Name), StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First().Table, StringComparer.Ordinal);

    /// <summary>One attribute's terms.</summary>
    /// <param name="Row">Number of the row, counted over all tables.</param>
    /// <param name="ValueNumber">Which value they are for, from 1; 0 for every value.</param>
    /// <param name="Terms">Separated by backslashes.</param>
    /// <param name="IsOfTable">Said of the table itself, not of a module that includes it.</param>
    internal sealed record Term(int Row, int ValueNumber, bool IsEnumerated, string Terms, bool IsOfTable);

    /// <summary>Where modules that share a macro disagree, what is said of the macro itself counts, else what any of them has is a defined term.</summary>
    public List<Term> Resolve(IEnumerable<Dictionary<string, string>> rows)
    {
        var (found, elsewhere) = (new List<Term>(), new List<Term>());
        foreach (var row in rows)
        {
            if (ValueNumberOf(row["scope"]) is not { } number) continue;
            // what is no code word is prose that the extraction took for one
            if (!row["terms_backslash_separated"].Split('\\').All(term => CodeWord().IsMatch(term))) continue;
            var (module, isEnumerated, terms) = (row["module"], row["E_enumerated_D_defined"] == "E", row["terms_backslash_separated"]);
            if (module == "any") elsewhere.AddRange(RowsOf(row["path"]).Select(any => new Term(any, number, isEnumerated, terms, IsOfTable: false)));
            else if (RowOf(module, row["path"]) is { } at) found.Add(new(at, number, isEnumerated, terms, module.StartsWith("table:", StringComparison.Ordinal)));
        }
        var told = found.Select(term => term.Row).ToHashSet();
        found.AddRange(elsewhere.Where(term => !told.Contains(term.Row)));
        return [.. found.GroupBy(term => (term.Row, term.ValueNumber)).Select(Merge).OrderBy(term => term.Row).ThenBy(term => term.ValueNumber)];
    }

    private static Term Merge(IEnumerable<Term> same)
    {
        var all = same.ToList();
        if (all.Find(term => term.IsOfTable) is { } own) return own;
        var isOne = all.All(term => term.Terms == all[0].Terms && term.IsEnumerated == all[0].IsEnumerated);
        return isOne ? all[0] : all[0] with { IsEnumerated = false, Terms = string.Join('\\', all.SelectMany(term => term.Terms.Split('\\')).Distinct(StringComparer.Ordinal)) };
    }

    private static int? ValueNumberOf(string scope) =>
        scope.Length == 0 ? 0 : scope.StartsWith("for Value ", StringComparison.Ordinal) && int.TryParse(scope.AsSpan(10), CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Rows of one attribute in whichever table: of module <c>any</c>, where nothing else is said.</summary>
    private IEnumerable<int> RowsOf(string tag)
    {
        var wanted = tag.ToUpperInvariant().Insert(4, ",");
        return tables.SelectMany(table => table).Select((row, index) => (row, index)).Where(at => at.row["tag"] == wanted).Select(at => at.index);
    }

    private int? RowOf(string module, string path)
    {
        var table = module.StartsWith("table:", StringComparison.Ordinal) ? TableOf(module[6..]) : _modules.GetValueOrDefault(module, -1);
        if (table < 0) return null;
        (int Table, int Row, int Depth)? at = null;
        foreach (var part in path.Split(':'))
        {
            var tag = part.ToUpperInvariant().Insert(4, ",");
            at = at is { } parent ? Find(parent.Table, parent.Row + 1, parent.Depth + 1, tag, 0) : Find(table, 0, 0, tag, 0);
            if (at is null) return null;
        }
        return tables.Take(at!.Value.Table).Sum(group => group.Count()) + at.Value.Row;
    }

    /// <summary>An attribute at one depth of a table, or in what is included there.</summary>
    private (int Table, int Row, int Depth)? Find(int table, int from, int depth, string tag, int includes)
    {
        var rows = tables[table].ToList();
        for (var i = from; i < rows.Count && DepthOf(rows[i]) >= depth; i++)
        {
            if (DepthOf(rows[i]) != depth) continue;
            if (rows[i]["kind"] == "attr" && rows[i]["tag"] == tag) return (table, i, depth);
            if (rows[i]["kind"] != "include" || includes == MostIncludes || TableOf(rows[i]["keyword_or_table"]) is not (>= 0 and var included)) continue;
            if (Find(included, 0, 0, tag, includes + 1) is { } found) return found;
        }
        return null;
    }

    private int TableOf(string name)
    {
        for (var i = 0; i < tables.Count; i++)
            if (tables[i].Key == name) return i;
        return -1;
    }

    private static int DepthOf(Dictionary<string, string> row) => int.Parse(row["depth"], CultureInfo.InvariantCulture);

    private static string Slug(string name) => NotInSlug().Replace(name.ToLowerInvariant(), "-").Trim('-');

    [GeneratedRegex("[^a-z0-9]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NotInSlug();

    [GeneratedRegex("^[A-Z0-9_ ]{1,16}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex CodeWord();
}

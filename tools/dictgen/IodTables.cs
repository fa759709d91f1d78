using System.Globalization;
using System.Text;

namespace Concord.Tools.DictGen;

/// <summary>PS3.3 as columns: IODs and their modules, the tables of modules and macros with their attributes, and the terms of attributes.</summary>
/// <param name="data">The folder of the tables, <c>data/standard</c>.</param>
internal sealed class IodTables(string data)
{
    private const uint FunctionalGroups = 0xFFFFFFFE, Anything = 0xFFFFFFFF;
    private const int Include = 6;
    private static readonly string[] Types = ["", "1", "1C", "2", "2C", "3"];

    private readonly List<IGrouping<string, Dictionary<string, string>>> _tables =
    [
        .. Csv.Read($"{data}/module_attributes.csv").Concat(Csv.Read($"{data}/module_attributes_additions.csv")).GroupBy(row => row["table"], StringComparer.Ordinal),
    ];

    private readonly Dictionary<string, string> _tableOfSection =
        Csv.Read($"{data}/module_sections.csv").ToDictionary(row => row["section"], row => row["table"], StringComparer.Ordinal);

    private readonly List<Dictionary<string, string>> _iodModules = Csv.Read($"{data}/iod_modules.csv");
    private readonly List<Dictionary<string, string>> _functionalGroups = Csv.Read($"{data}/iod_functional_groups.csv");

    /// <summary>The tables of modules and macros, row by row as PS3.3 has them: nesting by depth, what is included by the included table's number.</summary>
    public string Attributes()
    {
        var rows = _tables.SelectMany(table => table).ToList();
        var sections = _tableOfSection.ToLookup(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);
        var text = Open("The attribute tables of PS3.3, modules and macros: rows of table i are First[i]..First[i+1].", "AttributeTable");
        Column(text, "int", "First", _tables.Select(table => table.Count()).Aggregate(new List<int> { 0 }, (all, count) => [.. all, all[^1] + count]).Select(Number));
        TextColumn(text, "Section", _tables.Select(table => sections[table.Key].FirstOrDefault() ?? "Table " + table.Key));
        Column(text, "uint", "Tags", rows.Select(TagOf));
        Column(text, "byte", "Kinds", rows.Select(row => Number((int.Parse(row["depth"], CultureInfo.InvariantCulture) << 4) | KindOf(row))));
        var conditions = rows.Select((row, index) => (index, Tags: ConditionTags(row))).Where(row => row.Tags.Length > 0).ToList();
        Column(text, "ushort", "ConditionRows", conditions.SelectMany(row => row.Tags.Select(_ => Number(row.index))));
        Column(text, "uint", "ConditionTags", conditions.SelectMany(row => row.Tags));
        return text.AppendLine("}").ToString();
    }

    /// <summary>IODs, the modules and functional group macros of each with their usage.</summary>
    public string Iods()
    {
        var iods = _iodModules.Select(row => row["iod"]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var modules = _iodModules.Select(row => (Name: row["module"], Section: row["section"])).Distinct().ToList();
        var entities = _iodModules.Select(row => row["ie"]).Distinct(StringComparer.Ordinal).ToList();
        var macros = _functionalGroups.Select(row => (Name: row["macro"], Section: row["section"])).Distinct().ToList();
        var uses = iods.Select(iod => _iodModules.Where(row => row["iod"] == iod).ToList()).ToList();
        var groups = iods.Select(iod => _functionalGroups.Where(row => row["iod"] == iod).ToList()).ToList();
        var text = Open("The IODs of PS3.3 Annex A: modules of IOD i are ModuleFirst[i]..ModuleFirst[i+1], its functional group macros GroupFirst[i]..GroupFirst[i+1].", "IodTable");
        TextColumn(text, "Name", iods);
        Column(text, "int", "ModuleFirst", Firsts(uses));
        Column(text, "ushort", "ModuleIndexes", uses.SelectMany(rows => rows).Select(row => Number(modules.IndexOf((row["module"], row["section"])))));
        Column(text, "byte", "ModuleUsages", uses.SelectMany(rows => rows).Select(row => Usage(row["usage"])));
        Column(text, "byte", "ModuleEntities", uses.SelectMany(rows => rows).Select(row => Number(entities.IndexOf(row["ie"]))));
        Column(text, "int", "GroupFirst", Firsts(groups));
        Column(text, "ushort", "GroupIndexes", groups.SelectMany(rows => rows).Select(row => Number(macros.IndexOf((row["macro"], row["section"])))));
        Column(text, "byte", "GroupUsages", groups.SelectMany(rows => rows).Select(row => Usage(row["usage"])));
        TextColumn(text, "Module", modules.Select(module => module.Name));
        TextColumn(text, "ModuleSection", modules.Select(module => module.Section));
        Column(text, "short", "ModuleTables", modules.Select(module => Number(TableOfSection(module.Section))));
        TextColumn(text, "Entity", entities);
        TextColumn(text, "Group", macros.Select(macro => macro.Name));
        TextColumn(text, "GroupSection", macros.Select(macro => macro.Section));
        Column(text, "short", "GroupTables", macros.Select(macro => Number(TableOfSection(macro.Section))));
        return text.AppendLine("}").ToString();
    }

    /// <summary>Enumerated values and defined terms, by row of the attribute tables.</summary>
    public string Terms()
    {
        var newer = Csv.Read($"{data}/attribute_terms_additions.csv");
        var replaced = newer.Select(row => (row["module"], row["path"])).ToHashSet();
        var older = Csv.Read($"{data}/attribute_terms_2019.csv").Where(row => !replaced.Contains((row["module"], row["path"])));
        var terms = new TermRows(_tables, _iodModules.DistinctBy(row => row["module"]).Select(row => (row["module"], TableOfSection(row["section"]))))
            .Resolve(newer.Concat(older));
        var text = Open("Enumerated values and defined terms of attributes: sorted rows of AttributeTable.", "TermTable");
        Column(text, "ushort", "Rows", terms.Select(term => Number(term.Row)));
        Column(text, "byte", "ValueNumbers", terms.Select(term => Number(term.ValueNumber)));
        Column(text, "byte", "Enumerated", terms.Select(term => term.IsEnumerated ? "1" : "0"));
        TextColumn(text, "Term", terms.Select(term => term.Terms));
        return text.AppendLine("}").ToString();
    }

    /// <summary>The table of a section; -1 when it is not in the tables. Some modules' attributes stand in their first subsection.</summary>
    private int TableOfSection(string section)
    {
        var table = _tableOfSection.GetValueOrDefault(section) ?? _tableOfSection.GetValueOrDefault(section + ".1") ?? section + "-1";
        return _tables.FindIndex(group => group.Key == table);
    }

    private string TagOf(Dictionary<string, string> row)
    {
        if (row["kind"] == "include")
        {
            if (row["keyword_or_table"] == "IODFunctionalGroupMacros") return Hex(FunctionalGroups);
            var table = _tables.FindIndex(group => group.Key == row["keyword_or_table"]);
            return table < 0 ? Hex(Anything) : Number(table);
        }
        var digits = row["tag"].Replace(",", "", StringComparison.Ordinal).Replace("60xx", "6000", StringComparison.Ordinal);
        return uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var tag) ? Hex(tag) : Hex(Anything);
    }

    private int KindOf(Dictionary<string, string> row) => row["kind"] == "include" ? Include : Array.IndexOf(Types, row["type"]);

    private static string[] ConditionTags(Dictionary<string, string> row) =>
    [
        .. row["condition_tags"].Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(tag => uint.TryParse(tag.Replace(",", "", StringComparison.Ordinal), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) ? Hex(value) : "")
            .Where(tag => tag.Length > 0),
    ];

    // "C - Required if …", a reference to the section that says when, or "U - …"
    private static string Usage(string text) => text.StartsWith('M') ? "0" : text.StartsWith('U') ? "2" : "1";

    private static IEnumerable<string> Firsts(List<List<Dictionary<string, string>>> groups)
    {
        var at = 0;
        foreach (var group in groups)
        {
            yield return Number(at);
            at += group.Count;
        }
        yield return Number(at);
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Hex(uint value) => "0x" + value.ToString("X8", CultureInfo.InvariantCulture);

    private static StringBuilder Open(string summary, string name)
    {
        var text = Source.Open("Concord.Dicom.Iods", $"/// <summary>{summary}</summary>");
        return text.AppendLine(CultureInfo.InvariantCulture, $"internal static class {name}").AppendLine("{");
    }

    private static void Column(StringBuilder text, string type, string name, IEnumerable<string> values) => Source.Column(text, type, name, values);

    private static void TextColumn(StringBuilder text, string name, IEnumerable<string> values) => Source.TextColumn(text, name, values);
}

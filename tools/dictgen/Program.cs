using System.Globalization;
using System.Text;
using Concord.Tools.DictGen;

// Writes src/Concord.Dicom/Dictionary/*.g.cs and Iods/*.g.cs from data/standard/*.csv:
//   dotnet run --project tools/dictgen            (from the repository's root)
var data = Path.GetFullPath("data/standard");
var target = Path.GetFullPath("src/Concord.Dicom/Dictionary");
var elements = Csv.Read($"{data}/data_dictionary.csv")
    .Concat(Csv.Read($"{data}/file_meta_elements.csv"))
    .Concat(Csv.Read($"{data}/command_elements.csv"))
    .Select(row => new Entry(ParseTag(row["tag"]), row["keyword"], row["name"], ParseVr(row["vr"]), row["vm"], row["retired"].Length > 0))
    .Where(entry => entry.Keyword.Length > 0)
    .DistinctBy(entry => entry.Tag)
    .OrderBy(entry => entry.Tag)
    .ToList();

File.WriteAllText($"{target}/Tags.g.cs", Tags());
File.WriteAllText($"{target}/ElementTable.g.cs", ElementTable());
File.WriteAllText($"{target}/RepeatingTable.g.cs", RepeatingTable());
File.WriteAllText($"{target}/PrivateTable.g.cs", PrivateTable());
File.WriteAllText($"{target}/UidTable.g.cs", UidTable());
File.WriteAllText($"{target}/Uids.g.cs", UidConstants());
File.WriteAllText($"{target}/TransferSyntaxTable.g.cs", TransferSyntaxTable());
File.WriteAllText($"{target}/StorageSopClassTable.g.cs", StorageSopClasses());
File.WriteAllText($"{target}/AlternativeVrTable.g.cs", AlternativeVrs());
WriteIods(new IodTables(data), Path.GetFullPath("src/Concord.Dicom/Iods"));
return 0;

static void WriteIods(IodTables tables, string folder)
{
    File.WriteAllText($"{folder}/IodTable.g.cs", tables.Iods());
    File.WriteAllText($"{folder}/AttributeTable.g.cs", tables.Attributes());
    File.WriteAllText($"{folder}/TermTable.g.cs", tables.Terms());
}

static uint ParseTag(string text) => uint.Parse(text.Replace(",", "", StringComparison.Ordinal), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

// Several VRs: OW where it is among them, as Implicit VR has it (PS3.5 §A.1); "US or SS" is US until the reader knows better.
static string ParseVr(string text) =>
    text.EndsWith("or OW", StringComparison.Ordinal) ? "OW" : text.Length >= 2 && char.IsUpper(text[0]) ? text[..2] : "UN";

static StringBuilder Head(string summary) => Source.Open("Concord.Dicom.Dictionary", summary);

static string VrValue(string vr) => "0x" + ((vr[0] << 8) | vr[1]).ToString("X4", CultureInfo.InvariantCulture);

string Tags()
{
    var text = Head("/// <summary>Every element of PS3.6 §6-8 and PS3.7 §E by keyword.</summary>");
    text.AppendLine("public static class Tags").AppendLine("{");
    foreach (var entry in elements.DistinctBy(e => e.Keyword))
        text.AppendLine(CultureInfo.InvariantCulture, $"    /// <summary>{Xml(entry.Name)} ({entry.Vr}, {entry.Vm}{(entry.Retired ? ", retired" : "")}).</summary>")
            .AppendLine(CultureInfo.InvariantCulture, $"    public static Concord.Dicom.DataElements.Tag {Identifier(entry.Keyword)} => new(0x{entry.Tag:X8}u);");
    return text.AppendLine("}").ToString();
}

static string Xml(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);

static string Identifier(string keyword) => char.IsAsciiDigit(keyword[0]) ? "_" + keyword : keyword;

string ElementTable()
{
    var vms = elements.Select(e => e.Vm).Distinct(StringComparer.Ordinal).ToList();
    var text = Head("/// <summary>The data dictionary as sorted columns; constant data, no start-up cost.</summary>");
    text.AppendLine("internal static class ElementTable").AppendLine("{");
    Source.Column(text, "uint", "Tags", elements.Select(e => $"0x{e.Tag:X8}"));
    Source.Column(text, "ushort", "Vrs", elements.Select(e => VrValue(e.Vr)));
    Source.Column(text, "byte", "VmIndexes", elements.Select(e => vms.IndexOf(e.Vm).ToString(CultureInfo.InvariantCulture)));
    Source.Column(text, "byte", "Retired", elements.Select(e => e.Retired ? "1" : "0"));
    Source.TextColumn(text, "Keyword", elements.Select(e => e.Keyword));
    Source.TextColumn(text, "Name", elements.Select(e => e.Name));
    text.AppendLine(CultureInfo.InvariantCulture, $"    public static readonly string[] Vms = [{string.Join(", ", vms.Select(vm => $"\"{vm}\""))}];");
    return text.AppendLine("}").ToString();
}

string RepeatingTable()
{
    var text = Head("/// <summary>Repeating groups of PS3.6 §6 (50xx, 60xx and the like): tag bits under a mask.</summary>");
    text.AppendLine("internal static class RepeatingTable").AppendLine("{");
    text.AppendLine("    public static readonly (uint Tag, uint Mask, ushort Vr, string Vm, string Keyword, string Name)[] Rows =").AppendLine("    [");
    foreach (var row in Csv.Read($"{data}/data_dictionary_repeating.csv"))
    {
        var (tag, mask) = Masked(row["tag_mask"]);
        text.AppendLine(CultureInfo.InvariantCulture, $"        (0x{tag:X8}, 0x{mask:X8}, {VrValue(ParseVr(row["vr"]))}, \"{row["vm"]}\", \"{row["keyword"]}\", \"{Source.Literal(row["name"])}\"),");
    }
    return text.AppendLine("    ];").AppendLine("}").ToString();
}

static (uint Tag, uint Mask) Masked(string pattern)
{
    pattern = pattern.Replace(",", "", StringComparison.Ordinal);
    var tag = uint.Parse(pattern.Replace('x', '0'), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    var mask = uint.Parse(string.Concat(pattern.Select(c => c == 'x' ? '0' : 'F')), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    return (tag, mask);
}

string PrivateTable()
{
    var rows = Csv.Read($"{data}/private_dictionary.csv")
        .Select(row => (Creator: row["creator"], Masked(row["tag_mask"]).Tag, Full: !row["tag_mask"].Contains('x', StringComparison.Ordinal), Vr: ParseVr(row["vr"]), Name: row["name"]))
        .Where(row => row.Creator.Length > 0)
        .Select(row => (row.Creator, Tag: row.Full ? row.Tag & 0xFFFF00FF : row.Tag, row.Vr, row.Name))
        .DistinctBy(row => (row.Creator, row.Tag))
        .OrderBy(row => row.Creator, StringComparer.Ordinal).ThenBy(row => row.Tag)
        .ToList();
    var creators = rows.Select(row => row.Creator).Distinct(StringComparer.Ordinal).ToList();
    var text = Head("/// <summary>Private elements by creator: rows of creator i are First[i]..First[i+1]; tags have block byte 00.</summary>");
    text.AppendLine("internal static class PrivateTable").AppendLine("{");
    Source.TextColumn(text, "Creator", creators);
    Source.Column(text, "int", "First", creators.Select(c => rows.FindIndex(r => r.Creator == c).ToString(CultureInfo.InvariantCulture)).Append(rows.Count.ToString(CultureInfo.InvariantCulture)));
    Source.Column(text, "uint", "Tags", rows.Select(r => $"0x{r.Tag:X8}"));
    Source.Column(text, "ushort", "Vrs", rows.Select(r => VrValue(r.Vr)));
    Source.TextColumn(text, "Name", rows.Select(r => r.Name));
    return text.AppendLine("}").ToString();
}

string UidTable()
{
    var text = Head("/// <summary>PS3.6 Annex A: registered UIDs.</summary>");
    text.AppendLine("internal static class UidTable").AppendLine("{");
    text.AppendLine("    public static readonly (string Uid, string Name, string Kind, string Keyword)[] Rows =").AppendLine("    [");
    foreach (var row in Csv.Read($"{data}/uids.csv"))
        text.AppendLine(CultureInfo.InvariantCulture, $"        (\"{row["uid"]}\", \"{Source.Literal(row["name"])}\", \"{row["type"]}\", \"{row["keyword"]}\"),");
    return text.AppendLine("    ];").AppendLine("}").ToString();
}

string UidConstants()
{
    var text = Head("/// <summary>Registered UIDs of PS3.6 Annex A by keyword, transfer syntaxes excepted.</summary>");
    text.AppendLine("public static class Uids").AppendLine("{");
    foreach (var row in Csv.Read($"{data}/uids.csv").Where(r => r["keyword"].Length > 0 && r["type"] is "SOP Class" or "Meta SOP Class" or "Well-known SOP Instance" or "Application Context Name").DistinctBy(r => r["keyword"]))
        text.AppendLine(CultureInfo.InvariantCulture, $"    /// <summary>{Xml(row["name"])}.</summary>")
            .AppendLine(CultureInfo.InvariantCulture, $"    public static Concord.Dicom.DataElements.Uid {Identifier(row["keyword"])} {{ get; }} = Concord.Dicom.DataElements.Uid.Parse(\"{row["uid"]}\");");
    return text.AppendLine("}").ToString();
}

string TransferSyntaxTable()
{
    var text = Head("/// <summary>PS3.6 Table A-1, transfer syntaxes, with how each is encoded (PS3.5 Annex A).</summary>");
    text.AppendLine("internal static class TransferSyntaxTable").AppendLine("{");
    text.AppendLine("    public static readonly (string Uid, string Keyword, string Name, bool Explicit, bool BigEndian, bool Encapsulated, bool Deflated, bool Lossy)[] Rows =").AppendLine("    [");
    foreach (var row in Csv.Read($"{data}/transfer_syntaxes.csv"))
    {
        var deflated = row["deflated_dataset"] == "Y" || row["uid"] is "1.2.840.10008.1.2.4.95" or "1.2.840.10008.1.2.4.205"; // PS3.5 §A.7
        text.AppendLine(CultureInfo.InvariantCulture, $"        (\"{row["uid"]}\", \"{row["keyword"]}\", \"{Source.Literal(row["name"])}\", {Bool(row["vr"] == "explicit")}, {Bool(row["endian"] == "BE")}, {Bool(row["encapsulated"] == "Y")}, {Bool(deflated)}, {Bool(row["lossy"].Length > 0)}),");
    }
    return text.AppendLine("    ];").AppendLine("}").ToString();

    static string Bool(bool value) => value ? "true" : "false";
}

string StorageSopClasses()
{
    var text = Head("/// <summary>Storage SOP Classes of PS3.4 §B.5 and §GG.3 (non-patient objects).</summary>");
    text.AppendLine("internal static class StorageSopClassTable").AppendLine("{");
    text.AppendLine("    public static readonly (string Uid, string Iod)[] Rows =").AppendLine("    [");
    foreach (var row in Csv.Read($"{data}/storage_sop_classes.csv").DistinctBy(r => r["sop_class_uid"]))
        text.AppendLine(CultureInfo.InvariantCulture, $"        (\"{row["sop_class_uid"]}\", \"{Source.Literal(row["iod"])}\"),");
    return text.AppendLine("    ];").AppendLine("}").ToString();
}

string AlternativeVrs()
{
    var rows = Csv.Read($"{data}/data_dictionary.csv").Where(row => row["vr"].Contains(" or ", StringComparison.Ordinal))
        .Select(row => (Tag: ParseTag(row["tag"]), Vrs: row["vr"].Split(" or "))).OrderBy(row => row.Tag)
        .SelectMany(row => row.Vrs.Select(vr => (row.Tag, Vr: vr))).ToList();
    var text = Head("/// <summary>Elements for which PS3.6 names several VRs: each with its tag, sorted.</summary>");
    text.AppendLine("internal static class AlternativeVrTable").AppendLine("{");
    Source.Column(text, "uint", "Tags", rows.Select(row => $"0x{row.Tag:X8}"));
    Source.Column(text, "ushort", "Vrs", rows.Select(row => VrValue(row.Vr)));
    return text.AppendLine("}").ToString();
}

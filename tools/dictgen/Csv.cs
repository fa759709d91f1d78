using System.Text;

namespace Concord.Tools.DictGen;

/// <summary>Reads the small RFC 4180 tables under <c>data/standard</c>: a header row, fields by name.</summary>
internal static class Csv
{
    public static List<Dictionary<string, string>> Read(string path)
    {
        var rows = Split(File.ReadAllText(path));
        var header = rows[0];
        return [.. rows.Skip(1).Where(row => row.Count == header.Count)
            .Select(row => header.Zip(row).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal))];
    }

    private static List<List<string>> Split(string text)
    {
        List<List<string>> rows = [];
        List<string> row = [];
        var field = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted && c == '"' && i + 1 < text.Length && text[i + 1] == '"') { field.Append('"'); i++; }
            else if (c == '"') quoted = !quoted;
            else if (c == ',' && !quoted) Flush();
            else if (c == '\n' && !quoted) { Flush(); rows.Add(row); row = []; }
            else if (c != '\r' || quoted) field.Append(c);
        }
        if (field.Length > 0 || row.Count > 0) { Flush(); rows.Add(row); }
        return rows;

        void Flush() { row.Add(field.ToString()); field.Clear(); }
    }
}

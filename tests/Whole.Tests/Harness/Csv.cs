using System.Text;

namespace Whole.Tests.Harness;

/// <summary>Comma-separated values with quotes (RFC 4180): the corpus tables.</summary>
internal static class Csv
{
    /// <summary>The rows below the heading, by column name.</summary>
    public static IEnumerable<Dictionary<string, string>> Read(string path)
    {
        var lines = File.ReadAllLines(path);
        var names = Split(lines[0]);
        return lines.Skip(1).Where(l => l.Length > 0).Select(l => names.Zip(Split(l)).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal));
    }

    private static List<string> Split(string line)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"') field.Append(line[i++]);
            else if (line[i] == '"') quoted = !quoted;
            else if (line[i] == ',' && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else field.Append(line[i]);
        }

        fields.Add(field.ToString());
        return fields;
    }
}

using System.Text.RegularExpressions;

namespace Dicom.Tests.Oracles;

/// <summary>The differences that were looked at and found to be right, one a line in a table beside the test: what is not listed fails, and so does
/// what is listed and no longer occurs.</summary>
/// <remarks>The table's lines are <c>path,where,kind,cause</c>; each cause is explained above them: <c># cause (whose fault): explanation</c>.</remarks>
internal sealed partial class AcceptedDifferences
{
    private const int MostShown = 40;
    private static int _failures;
    private readonly Dictionary<Difference, string> _listed = [];
    private readonly string _table;

    private AcceptedDifferences(string table) => _table = table;

    /// <summary>Accepted differences of each cause.</summary>
    public IReadOnlyDictionary<string, int> Counts => _listed.Values.CountBy(cause => cause).ToDictionary(StringComparer.Ordinal);

    /// <param name="table">Path below <c>tests/Dicom.Tests</c>.</param>
    public static AcceptedDifferences Load(string table)
    {
        var accepted = new AcceptedDifferences(table);
        var causes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in File.ReadLines(Path.Combine(Repository.Root, "tests/Dicom.Tests", table)))
        {
            if (line.Length == 0) continue;
            if (line.StartsWith('#'))
            {
                if (Cause().Match(line) is { Success: true } cause) causes.Add(cause.Groups["name"].Value);
                continue;
            }
            var cells = Corpus.Cells(line);
            Assert.True(cells.Length == 4, $"{table}: {line}");
            Assert.True(causes.Contains(cells[3]), $"{table} does not explain '{cells[3]}'.");
            Assert.True(accepted._listed.TryAdd(new(cells[0], cells[1], cells[2]), cells[3]), $"{table} says it twice: {line}");
        }
        Assert.True(causes.SetEquals(accepted._listed.Values), $"{table} explains causes that nothing has: {string.Join(", ", causes.Except(accepted._listed.Values, StringComparer.Ordinal))}");
        return accepted;
    }

    /// <summary>Holds what occurs to what is listed.</summary>
    /// <param name="looked">The files that were looked at: of others what is listed is not expected.</param>
    /// <param name="isExpected">Which of the lines must occur, where not all must: the table serves several tests, or only a sample is looked at.</param>
    public void Check(IEnumerable<Difference> found, IReadOnlySet<string> looked, Func<Difference, bool>? isExpected = null)
    {
        var occurring = found.Select(Listed).ToHashSet();
        List<string> wrong =
        [
            .. occurring.Where(difference => !_listed.ContainsKey(difference)).Select(difference => $"not listed: {Line(difference)}").Order(StringComparer.Ordinal),
            .. _listed.Keys.Where(difference => looked.Contains(difference.Path) && (isExpected is null || isExpected(difference)) && !occurring.Contains(difference)).Select(difference => $"listed, does not occur: {Line(difference)}"),
        ];
        if (wrong.Count == 0) return;
        var all = Path.Combine(Path.GetTempPath(), $"{_table.Replace('/', '-')}.{Environment.ProcessId}.{Interlocked.Increment(ref _failures)}.found");
        File.WriteAllLines(all, occurring.Select(Line).Order(StringComparer.Ordinal));
        Assert.Fail($"{wrong.Count} differences from {_table} (all that occur: {all}):\n{string.Join('\n', wrong.Take(MostShown))}");
    }

    /// <summary>The difference as the table has it: an asterisk there stands for every item.</summary>
    private Difference Listed(Difference difference)
    {
        var everyItem = difference with { Where = ItemNumber().Replace(difference.Where, "/*/") };
        return _listed.ContainsKey(everyItem) && !_listed.ContainsKey(difference) ? everyItem : difference;
    }

    [GeneratedRegex(@"^# (?<name>[a-z0-9-]+) \(", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Cause();

    [GeneratedRegex("/[0-9]+/", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ItemNumber();

    private static string Line(Difference difference) => $"{Cell(difference.Path)},{Cell(difference.Where)},{Cell(difference.Kind)}";

    private static string Cell(string text) => text.AsSpan().ContainsAny('"', ',') ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}

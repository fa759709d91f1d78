using System.Text.RegularExpressions;
using Whole.Tests.Harness;

namespace Whole.Tests.Architecture;

/// <summary>The house is kept readable: a page at every room's door, no file too long to hold in mind.</summary>
public sealed partial class RoomsTests
{
    private const int MaxLines = 600;

    [Fact]
    public void Every_room_has_a_page_that_says_what_it_is()
    {
        var rooms = Directory.GetDirectories(Repository.At("src")).SelectMany(Directory.GetDirectories)
            .Where(folder => Path.GetFileName(folder) is not ("bin" or "obj") && SourceFiles.Under(folder).Any());
        var bare = rooms.Where(r => !File.Exists(Path.Combine(r, "README.md")) || new FileInfo(Path.Combine(r, "README.md")).Length < 100).ToList();
        Assert.True(bare.Count == 0, "no README.md: " + string.Join(", ", bare.Select(b => Path.GetRelativePath(Repository.Root, b))));
    }

    [Fact]
    public void Every_log_message_has_a_number_of_its_own()
    {
        var numbers = SourceFiles.Under(Repository.At("src")).SelectMany(file => LogNumber().Matches(File.ReadAllText(file))).Select(match => match.Groups["number"].Value).ToList();
        Assert.NotEmpty(numbers);
        Assert.Empty(numbers.GroupBy(number => number, StringComparer.Ordinal).Where(same => same.Count() > 1).Select(same => same.Key));
    }

    [Fact]
    public void Every_decision_has_a_number_of_its_own()
    {
        var pages = Directory.GetFiles(Repository.At("docs", "adr"), "0*.md").Order(StringComparer.Ordinal).ToList();
        Assert.Equal(Enumerable.Range(1, pages.Count), pages.Select(page => int.Parse(Path.GetFileName(page)[..4], System.Globalization.CultureInfo.InvariantCulture)));
        foreach (var page in pages)
            Assert.StartsWith($"# {int.Parse(Path.GetFileName(page)[..4], System.Globalization.CultureInfo.InvariantCulture)}. ", File.ReadLines(page).First(), StringComparison.Ordinal);
    }

    [Fact]
    public void No_file_is_over_600_lines()
    {
        var roots = new[] { "src", "tests", "tools", "bench", "fuzz" }.Select(r => Repository.At(r)).Where(Directory.Exists);
        var files = roots.SelectMany(SourceFiles.Under).Append(Repository.At("run")).Append(Repository.At("test")).Where(File.Exists);
        var tooLong = files.Where(f => File.ReadLines(f).Count() > MaxLines).ToList();
        Assert.True(tooLong.Count == 0, "too long: " + string.Join(", ", tooLong));
    }

    [GeneratedRegex(@"\[LoggerMessage\((?<number>\d+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LogNumber();
}

using System.Text.RegularExpressions;
using Concord.Cli;
using Concord.Cli.Commands;

namespace Archive.Tests.Cli;

/// <summary><c>docs/cli.md</c> says what the command line takes.</summary>
public sealed partial class DocumentationTests
{
    [Fact]
    public async Task Every_example_is_taken_and_every_verb_has_one()
    {
        await using var terminal = new Terminal(new MemoryStream(), TextWriter.Null, isWatched: false);
        var command = ConcordCommand.Build(terminal);
        var verbs = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in await File.ReadAllLinesAsync(Path.Combine(CliCorpus.Root, "docs", "cli.md")))
        {
            if (Example().Match(line) is not { Success: true } found) continue;
            var example = Substituted().Replace(found.Groups["rest"].Value, "1.2.3");
            var parsed = command.Parse(example.Replace('\'', '"'));
            Assert.True(parsed.Errors.Count == 0, $"{line}: {string.Join(' ', parsed.Errors.Select(error => error.Message))}");
            verbs.Add(example.Split(' ')[0]);
        }
        Assert.Equal(command.Subcommands.Select(verb => verb.Name).Order(StringComparer.Ordinal), verbs.Order(StringComparer.Ordinal));
    }

    // an example on its own line, or inside $( … | … )
    [GeneratedRegex(@"^(?:\w+=\$\()?\./concord (?<rest>.+?)(?: \| .*)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Example();

    [GeneratedRegex("\"\\$[^\"]*(\"|$)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Substituted();
}

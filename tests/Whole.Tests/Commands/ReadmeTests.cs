using System.Globalization;
using Whole.Tests.Harness;

namespace Whole.Tests.Commands;

/// <summary>What the README tells a newcomer to type works as it stands there; only ports and folders are the test's own.</summary>
public sealed class ReadmeTests
{
    private const string Section = "## Five things to do next";

    [Fact]
    public async Task The_five_things_to_do_next_work_as_pasted()
    {
        await using var concord = await ConcordServer.Start();
        using var folder = new TempFolder("readme");
        var commands = Commands(await File.ReadAllTextAsync(Repository.At("README.md"))).ToList();
        Assert.Equal(5, commands.Count);
        var said = "";
        foreach (var command in commands)
        {
            var own = command
                .Replace("127.0.0.1:11112", "127.0.0.1:" + concord.DicomPort.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
                .Replace("http://127.0.0.1:8080", concord.Http.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal)
                .Replace("/tmp/studies", folder["studies"], StringComparison.Ordinal)
                .Replace("127.0.0.1:11113", "127.0.0.1:11113 --server " + concord.Http.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal)
                .Replace("peer list", "peer list --server " + concord.Http.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal);
            said += (await ToolRun.Run("bash", ["-c", own], TimeSpan.FromMinutes(5))).Succeeded().Output;
        }
        Assert.Contains("Zhang^San=张^三", said, StringComparison.Ordinal); // found by pinyin
        Assert.Contains("WORKSTATION", said, StringComparison.Ordinal);
        Assert.Contains("\"0020000D\"", said, StringComparison.Ordinal); // the web's answer
    }

    private static IEnumerable<string> Commands(string readme)
    {
        var section = readme[readme.IndexOf(Section, StringComparison.Ordinal)..];
        var block = section[(section.IndexOf("```sh\n", StringComparison.Ordinal) + 6)..];
        block = block[..block.IndexOf("```", StringComparison.Ordinal)];
        return block.Split('\n').Where(line => line.Length > 0 && !line.StartsWith('#'));
    }
}

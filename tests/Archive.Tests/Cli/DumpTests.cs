using System.Text.Json;

namespace Archive.Tests.Cli;

/// <summary><c>concord dump</c>, <c>concord json</c> and <c>concord xml</c> on files of others.</summary>
public sealed class DumpTests
{
    [Theory]
    [InlineData("modality", 12)]
    [InlineData("synthetic/ts", 12)]
    [InlineData("sr", 4)]
    [InlineData("charset", 8)]
    [InlineData("fragments", 6)]
    public async Task Dump_json_and_xml_take_what_others_made(string folder, int most)
    {
        string[] files = [.. CliCorpus.Files(folder, most)];
        Assert.NotEmpty(files);
        var dump = (await CliRun.Of(["dump", .. files])).Fine();
        Assert.Equal(files.Length, dump.Lines.Count(line => line.StartsWith("(0008,0016)", StringComparison.Ordinal)));
        Assert.DoesNotContain(dump.Output, character => char.IsControl(character) && character != '\n');
        var json = (await CliRun.Of(["json", "--no-bulk", .. files])).Fine();
        Assert.Equal(files.Length, json.Lines.Length);
        foreach (var line in json.Lines)
        {
            using var parsed = JsonDocument.Parse(line);
            Assert.Equal("UI", parsed.RootElement.GetProperty("00080018").GetProperty("vr").GetString());
        }
        var xml = (await CliRun.Of(["xml", "--no-bulk", "--indent", .. files])).Fine();
        var documents = xml.Output.Split("<?xml", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(files.Length, documents.Length);
        foreach (var document in documents)
            Assert.Contains(System.Xml.Linq.XDocument.Parse("<?xml" + document).Root!.Elements(), element => (string?)element.Attribute("keyword") == "SOPInstanceUID");
    }

    [Fact]
    public async Task A_file_that_is_no_DICOM_is_one_line_and_the_others_are_listed()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder["note.txt"], "nothing of the kind");
        (await CliRun.Of("synth", "--out", folder["s"], "--set", "MR", "--slices", "1")).Fine();
        var good = Directory.EnumerateFiles(folder["s"], "*.dcm", SearchOption.AllDirectories).First();
        var run = await CliRun.Of("dump", folder["note.txt"], folder["absent.dcm"], good);
        Assert.Equal(1, run.ExitCode);
        Assert.Equal(2, run.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("PatientName", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_is_all_files_below_it_in_order_whatever_thread_prints_them()
    {
        using var folder = new TempFolder();
        (await CliRun.Of("synth", "--out", folder["s"], "--set", "small")).Fine();
        await File.WriteAllTextAsync(folder["s/note.txt"], "nothing of the kind");
        string[] files = [.. Directory.EnumerateFiles(folder["s"], "*.dcm", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        Assert.True(files.Length > 12);
        var whole = await CliRun.Of("dump", folder["s"]);
        Assert.Equal(1, whole.ExitCode);
        Assert.Single(whole.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(files.Select(file => "# " + file), whole.Lines.Where(line => line.StartsWith("# /", StringComparison.Ordinal)));
        Assert.Equal((await CliRun.Of(["dump", .. files])).Fine().Output, whole.Output);
        File.Delete(folder["s/note.txt"]);
        Assert.Equal((await CliRun.Of(["json", .. files])).Fine().Output, (await CliRun.Of("json", folder["s"])).Fine().Output);
    }

    [Theory]
    [InlineData]
    [InlineData("dump")]
    [InlineData("nonsense")]
    [InlineData("synth", "--out", "/tmp/x", "--set", "nonsense")]
    [InlineData("synth", "--out", "/tmp/x", "--studies", "0")]
    public async Task What_cannot_be_meant_is_one_line_and_exit_code_2(params string[] arguments)
    {
        var run = await CliRun.Of(arguments);
        Assert.Equal(2, run.ExitCode);
        Assert.Single(run.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}

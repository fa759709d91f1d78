using System.Text.Json;

namespace Archive.Tests.Cli;

/// <summary><c>concord validate</c>.</summary>
public sealed class ValidateTests
{
    [Fact]
    public async Task What_Concord_makes_has_no_errors()
    {
        using var folder = new TempFolder();
        (await CliRun.Of("synth", "--out", folder["s"], "--set", "small")).Fine();
        var run = (await CliRun.Of("validate", "--level", "error", folder["s"])).Fine();
        Assert.Matches("^[1-9][0-9]* files: 0 errors, 0 warnings, 0 notes$", run.Lines[^1]);
    }

    [Fact]
    public async Task Errors_are_told_with_path_rule_and_section_and_make_exit_code_1()
    {
        using var folder = new TempFolder();
        var file = await Damaged(folder);
        var run = await CliRun.Of("validate", file);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(run.Lines, line => line.StartsWith("error   (0028,0010)  Rows has no value: type 1  [EmptyType1, PS3.3 C.7.6.3", StringComparison.Ordinal));
        Assert.Equal($"# {file}", run.Lines[0]);
    }

    [Fact]
    public async Task Json_is_an_object_a_file_and_one_of_sums()
    {
        using var folder = new TempFolder();
        var run = await CliRun.Of("validate", "--json", "--level", "note", await Damaged(folder), folder["s"]);
        Assert.Equal(1, run.ExitCode);
        using var first = JsonDocument.Parse(run.Lines[0]);
        Assert.Contains(first.RootElement.GetProperty("findings").EnumerateArray(), finding =>
            finding.GetProperty("severity").GetString() == "error" && finding.GetProperty("rule").GetString() == "EmptyType1" && finding.GetProperty("path").GetString() == "(0028,0010)");
        using var sums = JsonDocument.Parse(run.Lines[^1]);
        Assert.Equal(run.Lines.Length - 1, sums.RootElement.GetProperty("files").GetInt32());
        Assert.Equal(1, sums.RootElement.GetProperty("errors").GetInt32());
    }

    [Fact]
    public async Task Other_files_of_a_folder_are_passed_over_and_named_ones_are_not()
    {
        using var folder = new TempFolder();
        var file = await Damaged(folder);
        var beside = Path.Combine(Path.GetDirectoryName(file)!, "note.txt");
        await File.WriteAllTextAsync(beside, "nothing of the kind, though long enough to be looked at");
        Assert.EndsWith("1 other files passed over", (await CliRun.Of("validate", Path.GetDirectoryName(file)!)).Lines[^1], StringComparison.Ordinal);
        var named = await CliRun.Of("validate", beside);
        Assert.Equal(1, named.ExitCode);
        Assert.Contains("note.txt", named.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_level_that_is_none_is_a_mistake_of_usage() => Assert.Equal(2, (await CliRun.Of("validate", "--level", "some", ".")).ExitCode);

    /// <summary>A made file, right but for Rows, whose length says nothing is there.</summary>
    private static async Task<string> Damaged(TempFolder folder)
    {
        (await CliRun.Of("synth", "--out", folder["s"], "--set", "CT", "--slices", "1")).Fine();
        var made = Directory.EnumerateFiles(folder["s"], "*.dcm", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();
        var bytes = await File.ReadAllBytesAsync(made);
        var at = bytes.AsSpan().IndexOf("\u0028\0\u0010\0US\u0002\0"u8);
        Assert.True(at > 0);
        byte[] without = [.. bytes[..(at + 6)], 0, 0, .. bytes[(at + 10)..]];
        Directory.CreateDirectory(folder["damaged"]);
        var path = Path.Combine(folder["damaged"], "rows.dcm");
        await File.WriteAllBytesAsync(path, without);
        return path;
    }
}

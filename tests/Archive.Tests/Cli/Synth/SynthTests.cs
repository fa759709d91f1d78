using System.Security.Cryptography;
using Concord.Cli.Synth;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Files;
using Xunit.Abstractions;

namespace Archive.Tests.Cli.Synth;

/// <summary><c>concord synth</c>: the same every time, valid, each family there.</summary>
public sealed class SynthTests(ITestOutputHelper output)
{
    public static TheoryData<string> Families => [.. SynthFamilies.All.Select(family => family.Name)];

    [Fact]
    public async Task The_same_seed_makes_the_same_bytes_and_another_seed_others()
    {
        using var folder = new TempFolder();
        var first = await Made(folder["a"], "--seed", "7");
        Assert.Equal(first, await Made(folder["b"], "--seed", "7"));
        var other = await Made(folder["c"], "--seed", "8");
        Assert.Equal(first.Keys, other.Keys);
        Assert.All(first, file => Assert.NotEqual(file.Value, other[file.Key]));
    }

    [Fact]
    public async Task UIDs_repeat_neither_within_a_set_nor_between_seeds()
    {
        using var folder = new TempFolder();
        await Made(folder["a"], "--seed", "1");
        await Made(folder["b"], "--seed", "2");
        var instances = Files(folder.Path).Select(Read).ToList();
        Assert.Equal(instances.Count, instances.Select(image => image.GetUid(Tags.SOPInstanceUID)).Distinct().Count());
        Assert.Equal(2 * SynthFamilies.All.Count, instances.Select(image => image.GetUid(Tags.StudyInstanceUID)).Distinct().Count());
        Assert.All(instances, image => Assert.StartsWith("2.25.", image.GetUid(Tags.SeriesInstanceUID).ToString(), StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Families))]
    public async Task Dciodvfy_finds_no_error(string family)
    {
        if (!Tool.IsInstalled("dciodvfy"))
        {
            output.WriteLine("dciodvfy is not installed: nothing was checked");
            return;
        }
        using var folder = new TempFolder();
        (await CliRun.Of("synth", "--out", folder.Path, "--set", family, "--slices", "2")).Fine();
        foreach (var series in Files(folder.Path).GroupBy(Path.GetDirectoryName))
        {
            var (_, text) = await Tool.Run("dciodvfy", series.First());
            Assert.DoesNotContain("Error", text, StringComparison.Ordinal);
            output.WriteLine(text);
        }
    }

    private static async Task<SortedDictionary<string, string>> Made(string folder, params string[] more)
    {
        (await CliRun.Of(["synth", "--out", folder, "--set", "small", .. more])).Fine();
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in Files(folder)) files[Path.GetRelativePath(folder, path)] = Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(path)));
        return files;
    }

    private static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder, "*.dcm", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    private static DataSet Read(string path) => Part10.Read(File.ReadAllBytes(path)).DataSet;
}

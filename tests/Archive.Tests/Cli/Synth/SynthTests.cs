using System.Security.Cryptography;
using Concord.Cli.Synth;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Dicom.Files;
using Xunit.Abstractions;

namespace Archive.Tests.Cli.Synth;

/// <summary><c>concord synth</c>: the same every time, valid, each family there.</summary>
public sealed class SynthTests(SmallSet small, ITestOutputHelper output) : IClassFixture<SmallSet>
{
    public static TheoryData<string> Families => [.. SynthFamilies.All.Select(family => family.Name)];

    [Fact]
    public async Task The_same_seed_makes_the_same_bytes_and_another_seed_others()
    {
        using var folder = new TempFolder();
        var first = Hashes(small.Folder);
        Assert.Equal(first, await Made(folder["b"], "--seed", "1"));
        var other = await Made(folder["c"], "--seed", "8");
        Assert.Equal(first.Keys, other.Keys);
        Assert.All(first, file => Assert.NotEqual(file.Value, other[file.Key]));
    }

    [Fact]
    public async Task UIDs_repeat_neither_within_a_set_nor_between_seeds()
    {
        using var folder = new TempFolder();
        await Made(folder.Path, "--seed", "2");
        var instances = Files(folder.Path).Concat(small.Files).Select(Read).ToList();
        Assert.Equal(instances.Count, instances.Select(image => image.GetUid(Tags.SOPInstanceUID)).Distinct().Count());
        Assert.Equal(2 * SynthFamilies.All.Count, instances.Select(image => image.GetUid(Tags.StudyInstanceUID)).Distinct().Count());
        Assert.All(instances, image => Assert.StartsWith("2.25.", image.GetUid(Tags.SeriesInstanceUID).ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void The_demo_shows_every_family_a_large_CT_and_priors_of_the_same_patient()
    {
        var studies = SynthPlan.Of(new SynthOptions());
        Assert.Equal(SynthFamilies.All.Select(family => family.Name).Order(StringComparer.Ordinal), studies.Select(study => study.Family.Name).Distinct().Order(StringComparer.Ordinal));
        Assert.Contains(studies, study => study.Family.Name == "CT" && study.Family.Instances(study).Count() >= 120);
        foreach (var family in (string[])["CT", "MR"])
            Assert.True(studies.Where(study => study.Family.Name == family).GroupBy(study => study.Patient.Id).Single().Select(study => study.Start.Date).Distinct().Count() > 1);
        Assert.Equal(studies.Count, studies.Select(study => study.Folder).Distinct().Count());
    }

    [Fact]
    public void Sets_of_the_same_seed_share_no_UID()
    {
        string[][] sets = [[SynthPlan.Demo], [SynthPlan.Small], ["CT", "MR"], ["MR"], ["DX"]];
        var uids = sets.SelectMany(set => SynthPlan.Of(new SynthOptions { Sets = set })).Select(study => study.NewUid("study")).ToList();
        Assert.Equal(uids.Count, uids.Distinct().Count());
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
        var files = small.Files.Where(path => path.Contains($"-{family}-", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            var (_, text) = await Tool.Run("dciodvfy", file);
            Assert.DoesNotContain("Error", text, StringComparison.Ordinal);
            output.WriteLine(text);
        }
    }

    public static TheoryData<string> Patients => [.. SynthPatients.All.Select(patient => patient.Id)];

    [Theory]
    [MemberData(nameof(Patients))]
    public void Names_are_what_was_meant_in_each_character_set(string id)
    {
        var patient = SynthPatients.All.Single(known => known.Id == id);
        var study = new SynthStudy(1, 1, patient, SynthFamilies.Of("NM"), new(2026, 3, 2, 8, 0, 0, DateTimeKind.Unspecified)) { Scale = SynthScale.Small };
        var image = Part10.Read(Part10.ToArray(study.Family.Instances(study).First().Make(), TransferSyntax.ExplicitVrLittleEndian)).DataSet;
        Assert.Equal(patient.Name, image.GetString(Tags.PatientName));
        Assert.Equal(patient.Institution, image.GetString(Tags.InstitutionName));
        Assert.Equal(patient.CharacterSet, image.GetString(Tags.SpecificCharacterSet));
    }

    [Fact]
    public void The_patients_write_in_each_repertoire_of_Chinese_and_in_Latin() =>
        Assert.Equal(["GB18030", "GBK", "ISO_IR 100", "ISO_IR 192"], SynthPatients.All.Select(patient => patient.CharacterSet).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void Slices_of_a_volume_lie_one_step_apart_in_one_frame_of_reference()
    {
        foreach (var series in small.Files.Where(path => path.Contains("-CT-", StringComparison.Ordinal) || path.Contains("-PT-", StringComparison.Ordinal)).GroupBy(Path.GetDirectoryName))
        {
            var images = series.Select(Read).ToList();
            Assert.True(images.Count > 1);
            Assert.Single(images.Select(image => image.GetUid(Tags.FrameOfReferenceUID)).Distinct());
            var heights = images.Select(image => image.GetDouble(Tags.ImagePositionPatient, 2)!.Value).ToList();
            var thickness = images[0].GetDouble(Tags.SliceThickness)!.Value;
            for (var i = 1; i < heights.Count; i++) Assert.Equal(thickness, heights[i - 1] - heights[i], 3);
        }
    }

    private static async Task<SortedDictionary<string, string>> Made(string folder, params string[] more)
    {
        (await CliRun.Of(["synth", "--out", folder, "--set", "small", .. more])).Fine();
        return Hashes(folder);
    }

    private static SortedDictionary<string, string> Hashes(string folder)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in Files(folder)) files[Path.GetRelativePath(folder, path)] = Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)));
        return files;
    }

    private static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder, "*.dcm", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    private static DataSet Read(string path) => Part10.Read(File.ReadAllBytes(path)).DataSet;
}

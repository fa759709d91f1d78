using Archive.Tests.Receive;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Vault.Query;

namespace Archive.Tests.Query;

/// <summary>Queries that read bundles, open and sealed.</summary>
public sealed class ImageLevelTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Instances_are_found_by_their_own_keys(bool isSealed)
    {
        await using var vault = await Filled();
        if (isSealed) await vault.Vault.SealAll(default);
        Assert.Equal("1,2,3", await Numbers(vault, ("SeriesInstanceUID", Objects.Series(1).ToString())));
        Assert.Equal("2", await Numbers(vault, ("SeriesInstanceUID", Objects.Series(1).ToString()), ("InstanceNumber", "2")));
        Assert.Equal("1,1,2,3", await Numbers(vault, ("StudyInstanceUID", Objects.Study(1).ToString()), ("SOPClassUID", Objects.CtImage.ToString())));
        Assert.Equal("", await Numbers(vault, ("StudyInstanceUID", Objects.Study(1).ToString()), ("Rows", "17")));
        Assert.Equal("1", await Numbers(vault, ("Modality", "MR")));
        Assert.Equal("", await Numbers(vault, ("PatientID", "NOBODY"), ("InstanceNumber", "1")));
    }

    [Fact]
    public async Task A_sop_instance_uid_alone_is_found()
    {
        await using var vault = await Filled();
        Assert.Equal("3", await Numbers(vault, ("SOPInstanceUID", Objects.Instance(3).ToString())));
        Assert.Equal("2,3", await Numbers(vault, ("SOPInstanceUID", $"{Objects.Instance(3)}\\{Objects.Instance(2)}\\1.2.3")));
        Assert.Equal("", await Numbers(vault, ("SOPInstanceUID", "1.2.3")));
    }

    [Fact]
    public async Task Pages_of_instances_follow_their_arrival()
    {
        await using var vault = await Filled();
        var keys = QueryKeys.Keys(("SeriesInstanceUID", Objects.Series(1).ToString()), ("InstanceNumber", ""));
        var page = await Find(vault, new QueryRequest(QueryLevel.Image, keys) { Limit = 1, Offset = 1 });
        Assert.Equal(2, Assert.Single(page).GetInt(Tags.InstanceNumber));
    }

    [Fact]
    public async Task A_match_carries_values_of_all_levels_in_utf8()
    {
        await using var vault = await TestVault.Open(_folder.Path);
        var slice = Objects.Slice(1).SetString(Tags.SpecificCharacterSet, "ISO_IR 100").SetString(Tags.PatientName, "Müller^Jörg").SetString(Tags.ImageComments, "größer");
        await vault.Store(slice);
        var match = Assert.Single(await Find(vault, new QueryRequest(QueryLevel.Image, QueryKeys.Keys(
            ("SOPInstanceUID", ""), ("PatientName", ""), ("ImageComments", "gr*"), ("Rows", ""), ("NumberOfSeriesRelatedInstances", ""), ("WindowCenter", "")))));
        Assert.Equal(("Müller^Jörg", "größer", 16, 1), (match.GetString(Tags.PatientName), match.GetString(Tags.ImageComments), match.GetInt(Tags.Rows), match.GetInt(Tags.NumberOfSeriesRelatedInstances)));
        Assert.Equal("ISO_IR 192", match.GetString(Tags.SpecificCharacterSet));
        Assert.True(match[Tags.WindowCenter].IsEmpty);
        Assert.False(match.Contains(Tags.Columns));
    }

    [Fact]
    public async Task Big_endian_numbers_are_answered_right()
    {
        await using var vault = await TestVault.Open(_folder.Path);
        var slice = Objects.Slice(1);
        await vault.Store(slice, TransferSyntax.ExplicitVrBigEndian);
        var match = Assert.Single(await Find(vault, new QueryRequest(QueryLevel.Image, QueryKeys.Keys(("Rows", "16"), ("SOPInstanceUID", "")))));
        Assert.Equal(16, match.GetInt(Tags.Rows));
    }

    [Fact]
    public async Task All_fields_of_an_instance_are_its_head()
    {
        await using var vault = await Filled();
        var match = (await Find(vault, new QueryRequest(QueryLevel.Image, QueryKeys.Keys(("SOPInstanceUID", Objects.Instance(1).ToString()))) { AllFields = true }))[0];
        Assert.Equal((16, 16), (match.GetInt(Tags.Rows), match.GetInt(Tags.BitsAllocated)));
        Assert.False(match.Contains(Tags.PixelData));
        Assert.False(match.Contains(Tags.NumberOfStudyRelatedInstances));
    }

    [Fact]
    public async Task What_is_deleted_is_not_found_and_the_series_takes_the_values_of_the_next()
    {
        await using var vault = await TestVault.Open(_folder.Path);
        await vault.Store(Objects.Slice(1).SetString(Tags.PatientName, "Wrong^Name").SetString(Tags.PatientID, "WRONG"));
        await vault.Store(Objects.Slice(2));
        Assert.Equal(1, await vault.Vault.Delete(Objects.Study(), Objects.Series(), Objects.Instance(1), "tester", "test", default));
        Assert.Equal("2", await Numbers(vault, ("SeriesInstanceUID", Objects.Series().ToString())));
        var study = Assert.Single(await Find(vault, new QueryRequest(QueryLevel.Study, QueryKeys.Keys(("PatientName", ""), ("PatientID", ""), ("NumberOfPatientRelatedInstances", "")))));
        Assert.Equal(("Test^Synthetic", "P1", 1), (study.GetString(Tags.PatientName), study.GetString(Tags.PatientID), study.GetInt(Tags.NumberOfPatientRelatedInstances)));
    }

    [Fact]
    public async Task Objects_of_no_patient_are_in_no_study()
    {
        await using var vault = await TestVault.Open(_folder.Path);
        var palette = new DataSet().SetString(Tags.SOPClassUID, "1.2.840.10008.5.1.4.39.1").SetString(Tags.SOPInstanceUID, "2.25.77").SetString(Tags.ContentLabel, "HOT");
        Assert.IsType<Concord.Vault.Receive.StoreOutcome.Stored>(await vault.Store(palette));
        Assert.Empty(await Find(vault, new QueryRequest(QueryLevel.Study, QueryKeys.Keys(("StudyInstanceUID", "")))));
        Assert.Single(await vault.Vault.Index.FindBundlesOfInstance(Uid.Parse("2.25.77"), default));
    }

    private async Task<TestVault> Filled()
    {
        var vault = await TestVault.Open(_folder.Path);
        for (var n = 1; n <= 3; n++) await vault.Store(Objects.Slice(n));
        await vault.Store(Objects.Slice(1, series: 2));
        await vault.Store(Objects.Slice(1, series: 3, study: 2).SetString(Tags.Modality, "MR"));
        return vault;
    }

    private static async Task<string> Numbers(TestVault vault, params (string, string)[] keys)
    {
        var set = QueryKeys.Keys(keys);
        if (!set.Contains(Tags.InstanceNumber)) set.SetEmpty(Tags.InstanceNumber);
        return string.Join(',', (await Find(vault, new QueryRequest(QueryLevel.Image, set))).Select(match => match.GetInt(Tags.InstanceNumber)!.Value).Order());
    }

    private static async Task<List<DataSet>> Find(TestVault vault, QueryRequest request)
    {
        var found = new List<DataSet>();
        await foreach (var match in vault.Vault.Query.Find(request, CancellationToken.None)) found.Add(match);
        return found;
    }
}

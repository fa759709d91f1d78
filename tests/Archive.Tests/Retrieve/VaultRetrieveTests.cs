using Archive.Tests.Receive;
using Concord.Dicom.DataElements;
using Concord.Vault.Bundles;
using Concord.Vault.Retrieve;

namespace Archive.Tests.Retrieve;

public sealed class VaultRetrieveTests : IAsyncLifetime
{
    private readonly TestFolder _folder = new();
    private TestVault _vault = null!;
    private VaultRetrieve _retrieve = null!;

    public async Task InitializeAsync()
    {
        _vault = await TestVault.Open(_folder.Path);
        _retrieve = new(_vault.Vault.Index, _vault.Vault.Bundles);
        for (var n = 1; n <= 3; n++) await _vault.Store(Objects.Slice(n));
        await _vault.Store(Objects.Slice(1, series: 2));
        await _vault.Vault.SealAll(default);
        await _vault.Store(Objects.Slice(4)); // late: a second bundle of series 1
        await _vault.Store(Objects.Slice(1, series: 1, study: 2).SetString(Concord.Dicom.Dictionary.Tags.PatientID, "P2")); // the same series UID in another study
    }

    public async Task DisposeAsync()
    {
        await _vault.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_study_comes_series_by_series_in_arrival_order() =>
        Assert.Equal([Objects.Instance(1), Objects.Instance(2), Objects.Instance(3), Objects.Instance(4), Objects.Instance(1, series: 2)],
            Uids(await _retrieve.Find(Objects.Study(), null, null, default)));

    [Fact]
    public async Task A_series_is_of_its_study_only() =>
        Assert.Equal([Objects.Instance(1, study: 2)], Uids(await _retrieve.Find(Objects.Study(2), Objects.Series(1), null, default)));

    [Fact]
    public async Task An_instance_is_found_with_its_study_or_alone()
    {
        Assert.Equal([Objects.Instance(4)], Uids(await _retrieve.Find(Objects.Study(), null, Objects.Instance(4), default)));
        Assert.Equal([Objects.Instance(4)], Uids(await _retrieve.FindInstance(Objects.Instance(4), default)));
        Assert.Empty(await _retrieve.Find(Objects.Study(2), null, Objects.Instance(4), default));
        Assert.Empty(await _retrieve.FindInstance(Uid.Parse("1.2.3"), default));
    }

    [Fact]
    public async Task A_selector_takes_lists_of_any_level()
    {
        Assert.Equal(6, (await _retrieve.FindAll(new() { PatientIds = ["P1", "P2", "P3"] }, default)).Count);
        Assert.Single(await _retrieve.FindAll(new() { PatientIds = ["P2"] }, default));
        Assert.Equal(6, (await _retrieve.FindAll(new() { StudyInstanceUids = [Objects.Study(), Objects.Study(2)] }, default)).Count);
        Assert.Equal(5, (await _retrieve.FindAll(new() { SeriesInstanceUids = [Objects.Series(1)] }, default)).Count);
        Assert.Equal([Objects.Instance(2), Objects.Instance(4)], Uids(await _retrieve.FindAll(new() { SopInstanceUids = [Objects.Instance(4), Objects.Instance(2)] }, default)));
        Assert.Empty(await _retrieve.FindAll(new() { PatientIds = ["P2"], SeriesInstanceUids = [Objects.Series(2)] }, default));
        Assert.Empty(await _retrieve.FindAll(new() { StudyInstanceUids = [Objects.Study(2)], SopInstanceUids = [Objects.Instance(4)] }, default));
        await Assert.ThrowsAsync<ArgumentException>(() => _retrieve.FindAll(new(), default));
    }

    [Fact]
    public async Task A_deleted_instance_is_gone_at_once_and_a_resend_comes_back()
    {
        await _vault.Vault.Delete(Objects.Study(), Objects.Series(), Objects.Instance(2), "tester", "test", default);
        Assert.Empty(await _retrieve.FindInstance(Objects.Instance(2), default));
        await _vault.Store(Objects.Slice(2));
        Assert.Single(await _retrieve.FindInstance(Objects.Instance(2), default));
    }

    private static IEnumerable<Uid> Uids(IEnumerable<BundleEntry> entries) => entries.Select(entry => entry.SopInstanceUid);
}

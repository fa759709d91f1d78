using Archive.Tests.Backup;
using Archive.Tests.Receive;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Vault.ExtendedTags;
using Concord.Vault.Query;

namespace Archive.Tests.ExtendedTags;

/// <summary>The tags are in what is kept elsewhere.</summary>
public sealed class ExtendedTagCopyTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly TestFolder _target = new();
    private readonly TestFolder _restored = new();

    public void Dispose()
    {
        _folder.Dispose();
        _target.Dispose();
        _restored.Dispose();
    }

    [Fact]
    public async Task A_restored_backup_has_the_tags_and_finds_by_them()
    {
        await using (var vault = await Life.Open(_folder.Path))
        {
            await Fill(vault);
            await Life.Backup(_folder, _target);
        }
        await Life.Restore(_target, _restored.Path);
        await using var again = await Life.Open(_restored.Path);
        await Check(again);
    }

    [Fact]
    public async Task The_replica_has_the_tags()
    {
        var replica = Path.Combine(_target.Path, "replica");
        await using (var vault = await TestVault.Open(_folder.Path, options => options with { ReplicaFolder = replica }))
        {
            await Fill(vault);
            await vault.Vault.NewReplicator(TimeProvider.System).Turn(CancellationToken.None);
        }
        TestFolder.CopyTo(Path.Combine(replica, "bundles"), Directory.CreateDirectory(Path.Combine(_restored.Path, "bundles")).FullName);
        TestFolder.CopyTo(Path.Combine(replica, "journals"), _restored.Path);
        await File.WriteAllTextAsync(Path.Combine(_restored.Path, "format"), "concord 1\n");
        await using var again = await TestVault.Open(_restored.Path);
        await Check(again);
    }

    private static async Task Fill(TestVault vault)
    {
        Assert.IsType<ExtendedTagOutcome.Added>(await vault.Vault.ExtendedTags.Add([new("AcquisitionDate", null, null, "Series")], "tester", 8, DateTimeOffset.UnixEpoch, CancellationToken.None));
        await vault.Store(Objects.Slice(1).SetString(Tags.AcquisitionDate, "20250607"));
        await vault.Store(Objects.Slice(1, series: 2, study: 2).SetString(Tags.AcquisitionDate, "20250608"));
        await vault.Vault.SealAll(CancellationToken.None);
    }

    private static async Task Check(TestVault vault)
    {
        Assert.Equal(Tags.AcquisitionDate, Assert.Single(vault.Vault.ExtendedTags.Current.All).Tag);
        Assert.Equal(1, await vault.Vault.Query.Count(new QueryRequest(QueryLevel.Study, new DataSet().SetString(Tags.AcquisitionDate, "20250608")), CancellationToken.None));
    }
}

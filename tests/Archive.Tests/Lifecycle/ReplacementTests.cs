using Archive.Tests.Bundles;
using Archive.Tests.Receive;
using Concord.Vault.Changes;
using Concord.Vault.Receive;

namespace Archive.Tests.Lifecycle;

/// <summary>Sealed bundles are rewritten into one: every answer stays as it was, but for what is purged, which is gone.</summary>
public sealed class ReplacementTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Purged_bytes_are_in_no_file_and_everything_else_is_as_it_was()
    {
        await using var vault = await TestVault.Open(_folder.Path);
        for (var i = 1; i <= 4; i++) await vault.Store(Objects.Slice(i));
        await vault.Store(Objects.Slice(2, fill: 77)); // kept aside
        await vault.Vault.SealAll(None);
        var before = await vault.Entries();
        var (bundle, doomed) = (before[0].BundleId, before[2]);
        await vault.Vault.Delete(Objects.Study(), null, doomed.SopInstanceUid, "one", "wrong patient", None);
        var kept = (await vault.Entries()).ToDictionary(entry => entry.SopInstanceUid, vault.DataSetOf);
        var (sha256, doomedBytes) = ((await vault.Vault.Index.FindBundle(bundle, None))!.Sha256, vault.DataSetOf(doomed));

        var told = await vault.Vault.Purge(bundle, new HashSet<long> { doomed.ArrivalNumber, 5 }, "two", "as decided", None);

        Assert.Equal([(bundle, sha256)], told.From.Select(from => (from.BundleId, from.Sha256)));
        Assert.Equal([(doomed.ArrivalNumber, doomed.SopInstanceUid), (5, Objects.Instance(2))], told.Purged.Select(gone => (gone.ArrivalNumber, gone.SopInstanceUid)));
        var after = await vault.Entries();
        Assert.Equal(kept.Keys.Order(), after.Select(entry => entry.SopInstanceUid).Order());
        Assert.All(after, entry => Assert.Equal(kept[entry.SopInstanceUid], vault.DataSetOf(entry)));
        Assert.All(after, entry => Assert.Equal(told.Into!.BundleId, entry.BundleId));
        var file = Assert.Single(Files());
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file))), told.Into!.Sha256);
        Assert.Equal(-1, File.ReadAllBytes(file).AsSpan().IndexOf(doomedBytes));
        ZipTools.AssertSound(file);
        Assert.NotNull(await vault.Vault.Bundles.OpenMetadata(told.Into.BundleId, None)); // nothing in it is deleted any more
        Assert.All(before.Where(entry => entry != doomed), entry => Assert.Equal(kept[entry.SopInstanceUid], vault.DataSetOf(entry))); // who had looked it up before
        Assert.Throws<FileNotFoundException>(() => vault.DataSetOf(doomed));
        var change = (await new ChangeFeed(vault.Vault.Index).Read(0, 100, None))[^1];
        Assert.Equal(("purged", Objects.Series(), "two", "as decided"), (change.Kind, change.SeriesInstanceUid, change.Who, change.Why));
        Assert.Equal([(bundle, told.Into.BundleId)], await vault.Vault.Index.FindReplacedBundles(Objects.Study(), Objects.Series(), None));
        Assert.IsType<StoreOutcome.AlreadyStored>(await vault.Store(Objects.Slice(1)));
        Assert.IsType<StoreOutcome.Stored>(await vault.Store(Objects.Slice(3))); // a resend of what was purged is another entry
    }

    [Fact]
    public async Task When_nothing_is_left_there_is_no_bundle_and_its_number_is_not_given_again()
    {
        long gone;
        await using (var vault = await TestVault.Open(_folder.Path))
        {
            await vault.Store(Objects.Slice(1));
            gone = (await vault.Entries())[0].BundleId;
            await vault.Vault.Delete(Objects.Study(), null, null, "one", "", None);
            var told = await vault.Vault.Purge(gone, new HashSet<long> { 1 }, "two", "", None);
            Assert.Null(told.Into);
        }
        Assert.Empty(Files());
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder.Path, "open")));
        await using var again = await TestVault.Open(_folder.Path);
        Assert.IsType<StoreOutcome.Stored>(await again.Store(Objects.Slice(1)));
        Assert.True(Assert.Single(await again.Entries()).BundleId > gone + 1);
        Assert.Equal(0, again.Vault.Index.SetAsideCount);
    }

    [Fact]
    public async Task What_lives_is_not_purged()
    {
        await using var vault = await TestVault.Open(_folder.Path);
        await vault.Store(Objects.Slice(1));
        await vault.Vault.SealAll(None);
        var bundle = (await vault.Entries())[0].BundleId;
        await Assert.ThrowsAsync<ArgumentException>(() => vault.Vault.Purge(bundle, new HashSet<long> { 1 }, "two", "", None));
        await Assert.ThrowsAsync<ArgumentException>(() => vault.Vault.Purge(bundle, new HashSet<long> { 99 }, "two", "", None));
        Assert.Single(await vault.Entries());
        Assert.Single(Directory.GetFiles(Path.Combine(_folder.Path, "bundles"), "*", SearchOption.AllDirectories));
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder.Path, "open")));
    }

    private string[] Files() => Directory.GetFiles(Path.Combine(_folder.Path, "bundles"), "*", SearchOption.AllDirectories);
}

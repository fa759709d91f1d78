using Archive.Tests.Receive;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Vault.ExtendedTags;
using Concord.Vault.Index;
using Concord.Vault.Lifecycle;
using Concord.Vault.Query;
using Concord.Vault.Receive;
using Microsoft.Extensions.Logging.Abstractions;

namespace Archive.Tests.ExtendedTags;

/// <summary>Tags over the life of a data folder: filled while objects come, lost with the index and there again, kept through rewrites.</summary>
public sealed class ExtendedTagVaultTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Whatever_comes_while_a_tag_is_filled_is_found_when_it_is_ready_and_no_search_before_that_misses_anything()
    {
        await using var vault = await TestVault.Open(_folder.Path);
        for (var i = 1; i <= 40; i++) await Store(vault, i, 1);
        await Add(vault, ("AcquisitionDate", "Series"), ("SliceThickness", "Instance"));
        using var filler = vault.Vault.NewExtendedTagFiller(TimeProvider.System);
        var filling = Task.Run(() => filler.Turn(CancellationToken.None));
        for (var i = 41; i <= 80; i++)
        {
            await Store(vault, i, 1);
            await Store(vault, i - 40, 2);
            foreach (var keyword in new[] { "AcquisitionDate", "SliceThickness" })
                if (await TryCount(vault, keyword) is { } found) Assert.Equal(i, found);
        }
        await filling;
        await filler.Turn(CancellationToken.None);
        Assert.Equal(80, await TryCount(vault, "AcquisitionDate"));
        Assert.Equal(80, await TryCount(vault, "SliceThickness"));
        Assert.Equal(["7"], await Found(vault, "SliceThickness", "2.007"));
    }

    [Fact]
    public async Task A_filling_that_is_cut_off_anywhere_goes_on_where_it_stopped()
    {
        await using (var vault = await TestVault.Open(_folder.Path))
        {
            for (var i = 1; i <= 30; i++) await Store(vault, i, 1);
            await vault.Vault.SealAll(CancellationToken.None);
            await Add(vault, ("AcquisitionDate", "Series"));
        }
        var done = 0L;
        for (var round = 0; round < 200; round++)
        {
            await using var vault = await TestVault.Open(_folder.Path);
            using var filler = vault.Vault.NewExtendedTagFiller(TimeProvider.System);
            using var cut = new CancellationTokenSource(TimeSpan.FromMilliseconds(15 + (round * 5)));
            try
            {
                await filler.Turn(cut.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.True(cut.IsCancellationRequested);
            }
            await vault.Vault.Index.WaitUntilCaughtUp(CancellationToken.None);
            var state = (await vault.Vault.ReadStates(vault.Vault.ExtendedTags.Current.All, CancellationToken.None))[0];
            Assert.InRange(state.Done, done, 30);
            done = state.Done;
            if (!state.IsReady) continue;
            Assert.Equal(30, await TryCount(vault, "AcquisitionDate"));
            return;
        }
        Assert.Fail("It never ends.");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_reindex_and_a_lost_index_know_the_tags_and_fill_them_on_the_way(bool isLost)
    {
        await using (var vault = await TestVault.Open(_folder.Path))
        {
            for (var i = 1; i <= 6; i++) await Store(vault, i, 1);
            await vault.Vault.SealAll(CancellationToken.None);
            await Add(vault, ("AcquisitionDate", "Study"), ("SliceThickness", "Instance"), ("PatientPosition", "Series"));
            Assert.True(await vault.Vault.ExtendedTags.Remove(Tags.PatientPosition, CancellationToken.None));
        }
        if (isLost) Directory.Delete(Path.Combine(_folder.Path, "index"), recursive: true);
        else await VaultReindexer.Reindex(new VaultOptions { Folder = _folder.Path }, TimeProvider.System, NullLoggerFactory.Instance, null, CancellationToken.None);
        await using var again = await TestVault.Open(_folder.Path);
        Assert.Equal([Tags.AcquisitionDate, Tags.SliceThickness], again.Vault.ExtendedTags.Current.All.Select(tag => tag.Tag));
        Assert.Equal(6, await TryCount(again, "AcquisitionDate"));
        Assert.Equal(["4"], await Found(again, "SliceThickness", "1.004"));
        await Add(again, ("PatientPosition", "Series"));
        Assert.Equal(4, again.Vault.ExtendedTags.Current.Find(Tags.PatientPosition)!.Number); // the third number is not given again
    }

    [Fact]
    public async Task Values_outlive_the_merging_of_bundles_and_go_with_what_is_purged()
    {
        await using var vault = await TestVault.Open(_folder.Path);
        await Add(vault, ("AcquisitionDate", "Series"), ("SliceThickness", "Instance"));
        for (var i = 1; i <= 4; i++)
        {
            await Store(vault, 1, i);
            await vault.Vault.SealAll(CancellationToken.None);
        }
        Assert.Equal(4, await vault.Vault.Consolidate(CancellationToken.None));
        Assert.Equal(["1"], await Found(vault, "SliceThickness", "2.001"));
        var gone = (await vault.Entries())[1];
        Assert.Equal(1, await vault.Vault.Delete(Objects.Study(1), Objects.Series(1), gone.SopInstanceUid, "tester", "because", CancellationToken.None));
        await vault.Vault.Purge(gone.BundleId, new HashSet<long> { gone.ArrivalNumber }, "tester", "because", CancellationToken.None);
        Assert.Empty(await Found(vault, "SliceThickness", "2.001"));
        Assert.Equal(["1"], await Found(vault, "SliceThickness", "1.001"));
        await vault.Vault.Delete(Objects.Study(1), null, null, "tester", "because", CancellationToken.None);
        Assert.Equal(0, await vault.Vault.Index.Read(session => session.Number("SELECT COUNT(*) FROM extended_value"), CancellationToken.None));
    }

    [Fact]
    public async Task The_values_of_a_removed_tag_go_in_the_background()
    {
        await using var vault = await TestVault.Open(_folder.Path);
        await Add(vault, ("AcquisitionDate", "Series"), ("SliceThickness", "Instance"));
        for (var i = 1; i <= 50; i++) await Store(vault, i, 1);
        Assert.True(await vault.Vault.ExtendedTags.Remove(Tags.SliceThickness, CancellationToken.None));
        using var filler = vault.Vault.NewExtendedTagFiller(TimeProvider.System);
        await filler.Turn(CancellationToken.None);
        Assert.Equal(0, await vault.Vault.Index.Read(session => session.Number("SELECT COUNT(*) FROM extended_value WHERE tag_key = 2"), CancellationToken.None));
        Assert.Equal(50, await TryCount(vault, "AcquisitionDate"));
    }

    [Fact]
    public async Task A_tag_is_not_ready_while_the_index_lacks_an_object_that_was_acknowledged()
    {
        await using var vault = await TestVault.Open(_folder.Path);
        using (var other = new SqlSession(new Dialect().OpenWriter(Path.Combine(_folder.Path, "index"))))
        {
            other.Begin(); // holds the write lock: nothing comes into the index
            await Store(vault, 1, 1);
            await Add(vault, ("AcquisitionDate", "Series"));
            Assert.False(await IsReady(vault));
        }
        using var filler = vault.Vault.NewExtendedTagFiller(TimeProvider.System);
        await filler.Turn(CancellationToken.None);
        Assert.True(await IsReady(vault));
        Assert.Equal(1, await TryCount(vault, "AcquisitionDate"));
    }

    private static async Task<bool> IsReady(TestVault vault) => (await vault.Vault.ReadStates(vault.Vault.ExtendedTags.Current.All, CancellationToken.None))[0].IsReady;

    /// <summary>Instance <paramref name="instance"/> of the only series of a study.</summary>
    private static async Task Store(TestVault vault, int study, int instance)
    {
        var slice = Objects.Slice(instance, series: study, study: study).SetString(Tags.StudyID, $"{study}").SetString(Tags.AcquisitionDate, "20250607").SetString(Tags.SliceThickness, $"{instance}.{study:000}");
        Assert.IsType<StoreOutcome.Stored>(await vault.Store(slice));
    }

    private static async Task Add(TestVault vault, params (string Path, string Level)[] tags) => Assert.IsType<ExtendedTagOutcome.Added>(
        await vault.Vault.ExtendedTags.Add([.. tags.Select(tag => new ExtendedTagRequest(tag.Path, null, null, tag.Level))], "tester", 8, DateTimeOffset.UnixEpoch, CancellationToken.None));

    /// <summary>Studies that have any value; null when the search is refused for now.</summary>
    private static async Task<long?> TryCount(TestVault vault, string keyword)
    {
        Assert.True(DataDictionary.TryFindTag(keyword, out var tag));
        var keys = new DataSet().SetString(tag, keyword == "SliceThickness" ? "x" : "-20260101");
        if (keyword == "SliceThickness") keys.SetStrings(tag, [.. Enumerable.Range(1, 50).Select(i => $"1.{i:000}")]);
        try
        {
            var first = await vault.Vault.Query.Count(new QueryRequest(QueryLevel.Study, keys), CancellationToken.None);
            if (keyword != "SliceThickness") return first;
            keys.SetStrings(tag, [.. Enumerable.Range(51, 50).Select(i => $"1.{i:000}")]);
            return first + await vault.Vault.Query.Count(new QueryRequest(QueryLevel.Study, keys), CancellationToken.None);
        }
        catch (QueryException refused) when (refused.IsNotReady)
        {
            return null;
        }
    }

    private static async Task<List<string?>> Found(TestVault vault, string keyword, string value)
    {
        Assert.True(DataDictionary.TryFindTag(keyword, out var tag));
        var found = new List<string?>();
        var keys = new DataSet().SetString(tag, value).SetEmpty(Tags.StudyID);
        await foreach (var match in vault.Vault.Query.Find(new QueryRequest(QueryLevel.Study, keys), CancellationToken.None)) found.Add(match.GetString(Tags.StudyID));
        return found;
    }
}

using System.IO.Compression;
using System.Text.Json;
using Archive.Tests.Receive;
using Concord.Dicom.Encoding;
using Concord.Vault.Lifecycle;
using Concord.Vault.Receive;
using Microsoft.Extensions.Logging.Abstractions;

namespace Archive.Tests.Bundles;

public sealed class SealTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_sealed_bundle_opens_with_every_zip_tool_and_answers_as_before()
    {
        await using var vault = await TestVault.Open(_folder.Path);
        for (var i = 1; i <= 5; i++) await vault.Store(Objects.Slice(i, pixelBytes: 100_000));
        await vault.Store(Objects.Slice(2, pixelBytes: 100_000, fill: 9));
        var before = await vault.Entries();

        await vault.Vault.SealAll(CancellationToken.None);

        Assert.Equal(before, await vault.Entries());
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder.Path, "open")));
        var file = Assert.Single(BundlePaths());
        ZipTools.AssertSound(file);
        using var zip = ZipFile.OpenRead(file);
        Assert.Equal(
            [.. Enumerable.Range(1, 5).Select(i => $"{Objects.Instance(i)}.dcm"), $"aside/{Objects.Instance(2)}-6.dcm", "metadata.json.gz", "index.bin"],
            zip.Entries.Select(entry => entry.FullName));
        var row = Assert.Single(await vault.Vault.Index.FindBundles(Objects.Study(), Objects.Series(), CancellationToken.None));
        Assert.True(row.IsSealed);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(file))), row.Sha256);
        Assert.Equal(new FileInfo(file).Length, row.Bytes);
    }

    [Fact]
    public async Task Metadata_names_bulk_data_relative_to_the_series()
    {
        await using var vault = await TestVault.Open(_folder.Path);
        await vault.Store(Objects.Slice(1));
        await vault.Store(Objects.Slice(2));
        var bundle = (await vault.Entries())[0].BundleId;
        Assert.Null(await vault.Vault.Bundles.OpenMetadata(bundle, CancellationToken.None));
        await vault.Vault.SealAll(CancellationToken.None);

        await using (var gzip = await vault.Vault.Bundles.OpenMetadata(bundle, CancellationToken.None))
        {
            using var json = await JsonDocument.ParseAsync(new GZipStream(gzip!, CompressionMode.Decompress));
            Assert.Equal(2, json.RootElement.GetArrayLength());
            Assert.Equal($"instances/{Objects.Instance(1)}/bulkdata/7FE00010", json.RootElement[0].GetProperty("7FE00010").GetProperty("BulkDataURI").GetString());
            Assert.Equal("Test^Synthetic", json.RootElement[1].GetProperty("00100010").GetProperty("Value")[0].GetProperty("Alphabetic").GetString());
        }
        await vault.Vault.Delete(Objects.Study(), null, Objects.Instance(1), "test", "test", CancellationToken.None);
        Assert.Null(await vault.Vault.Bundles.OpenMetadata(bundle, CancellationToken.None));
    }

    [Fact]
    public async Task Late_objects_go_to_a_new_bundle_and_duplicates_of_sealed_ones_are_known()
    {
        await using (var vault = await TestVault.Open(_folder.Path))
        {
            for (var i = 1; i <= 3; i++) await vault.Store(Objects.Slice(i));
            await vault.Store(Objects.Slice(3, fill: 1));
            await vault.Vault.SealAll(CancellationToken.None);
            Assert.IsType<StoreOutcome.Stored>(await vault.Store(Objects.Slice(4)));
            Assert.IsType<StoreOutcome.AlreadyStored>(await vault.Store(Objects.Slice(2)));
            Assert.Equal(new StoreOutcome.KeptAside(4), await vault.Store(Objects.Slice(3, fill: 1)));
        }
        await using var again = await TestVault.Open(_folder.Path);
        Assert.IsType<StoreOutcome.AlreadyStored>(await again.Store(Objects.Slice(4)));
        Assert.IsType<StoreOutcome.AlreadyStored>(await again.Store(Objects.Slice(1)));
        Assert.Equal(4, (await again.Entries()).Count);
        Assert.Equal(2, BundlePaths().Length);
        await again.Vault.SealAll(CancellationToken.None);
        foreach (var path in BundlePaths()) ZipTools.AssertSound(path);
    }

    [Fact]
    public async Task Four_mammograms_too_large_for_memory_are_one_file()
    {
        await using var vault = await TestVault.Open(_folder.Path, options => options with { MaxObjectInMemoryBytes = 1 << 16 });
        for (var i = 1; i <= 4; i++) Assert.Equal(new StoreOutcome.Stored(i), await vault.Store(Objects.Slice(i, pixelBytes: 3 << 20)));
        Assert.Equal(4, Directory.GetFiles(Path.Combine(_folder.Path, "spool")).Length);
        var before = await vault.Entries();
        for (var i = 1; i <= 4; i++) Assert.Equal(Objects.Bytes(Objects.Slice(i, pixelBytes: 3 << 20)), vault.DataSetOf(before[i - 1]));
        using (var held = vault.Vault.Bundles.Open(before[0].BundleId, before[0].DataSetOffset, before[0].DataSetLength))
        {
            await vault.Vault.SealAll(CancellationToken.None);
            var bytes = new byte[held.Length];
            held.ReadExactly(bytes);
            Assert.Equal(Objects.Bytes(Objects.Slice(1, pixelBytes: 3 << 20)), bytes);
        }
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder.Path, "spool")));
        ZipTools.AssertSound(Assert.Single(BundlePaths()));
        var after = await vault.Entries();
        for (var i = 1; i <= 4; i++)
        {
            Assert.Equal(Objects.Bytes(Objects.Slice(i, pixelBytes: 3 << 20)), vault.DataSetOf(after[i - 1]));
            Assert.Equal(Objects.Bytes(Objects.Slice(i, pixelBytes: 3 << 20)), vault.DataSetOf(before[i - 1])); // entries that were handed out before
        }
    }

    [Fact]
    public async Task A_spooled_file_is_there_after_a_restart_and_is_not_stored_twice()
    {
        var file = Concord.Dicom.Files.Part10.ToArray(Objects.Slice(1, pixelBytes: 2_000_000), TransferSyntax.ExplicitVrLittleEndian);
        await using (var vault = await TestVault.Open(_folder.Path, options => options with { MaxObjectInMemoryBytes = 1 << 16 }))
            Assert.IsType<StoreOutcome.Stored>(await vault.Store(file, null));
        await using var again = await TestVault.Open(_folder.Path);
        Assert.Equal(Objects.Bytes(Objects.Slice(1, pixelBytes: 2_000_000)), again.DataSetOf(Assert.Single(await again.Entries())));
        Assert.IsType<StoreOutcome.AlreadyStored>(await again.Store(Objects.Slice(1, pixelBytes: 2_000_000)));
        await again.Vault.SealAll(CancellationToken.None);
        ZipTools.AssertSound(Assert.Single(BundlePaths()));
    }

    [Fact]
    public async Task A_deleted_instance_is_gone_after_restart_and_reindex_and_a_resend_is_stored_anew()
    {
        await using (var vault = await TestVault.Open(_folder.Path))
        {
            for (var i = 1; i <= 3; i++) await vault.Store(Objects.Slice(i));
            await vault.Vault.SealAll(CancellationToken.None);
            Assert.Equal(1, await vault.Vault.Delete(Objects.Study(), Objects.Series(), Objects.Instance(2), "test", "test", CancellationToken.None));
            Assert.Equal(0, await vault.Vault.Delete(Objects.Study(), Objects.Series(), Objects.Instance(2), "test", "test", CancellationToken.None));
            await AssertNumbers(vault, [1, 3]);
        }
        await using (var vault = await TestVault.Open(_folder.Path)) await AssertNumbers(vault, [1, 3]);
        await Reindex();
        await using (var vault = await TestVault.Open(_folder.Path))
        {
            await AssertNumbers(vault, [1, 3]);
            Assert.IsType<StoreOutcome.Stored>(await vault.Store(Objects.Slice(2)));
            await AssertNumbers(vault, [1, 3, 5]);
            Assert.Equal(1, await vault.Vault.Delete(Objects.Study(), Objects.Series(), Objects.Instance(2), "test", "test", CancellationToken.None));
            Assert.IsType<StoreOutcome.Stored>(await vault.Store(Objects.Slice(2)));
            await vault.Vault.SealAll(CancellationToken.None);
        }
        await Reindex();
        Assert.Empty(await Verify());
        await using (var vault = await TestVault.Open(_folder.Path)) await AssertNumbers(vault, [1, 3, 7]);
        foreach (var path in BundlePaths()) ZipTools.AssertSound(path);
    }

    [Fact]
    public async Task Reindex_gives_the_same_answers_after_conflicts_deletes_and_resends()
    {
        string before;
        await using (var vault = await TestVault.Open(_folder.Path))
        {
            for (var i = 1; i <= 4; i++) await vault.Store(Objects.Slice(i, series: 1 + (i % 2)));
            await vault.Store(Objects.Slice(2, fill: 3));
            await vault.Vault.SealAll(CancellationToken.None);
            await vault.Vault.Delete(Objects.Study(), Objects.Series(2), Objects.Instance(1, 2), "test", "test", CancellationToken.None);
            await vault.Store(Objects.Slice(1, series: 2));
            await vault.Store(Objects.Slice(4, fill: 3));
            before = await Answers(vault);
        }
        await Reindex();
        Assert.Empty(await Verify());
        await using var again = await TestVault.Open(_folder.Path);
        Assert.Equal(before, await Answers(again));
        Assert.Equal(new StoreOutcome.KeptAside(8), await again.Store(Objects.Slice(4, fill: 3)));
    }

    [Fact]
    public async Task An_index_that_is_lost_is_built_again_on_opening()
    {
        await using (var vault = await TestVault.Open(_folder.Path))
        {
            await vault.Store(Objects.Slice(1));
            await vault.Vault.SealAll(CancellationToken.None);
            await vault.Store(Objects.Slice(2));
            await vault.Vault.Delete(Objects.Study(), null, Objects.Instance(1), "test", "test", CancellationToken.None);
        }
        Directory.Delete(Path.Combine(_folder.Path, "index"), recursive: true);
        await using var again = await TestVault.Open(_folder.Path);
        await AssertNumbers(again, [2]);
        Assert.Equal(new StoreOutcome.Stored(4), await again.Store(Objects.Slice(3)));
    }

    [Fact]
    public async Task Verify_finds_a_flipped_byte_anywhere_in_a_sealed_bundle()
    {
        await using (var vault = await TestVault.Open(_folder.Path))
        {
            await vault.Store(Objects.Slice(1));
            await vault.Store(Objects.Slice(2));
            await vault.Vault.SealAll(CancellationToken.None);
        }
        Assert.Empty(await Verify());
        var path = Assert.Single(BundlePaths());
        var length = new FileInfo(path).Length;
        for (var at = 0L; at < length; at += 97)
        {
            Flip(path, at);
            Assert.NotEmpty(await Verify());
            Flip(path, at);
        }
        Assert.Empty(await Verify());
    }

    [Fact]
    public async Task Idle_bundles_are_sealed_by_themselves()
    {
        var time = new ManualTime();
        await using var vault = await TestVault.Open(_folder.Path, options => options with { SealAfterSeconds = 30 }, time: time);
        await vault.Store(Objects.Slice(1));
        var bundle = (await vault.Entries())[0].BundleId;
        for (var i = 0; i < 40 && await vault.Vault.Bundles.OpenMetadata(bundle, CancellationToken.None) is null; i++)
        {
            time.Advance(TimeSpan.FromSeconds(i < 3 ? 7.5 : 10));
            await Task.Delay(50);
            if (i < 2) Assert.Null(await vault.Vault.Bundles.OpenMetadata(bundle, CancellationToken.None));
        }
        await using var metadata = await vault.Vault.Bundles.OpenMetadata(bundle, CancellationToken.None);
        Assert.NotNull(metadata);
    }

    private static void Flip(string path, long at)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        var one = new byte[1];
        RandomAccess.Read(file, one, at);
        one[0] ^= 0x10;
        RandomAccess.Write(file, one, at);
    }

    private static async Task<string> Answers(TestVault vault)
    {
        var lines = new List<string>();
        foreach (var series in new[] { 1, 2 })
        {
            lines.AddRange((await vault.Entries(series)).Select(entry => entry.ToString()));
            lines.AddRange((await vault.Vault.Index.FindBundles(Objects.Study(), Objects.Series(series), CancellationToken.None)).Select(row => row.ToString()));
        }
        return string.Join('\n', lines);
    }

    private static async Task AssertNumbers(TestVault vault, long[] numbers) => Assert.Equal(numbers, (await vault.Entries()).ConvertAll(entry => entry.ArrivalNumber));

    private string[] BundlePaths() => Directory.GetFiles(Path.Combine(_folder.Path, "bundles"), "*.zip", SearchOption.AllDirectories);

    private Task Reindex() => VaultReindexer.Reindex(new VaultOptions { Folder = _folder.Path }, TimeProvider.System, NullLoggerFactory.Instance, null, CancellationToken.None);

    private async Task<List<VerifyFinding>> Verify()
    {
        var findings = new List<VerifyFinding>();
        await foreach (var finding in VaultVerifier.Verify(new VaultOptions { Folder = _folder.Path }, TimeProvider.System, NullLoggerFactory.Instance, null, CancellationToken.None))
            findings.Add(finding);
        return findings;
    }
}

using Archive.Tests.Receive;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Vault.Bundles;
using Concord.Vault.Compression;
using Concord.Vault.Lifecycle;
using Concord.Vault.Receive;
using Microsoft.Extensions.Logging.Abstractions;

namespace Archive.Tests.Compression;

/// <summary>Objects that are compressed at rest are given back as they came: to who looked them up before, after, over restarts, reindexing, purging and putting together.</summary>
public sealed class CompressionTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TestFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Objects_are_given_back_as_they_came()
    {
        await using var vault = await Filled(3);
        var before = await Originals(vault);
        var done = await Compress(vault);
        Assert.Equal((1, 3), (done.Bundles, (int)done.Objects));
        var entries = await vault.Entries();
        Assert.All(entries, entry => Assert.Equal(TestCompressor.Kept.Uid, entry.TransferSyntax.Uid));
        Assert.All(entries, entry => Assert.Equal(before[entry.ArrivalNumber], PartTenOf(vault, Came(vault, entry))));
        Assert.All(entries, entry => Assert.Equal(TransferSyntax.ExplicitVrLittleEndian.Uid, Came(vault, entry).TransferSyntax.Uid));
        Assert.Equal(0, (await Compress(vault)).Bundles);
        await Verified(vault);
    }

    [Fact]
    public async Task Who_looked_them_up_before_reads_them_as_they_were()
    {
        await using var vault = await Filled(3);
        var (before, looked) = (await Originals(vault), await vault.Entries());
        var open = vault.Vault.Bundles.Open(looked[0].BundleId, looked[0].PartTenOffset, looked[0].PartTenLength);
        await Compress(vault);
        Assert.All(looked, entry => Assert.Equal(before[entry.ArrivalNumber], PartTenOf(vault, entry)));
        foreach (var entry in looked)
        {
            Assert.True(await vault.Vault.Bundles.IsSound(entry, None));
            var table = (await vault.Vault.Bundles.ReadFrameTable(entry, None))!;
            Assert.False(table.IsEncapsulated);
            await using var pixels = vault.Vault.Bundles.Open(entry.BundleId, table.PixelData.Offset, table.PixelData.Length);
            var bytes = new byte[pixels.Length];
            await pixels.ReadExactlyAsync(bytes);
            Assert.Equal(Objects.Slice((int)entry.ArrivalNumber)[Tags.PixelData].Value.ToArray(), bytes);
        }
        var first = new byte[looked[0].PartTenLength];
        await open.ReadExactlyAsync(first);
        Assert.Equal(before[looked[0].ArrivalNumber], first);
        await open.DisposeAsync();
    }

    [Fact]
    public async Task Entries_of_originals_are_read_on_over_further_replacements()
    {
        await using var vault = await Filled(3);
        var before = await Originals(vault);
        await Compress(vault);
        var came = (await vault.Entries()).ConvertAll(entry => Came(vault, entry));
        var lying = await vault.Entries();
        var lay = lying.ToDictionary(entry => entry.ArrivalNumber, entry => PartTenOf(vault, entry));
        await Delete(vault, 1);
        await vault.Vault.Purge(came[0].BundleId, new HashSet<long> { came[0].ArrivalNumber }, "tester", "because", None);
        Assert.All(came.Skip(1), entry => Assert.Equal(before[entry.ArrivalNumber], PartTenOf(vault, entry)));
        Assert.All(lying.Skip(1), entry => Assert.Equal(lay[entry.ArrivalNumber], PartTenOf(vault, entry)));
        Assert.Throws<FileNotFoundException>(() => PartTenOf(vault, came[0]));
        await Verified(vault);
    }

    [Fact]
    public async Task A_purge_names_what_came()
    {
        await using var vault = await Filled(2);
        var before = await Originals(vault);
        await Compress(vault);
        await Delete(vault, 1);
        var entry = (await vault.Entries()).Single();
        var told = await vault.Vault.Purge(entry.BundleId, new HashSet<long> { 1 }, "tester", "because", None);
        Assert.Equal((before[1].Length, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(before[1]))), ((int)told.Purged.Single().Bytes, told.Purged.Single().Sha256));
    }

    [Fact]
    public async Task Bundles_put_together_give_them_back()
    {
        await using var vault = await TestVault.Open(_data.Path, options => options with { ConsolidateFrom = 2 });
        for (var i = 1; i <= 4; i++)
        {
            await vault.Store(Objects.Slice(i));
            await vault.Vault.SealAll(None);
        }
        var before = await Originals(vault);
        await Compress(vault);
        Assert.Equal(4, (await vault.Entries()).Select(entry => entry.BundleId).Distinct().Count());
        Assert.Equal(4, await vault.Vault.Consolidate(None));
        var entries = await vault.Entries();
        Assert.Single(entries.Select(entry => entry.BundleId).Distinct());
        Assert.All(entries, entry => Assert.Equal(before[entry.ArrivalNumber], PartTenOf(vault, Came(vault, entry))));
        await Verified(vault);
    }

    [Fact]
    public async Task A_restart_and_a_reindex_change_nothing()
    {
        Dictionary<long, byte[]> before;
        string rows;
        await using (var vault = await Filled(3))
        {
            before = await Originals(vault);
            await Compress(vault);
            await Delete(vault, 2);
            rows = await Faults.IndexDump.Of(vault.Vault.Index);
        }
        var options = new VaultOptions { Folder = _data.Path, SealAfterSeconds = 3600 };
        await VaultReindexer.Reindex(options, TimeProvider.System, NullLoggerFactory.Instance, null, None);
        await using var again = await TestVault.Open(_data.Path);
        Assert.Equal(rows, await Faults.IndexDump.Of(again.Vault.Index));
        var entries = await again.Entries();
        Assert.Equal(2, entries.Count);
        Assert.All(entries, entry => Assert.Equal(before[entry.ArrivalNumber], PartTenOf(again, Came(again, entry))));
    }

    [Fact]
    public async Task What_comes_again_is_stored_already()
    {
        await using var vault = await Filled(2);
        await Compress(vault);
        Assert.IsType<StoreOutcome.AlreadyStored>(await vault.Store(Objects.Slice(1)));
        Assert.IsType<StoreOutcome.AlreadyStored>(await vault.Store(Objects.Slice(1), TransferSyntax.ImplicitVrLittleEndian));
        Assert.IsType<StoreOutcome.KeptAside>(await vault.Store(Objects.Slice(1, fill: 9)));
        var kept = (await vault.Entries()).First(entry => entry.SopInstanceUid == Objects.Instance(2));
        var asKept = new byte[kept.DataSetLength];
        await using (var stream = vault.Vault.Bundles.Open(kept.BundleId, kept.DataSetOffset, kept.DataSetLength)) await stream.ReadExactlyAsync(asKept);
        Assert.IsType<StoreOutcome.AlreadyStored>(await vault.Store(asKept, TestCompressor.Kept));
        Assert.IsType<StoreOutcome.Stored>(await vault.Store(Objects.Slice(3)));
    }

    [Fact]
    public async Task What_is_not_given_back_identical_stays_as_it_came()
    {
        var liar = new TestCompressor { GivesBack = original => [.. original[..^1], (byte)(original[^1] ^ 1)] };
        await using var vault = await Filled(2, liar);
        var (entries, files) = (await vault.Entries(), BundleFiles());
        var done = await Compress(vault);
        Assert.Equal((0, 0L, 2), (done.Bundles, done.Objects, done.Refused["not-identical"]));
        Assert.Equal(entries, await vault.Entries());
        Assert.Equal(files, BundleFiles());
        Assert.Empty(Directory.GetFiles(Path.Combine(_data.Path, "open")));
    }

    [Fact]
    public async Task Of_a_bundle_only_what_is_taken_is_compressed()
    {
        var choosy = new TestCompressor { Refuses = dataSet => dataSet.GetInt(Tags.InstanceNumber) == 2 ? "codec" : null };
        await using var vault = await Filled(3, choosy);
        await vault.Store(Objects.Slice(1, fill: 7)); // kept aside, in another bundle of the series
        await vault.Vault.SealAll(None);
        var before = await Originals(vault);
        var done = await Compress(vault);
        Assert.Equal((1, 2L, 1), (done.Bundles, done.Objects, done.Refused["codec"]));
        var entries = await vault.Entries();
        Assert.Equal([true, false, true], entries.Select(entry => vault.Vault.Bundles.OriginalOf(entry) is not null));
        Assert.All(entries, entry => Assert.Equal(before[entry.ArrivalNumber], PartTenOf(vault, vault.Vault.Bundles.OriginalOf(entry) ?? entry)));
        await Verified(vault);
    }

    [Fact]
    public async Task Without_codecs_nothing_is_lost()
    {
        var compressor = new TestCompressor();
        await using var vault = await Filled(2, compressor);
        compressor.IsAway = true;
        await Assert.ThrowsAsync<CompressorUnavailableException>(() => Compress(vault));
        Assert.Empty(Directory.GetFiles(Path.Combine(_data.Path, "open")));
        compressor.IsAway = false;
        var before = await Originals(vault);
        await Compress(vault);
        compressor.IsAway = true;
        var entry = (await vault.Entries())[0];
        Assert.Throws<CompressorUnavailableException>(() => PartTenOf(vault, Came(vault, entry)));
        Assert.IsType<StoreOutcome.Refused>(await vault.Store(Objects.Slice(1))); // nobody can tell whether it is the same
        compressor.IsAway = false;
        Assert.Equal(before[entry.ArrivalNumber], PartTenOf(vault, Came(vault, entry)));
    }

    [Fact]
    public async Task A_damaged_recipe_is_an_error_and_a_finding()
    {
        await using var vault = await Filled(2);
        await Compress(vault);
        var path = Directory.GetFiles(Path.Combine(_data.Path, "bundles"), "*.zip", SearchOption.AllDirectories).Single();
        var bytes = await File.ReadAllBytesAsync(path);
        var at = bytes.AsSpan().IndexOf("recipes.bin"u8) + "recipes.bin".Length;
        bytes[at + 20] ^= 0x55;
        await using (var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.Position = at + 20;
            file.WriteByte(bytes[at + 20]);
        }
        var entry = (await vault.Entries())[0];
        Assert.Contains("gives an original back", Assert.ThrowsAny<IOException>(() => PartTenOf(vault, Came(vault, entry))).Message, StringComparison.Ordinal);
        Assert.True(await vault.Vault.Bundles.IsSound(entry, None)); // the object that is kept is whole
        await vault.DisposeAsync();
        var findings = new List<string>();
        await foreach (var finding in VaultVerifier.Verify(new VaultOptions { Folder = _data.Path }, TimeProvider.System, NullLoggerFactory.Instance, null, None)) findings.Add(finding.Message);
        Assert.Contains(findings, finding => finding.Contains("gives the original back", StringComparison.Ordinal));
    }

    private async Task<TestVault> Filled(int slices, TestCompressor? compressor = null)
    {
        var vault = await TestVault.Open(_data.Path, compressor: compressor);
        for (var i = 1; i <= slices; i++) Assert.IsType<StoreOutcome.Stored>(await vault.Store(Objects.Slice(i)));
        await vault.Vault.SealAll(None);
        return vault;
    }

    private static async Task<CompressionResult> Compress(TestVault vault)
    {
        using var compressor = vault.Vault.NewCompressor(new CompressionOptions(), TimeProvider.System);
        return await compressor.CompressNow(Objects.Study(), null, None);
    }

    private static BundleEntry Came(TestVault vault, BundleEntry entry) => vault.Vault.Bundles.OriginalOf(entry) ?? throw new InvalidOperationException("It is not compressed.");

    private static async Task<Dictionary<long, byte[]>> Originals(TestVault vault) => (await vault.Entries()).ToDictionary(entry => entry.ArrivalNumber, entry => PartTenOf(vault, entry));

    private static byte[] PartTenOf(TestVault vault, BundleEntry entry)
    {
        using var stream = vault.Vault.Bundles.Open(entry.BundleId, entry.PartTenOffset, entry.PartTenLength);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static Task Delete(TestVault vault, int instance) => vault.Vault.Delete(Objects.Study(), Objects.Series(), Objects.Instance(instance), "tester", "because", None);

    private async Task Verified(TestVault vault)
    {
        await vault.DisposeAsync();
        await foreach (var finding in VaultVerifier.Verify(new VaultOptions { Folder = _data.Path }, TimeProvider.System, NullLoggerFactory.Instance, null, None)) Assert.Fail(finding.Message);
    }

    private List<string> BundleFiles() => [.. Directory.GetFiles(Path.Combine(_data.Path, "bundles"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}

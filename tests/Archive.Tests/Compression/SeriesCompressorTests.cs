using Archive.Tests.Bundles;
using Archive.Tests.Receive;
using Concord.Dicom.Dictionary;
using Concord.Vault.Compression;
using Concord.Vault.Integrity;

namespace Archive.Tests.Compression;

/// <summary>When a series is compressed, and which.</summary>
public sealed class SeriesCompressorTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TestFolder _data = new();
    private readonly ManualTime _time = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task A_series_waits_until_nothing_came_to_it_for_a_while()
    {
        await using var vault = await TestVault.Open(_data.Path, time: _time);
        await StoreAndSeal(vault, 1, at: _time.GetUtcNow());
        using var compressor = vault.Vault.NewCompressor(new(), _time);
        Assert.Equal(0, (await compressor.Pass(TimeSpan.FromHours(24), None)).Bundles);
        _time.Advance(TimeSpan.FromHours(23));
        await StoreAndSeal(vault, 2, at: _time.GetUtcNow());
        _time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(0, (await compressor.Pass(TimeSpan.FromHours(24), None)).Bundles); // the first bundle is quiet, its series is not
        _time.Advance(TimeSpan.FromHours(23));
        Assert.Equal(2, (await compressor.Pass(TimeSpan.FromHours(24), None)).Bundles);
        Assert.All(await vault.Entries(), entry => Assert.NotNull(vault.Vault.Bundles.OriginalOf(entry)));
    }

    [Fact]
    public async Task What_was_looked_at_is_not_looked_at_again_until_the_policy_changes()
    {
        var looks = 0;
        var compressor = new TestCompressor
        {
            Refuses = _ =>
            {
                looks++;
                return "codec";
            },
        };
        await using (var vault = await TestVault.Open(_data.Path, compressor: compressor))
        {
            await StoreAndSeal(vault, 1);
            using var first = vault.Vault.NewCompressor(new(), TimeProvider.System);
            await first.CompressNow(None);
            await first.CompressNow(None);
            Assert.Equal(1, looks);
        }
        await using var again = await TestVault.Open(_data.Path, compressor: compressor);
        using (var second = again.Vault.NewCompressor(new() { AfterHours = 1 }, TimeProvider.System)) await second.CompressNow(None);
        Assert.Equal(1, looks);
        using var third = again.Vault.NewCompressor(new() { Modalities = ["CT", "US"] }, TimeProvider.System);
        await third.CompressNow(None);
        Assert.Equal(2, looks);
        await third.CompressNow(Objects.Study(), Objects.Series(), None); // who names it means it
        Assert.Equal(3, looks);
    }

    [Theory]
    [InlineData("CT", "", true)]
    [InlineData("US", "", false)]
    [InlineData("US", "MODALITY=On", true)]
    [InlineData("CT", "MODALITY=Off", false)]
    [InlineData("CT", "OTHER=Off", true)]
    public async Task Modality_and_source_decide(string modality, string source, bool isTaken)
    {
        await using var vault = await TestVault.Open(_data.Path);
        await vault.Store(Objects.Slice(1).SetString(Tags.Modality, modality));
        await vault.Vault.SealAll(None);
        using var compressor = vault.Vault.NewCompressor(new() { Sources = source.Length == 0 ? [] : [source] }, TimeProvider.System);
        Assert.Equal(isTaken ? 1 : 0, (await compressor.CompressNow(None)).Objects);
    }

    [Fact]
    public async Task What_is_too_large_stays_as_it_came()
    {
        await using var vault = await TestVault.Open(_data.Path);
        await vault.Store(Objects.Slice(1, pixelBytes: 1 << 17));
        await StoreAndSeal(vault, 2);
        using var compressor = vault.Vault.NewCompressor(new() { MaxObjectBytes = 1 << 16 }, TimeProvider.System);
        var done = await compressor.CompressNow(None);
        Assert.Equal((1L, 1), (done.Objects, done.Refused["too-large"]));
    }

    [Fact]
    public async Task A_damaged_bundle_is_a_finding_and_stays()
    {
        await using var vault = await TestVault.Open(_data.Path);
        await StoreAndSeal(vault, 1);
        var entry = (await vault.Entries()).Single();
        var path = Directory.GetFiles(Path.Combine(_data.Path, "bundles"), "*.zip", SearchOption.AllDirectories).Single();
        await using (var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
        {
            file.Position = entry.PartTenOffset + entry.PartTenLength - 4;
            file.Write([9, 9, 9]);
        }
        using var compressor = vault.Vault.NewCompressor(new(), TimeProvider.System);
        Assert.Equal(0, (await compressor.CompressNow(None)).Bundles);
        Assert.Equal(BundleFault.Mismatch, vault.Vault.Findings.ListOpen().Single().Fault);
        Assert.Equal(entry, (await vault.Entries()).Single());
    }

    [Fact]
    public void A_wrong_source_is_said_in_one_line()
    {
        Assert.Null(new CompressionOptions { Sources = ["CT1=Off", "US2=On"] }.FindFault());
        Assert.Contains("CT1", new CompressionOptions { Sources = ["CT1"] }.FindFault(), StringComparison.Ordinal);
    }

    private static async Task StoreAndSeal(TestVault vault, int instance, DateTimeOffset? at = null)
    {
        await vault.Store(Objects.Slice(instance), origin: at is { } time ? Objects.Origin with { At = time } : null);
        await vault.Vault.SealAll(None);
    }
}

using Archive.Tests.Bundles;
using Archive.Tests.Receive;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Vault.Blobs;
using Concord.Vault.Compression;
using Concord.Vault.Lifecycle;
using Concord.Vault.Receive;
using Microsoft.Extensions.Logging.Abstractions;

namespace Archive.Tests.Lifecycle;

/// <summary>The process dies, or power goes, before each single step of rewriting bundles: nothing is lost, nothing is there twice, what is purged stays gone, no file is left over.</summary>
public sealed class RewriteKillTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    private static readonly int Parts = Environment.GetEnvironmentVariable("CONCORD_ALL") == "1" ? 6 : 31;

    /// <summary>All parts, or the first alone.</summary>
    public static TheoryData<bool, int> Walks
    {
        get
        {
            var data = new TheoryData<bool, int>();
            for (var part = 0; part < (Parts == 6 ? Parts : 1); part++)
                foreach (var losesPower in new[] { false, true }) data.Add(losesPower, part);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Walks))]
    public async Task Stopped_before_any_step_all_is_there_once_and_what_was_purged_is_nowhere(bool losesPower, int part)
    {
        var whole = new Scenario();
        using (var counting = new TestFolder()) await whole.Play(counting.Path, int.MaxValue);
        Assert.True(whole.Steps > 60, $"only {whole.Steps} steps");
        for (var step = 1 + part; step <= whole.Steps; step += Parts)
        {
            using var folder = new TestFolder();
            using var found = new TestFolder();
            var scenario = new Scenario { Power = losesPower ? new PowerLoss(folder.Path) : null };
            await scenario.Play(folder.Path, step);
            scenario.Power?.Restore(found.Path);
            await scenario.Check(losesPower ? found.Path : folder.Path, step);
        }
    }

    /// <summary>Six small bundles put together and compressed at rest, one object purged from what they became, more arriving, put together again, compressed.</summary>
    private sealed class Scenario
    {
        private readonly Dictionary<Uid, byte[]> _promised = [];
        private readonly List<byte[]> _gone = [];
        private readonly List<string> _history = [];
        private int _dieAt;
        private int _steps;

        public int Steps => _steps;

        public PowerLoss? Power { get; init; }

        public async Task Play(string folder, int dieAt)
        {
            _dieAt = int.MaxValue;
            await using (var first = await TestVault.Open(folder, beforeStep: BeforeStep))
            {
                for (var i = 1; i <= 6; i++) await StoreAlone(first, Objects.Slice(i));
                await first.Vault.Delete(Objects.Study(), null, Objects.Instance(2), "one", "", None);
            }
            _promised.Remove(Objects.Instance(2), out var doomed);
            Power?.Start();
            (_steps, _dieAt) = (0, dieAt);
            try
            {
                await using var vault = await TestVault.Open(folder, beforeStep: BeforeStep);
                await Consolidate(vault, 6);
                await Compress(vault, 6);
                var bundle = (await vault.Entries())[0].BundleId;
                if (bundle > 6) await vault.Vault.Purge(bundle, new HashSet<long> { 2 }, "two", "", None);
                if (Steps < dieAt) _gone.Add(doomed!);
                _promised.Remove(Objects.Instance(3)); // from here on it may be gone, or not
                await vault.Vault.Delete(Objects.Study(), null, Objects.Instance(3), "one", "", None);
                for (var i = 11; i <= 14; i++) await StoreAlone(vault, Objects.Slice(i));
                await Consolidate(vault, 4);
                await Compress(vault, 4);
            }
            catch (Exception error) when (error is IOException or VaultException or ArgumentException)
            {
                Assert.True(Steps >= dieAt, error.ToString());
            }
        }

        public async Task Check(string folder, int step)
        {
            string answers;
            await using (var vault = await TestVault.Open(folder))
            {
                var seen = (await vault.Entries()).ToDictionary(entry => entry.SopInstanceUid, vault.CameAs); // a UID that is there twice throws
                foreach (var (uid, bytes) in _promised)
                    Assert.True(seen.TryGetValue(uid, out var there) && there.AsSpan().SequenceEqual(bytes), $"step {step}: {uid} is lost\n{string.Join('\n', _history)}");
                Assert.DoesNotContain(Objects.Instance(2), seen.Keys);
                await vault.Vault.SealAll(None);
                var orphans = await vault.Vault.SweepOrphans(None);
                Assert.True(orphans.Adopted == 0, $"step {step}: {orphans}\n{string.Join('\n', _history)}");
                var ids = new HashSet<string>();
                await foreach (var row in vault.Vault.Index.ListBundles(None)) ids.Add($"{row.BundleId:D10}.zip");
                Assert.Equal(ids.Order(), Files(folder).Select(path => Path.GetFileName(path)).Order());
                Assert.Empty(Directory.GetFiles(Path.Combine(folder, "open")));
                Assert.Empty(Directory.GetFiles(Path.Combine(folder, "aside")));
                answers = await Answers.Of(vault);
                Assert.Equal(0, vault.Vault.Index.SetAsideCount);
            }
            foreach (var path in Files(folder))
            {
                ZipTools.AssertReadable(path);
                foreach (var gone in _gone) Assert.Equal(-1, (await File.ReadAllBytesAsync(path)).AsSpan().IndexOf(gone));
            }
            await foreach (var finding in VaultVerifier.Verify(new VaultOptions { Folder = folder }, TimeProvider.System, NullLoggerFactory.Instance, null, None))
                Assert.Fail($"step {step}: {finding.Message}\n{string.Join('\n', _history)}");
            await VaultReindexer.Reindex(new VaultOptions { Folder = folder }, TimeProvider.System, NullLoggerFactory.Instance, null, None);
            await using var again = await TestVault.Open(folder);
            Assert.Equal(answers, await Answers.Of(again));
        }

        private async Task Consolidate(TestVault vault, int expected)
        {
            var replaced = await vault.Vault.Consolidate(None);
            Assert.True(replaced == expected || Steps >= _dieAt, $"{replaced} bundles replaced");
        }

        private async Task Compress(TestVault vault, int expected)
        {
            using var compressor = vault.Vault.NewCompressor(new CompressionOptions(), TimeProvider.System);
            var done = await compressor.CompressNow(Objects.Study(), null, None);
            Assert.True(done.Objects == expected || Steps >= _dieAt, $"{done} compressed");
        }

        private void BeforeStep(DiskStep step, string path)
        {
            if (_dieAt != int.MaxValue) _history.Add($"{step} {path}");
            if (Interlocked.Increment(ref _steps) >= _dieAt) throw new IOException("The process is gone.");
            if (_dieAt != int.MaxValue) Power?.Note(step, path);
        }

        private async Task StoreAlone(TestVault vault, DataSet slice)
        {
            var bytes = Objects.Bytes(slice);
            if (await vault.Store(bytes, TransferSyntax.ExplicitVrLittleEndian) is not StoreOutcome.Stored) throw new IOException("The process is gone.");
            _promised[slice.GetUid(Tags.SOPInstanceUID)!.Value] = bytes;
            await vault.Vault.SealAll(None);
        }

        private static string[] Files(string folder) => Directory.GetFiles(Path.Combine(folder, "bundles"), "*", SearchOption.AllDirectories);
    }
}

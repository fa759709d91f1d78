using Archive.Tests.Bundles;
using Archive.Tests.Cli;
using Archive.Tests.Index;
using Archive.Tests.Integrity;
using Archive.Tests.Receive;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Vault.Blobs;
using Concord.Vault.Changes;
using Concord.Vault.Integrity;
using Concord.Vault.Lifecycle;
using Concord.Vault.Receive;
using Concord.Vault.Retrieve;
using Microsoft.Extensions.Logging.Abstractions;

namespace Archive.Tests.Lifecycle;

/// <summary>Series that came in many small pieces become one bundle, and nobody who asks sees a difference.</summary>
public sealed class ConsolidationTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_ultrasound_of_an_hour_becomes_one_bundle_and_every_answer_stays()
    {
        string before;
        await using (var vault = await TestVault.Open(_folder.Path))
        {
            await Ultrasound(vault, pieces: 12);
            before = await Answers.Of(vault);
            var feed = await new ChangeFeed(vault.Vault.Index).Read(0, 1000, None);
            Assert.Equal(14, await vault.Vault.Consolidate(None)); // with the bundles in which a deleted one came again, and one kept aside
            Assert.Equal(before, await Answers.Of(vault));
            var changes = await new ChangeFeed(vault.Vault.Index).Read(0, 1000, None);
            Assert.Equal(feed, changes.Take(feed.Count));
            Assert.Equal(("replaced", Objects.Study(), Objects.Series(), "Concord"), (changes[^1].Kind, changes[^1].StudyInstanceUid, changes[^1].SeriesInstanceUid, changes[^1].Who));
            Assert.Equal(feed.Count + 1, changes.Count);
            Assert.Equal(0, await vault.Vault.Consolidate(None));
            Assert.IsType<StoreOutcome.AlreadyStored>(await vault.Store(Clip(3)));
            Assert.IsType<StoreOutcome.KeptAside>(await vault.Store(Clip(3, fill: 78)));
        }
        var file = Files().First();
        ZipTools.AssertSound(file);
        await AssertDcmtkReads(file, instances: 24);
        await AssertVerified();
        await using (var again = await TestVault.Open(_folder.Path)) Assert.Equal(before, await Answers.Of(again));
        await VaultReindexer.Reindex(new VaultOptions { Folder = _folder.Path }, TimeProvider.System, NullLoggerFactory.Instance, null, None);
        await using var reindexed = await TestVault.Open(_folder.Path);
        Assert.Equal(before, await Answers.Of(reindexed));
    }

    [Fact]
    public async Task An_index_made_anew_has_the_rows_that_it_had()
    {
        string rows;
        await using (var vault = await TestVault.Open(_folder.Path))
        {
            await Ultrasound(vault, pieces: 6);
            await vault.Vault.Consolidate(None);
            var entries = await vault.Entries();
            await vault.Vault.Delete(Objects.Study(), null, entries[0].SopInstanceUid, "one", "", None);
            await vault.Vault.Purge(entries[0].BundleId, new HashSet<long> { entries[0].ArrivalNumber }, "two", "", None);
            for (var i = 0; i < 4; i++)
            {
                await vault.Store(Clip(100 + i));
                await vault.Vault.SealAll(None);
            }
            await vault.Vault.Consolidate(None);
            await vault.Vault.Index.WaitUntilCaughtUp(None);
            rows = await Rows(vault);
        }
        await VaultReindexer.Reindex(new VaultOptions { Folder = _folder.Path }, TimeProvider.System, NullLoggerFactory.Instance, null, None);
        await using var again = await TestVault.Open(_folder.Path);
        Assert.Equal(rows, await Rows(again));
    }

    [Fact]
    public async Task Who_reads_meanwhile_reads_on()
    {
        await using var vault = await TestVault.Open(_folder.Path);
        await Ultrasound(vault, pieces: 6);
        var retrieve = new VaultRetrieve(vault.Vault.Index, vault.Vault.Bundles);
        var expected = (await retrieve.Find(Objects.Study(), null, null, None)).ToDictionary(entry => entry.ArrivalNumber, vault.DataSetOf);
        var early = await vault.Entries();
        using var opened = vault.Vault.Bundles.Open(early[0].BundleId, early[0].DataSetOffset, early[0].DataSetLength);
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(() => ReadOn(vault, retrieve, expected, stop.Token))).ToList();
        for (var round = 0; round < 2; round++)
        {
            Assert.True(await vault.Vault.Consolidate(None) >= 4);
            for (var i = 0; i < 5; i++)
            {
                await vault.Store(Clip(1000 + (100 * round) + i, series: 2));
                await vault.Vault.SealAll(None);
            }
            Assert.True(await vault.Vault.Consolidate(None) >= 4);
            var entries = await vault.Entries();
            await vault.Vault.Replace([.. entries.Select(entry => entry.BundleId).Distinct()], new HashSet<long>(), "test", "again", None);
            for (var i = 0; i < 4; i++)
            {
                await vault.Store(Clip(2000 + (10 * round) + i, series: 3));
                await vault.Vault.SealAll(None);
            }
        }
        await stop.CancelAsync();
        Assert.All(await Task.WhenAll(readers), rounds => Assert.True(rounds > 0));
        var bytes = new byte[early[0].DataSetLength];
        opened.ReadExactly(bytes);
        Assert.Equal(expected[early[0].ArrivalNumber], bytes);
        Assert.All(early, entry => Assert.Equal(expected[entry.ArrivalNumber], vault.DataSetOf(entry))); // looked up before all of it
        foreach (var entry in early) Assert.True(await vault.Vault.Bundles.IsSound(entry, None));
    }

    [Fact]
    public async Task What_is_deleted_while_it_is_copied_stays_deleted()
    {
        var doomed = Objects.Instance(3);
        Func<Task>? meanwhile = null;
        await using (var vault = await TestVault.Open(_folder.Path, beforeStep: (step, path) =>
        {
#pragma warning disable VSTHRD002 // the copy is to wait
            if (step == DiskStep.Write && path.EndsWith(".new", StringComparison.Ordinal) && Interlocked.Exchange(ref meanwhile, null) is { } delete) delete().Wait();
#pragma warning restore VSTHRD002
        }))
        {
            await Pieces(vault, 5);
            meanwhile = () => vault.Vault.Delete(Objects.Study(), null, doomed, "one", "", None);
            Assert.Equal(5, await vault.Vault.Consolidate(None));
            Assert.Null(meanwhile);
            Assert.DoesNotContain(await vault.Entries(), entry => entry.SopInstanceUid == doomed);
            Assert.Equal(4, (await vault.Entries()).Count);
            Assert.IsType<StoreOutcome.Stored>(await vault.Store(Clip(3)));
        }
        await using var again = await TestVault.Open(_folder.Path);
        Assert.Equal(5, (await again.Entries()).Count);
    }

    [Fact]
    public async Task A_bundle_that_is_not_what_was_sealed_is_left_alone_and_is_a_finding()
    {
        await using var vault = await TestVault.Open(_folder.Path);
        await Pieces(vault, 5);
        var entry = (await vault.Entries())[2];
        Flip(Path.Combine(_folder.Path, "bundles", "00000", $"{entry.BundleId:D10}.zip"), entry.DataSetOffset + entry.DataSetLength - 10);
        Assert.Equal(0, await vault.Vault.Consolidate(None));
        Assert.Equal((entry.BundleId, BundleFault.Mismatch), (Assert.Single(vault.Vault.Findings.ListOpen()).BundleId, vault.Vault.Findings.ListOpen()[0].Fault));
        Assert.Equal(5, Files().Length);
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder.Path, "open")));
        Assert.Equal(5, (await vault.Entries()).Count);
    }

    [Fact]
    public async Task A_finding_on_a_bundle_that_is_replaced_is_closed()
    {
        await using var vault = await TestVault.Open(_folder.Path);
        await Pieces(vault, 2);
        var bundle = (await vault.Entries())[0].BundleId;
        Flip(Files()[0], new FileInfo(Files()[0]).Length - 30); // the central directory: no object is touched
        await vault.Vault.NewScrubber(new SkippingTime()).Turn(None);
        Assert.Equal(1, vault.Vault.Findings.OpenCount);
        await vault.Vault.Replace([.. (await vault.Entries()).Select(entry => entry.BundleId)], new HashSet<long>(), "test", "heal", None);
        Assert.Equal(0, vault.Vault.Findings.OpenCount);
        Assert.DoesNotContain(await vault.Entries(), entry => entry.BundleId == bundle);
        foreach (var file in Files()) ZipTools.AssertSound(file);
    }

    [Fact]
    public void A_byte_is_copied_no_more_often_than_a_bundle_can_be_doubled()
    {
        var random = new Random(4);
        foreach (var largest in (int[])[1, 10, 1000])
        {
            var bundles = new Dictionary<long, long>();
            long next = 0, copied = 0, stored = 0;
            for (var i = 0; i < 20_000; i++)
            {
                bundles.Add(++next, random.Next(largest) + 1);
                stored += bundles[next];
                var chosen = Consolidation.Choose(bundles.Select(bundle => (bundle.Key, bundle.Value)), 4, long.MaxValue);
                if (chosen.Count == 0) continue;
                var made = chosen.Sum(bundle => bundles[bundle]);
                copied += made;
                foreach (var bundle in chosen) bundles.Remove(bundle);
                bundles.Add(++next, made);
            }
            Assert.True(copied <= stored * Math.Log2(stored), $"{copied} bytes copied of {stored}");
            Assert.InRange(bundles.Count, 1, 3 + (2 * Math.Log2(stored)));
        }
    }

    [Fact]
    public async Task Series_that_still_take_objects_are_left_for_later()
    {
        var time = new ManualTime();
        await using var vault = await TestVault.Open(_folder.Path, options => options with { ConsolidateBytesPerSecond = 0 }, time: time);
        await Pieces(vault, 4);
        await vault.Store(Clip(50));
        Assert.Equal(0, await vault.Vault.Consolidate(None));
        await vault.Vault.SealAll(None);
        time.Advance(Objects.Origin.At - time.GetUtcNow()); // the archive's own timer may go off too
        await vault.Vault.Consolidate(TimeSpan.FromHours(1), None);
        Assert.Equal(5, (await vault.Entries()).Select(entry => entry.BundleId).Distinct().Count());
        time.Advance(TimeSpan.FromHours(1));
        await vault.Vault.Consolidate(TimeSpan.FromHours(1), None);
        Assert.Single((await vault.Entries()).Select(entry => entry.BundleId).Distinct());
    }

    /// <summary>Two clips a piece, sealed each; one deleted and sent again, one of other content kept aside, one without pixels, one encapsulated.</summary>
    private static async Task Ultrasound(TestVault vault, int pieces)
    {
        for (var piece = 0; piece < pieces; piece++)
        {
            await vault.Store(Clip((2 * piece) + 1));
            if (piece == 1) await vault.Store(Encapsulated(4), TransferSyntax.Of(Uid.Parse("1.2.840.10008.1.2.4.50")));
            else await vault.Store(Clip((2 * piece) + 2));
            await vault.Vault.SealAll(None);
        }
        await vault.Vault.Delete(Objects.Study(), null, Objects.Instance(2), "one", "", None);
        await vault.Store(Clip(2));
        await vault.Vault.SealAll(None);
        await vault.Store(Clip(5, fill: 50));
        await vault.Vault.SealAll(None);
    }

    private static async Task Pieces(TestVault vault, int pieces)
    {
        for (var piece = 1; piece <= pieces; piece++)
        {
            await vault.Store(Clip(piece));
            await vault.Vault.SealAll(None);
        }
    }

    private static DataSet Clip(int instance, byte fill = 0, int series = 1) =>
        Objects.Slice(instance, series, pixelBytes: 4096, fill: fill).SetInt(Tags.NumberOfFrames, 4).SetInt(Tags.Columns, 32);

    private static DataSet Encapsulated(int instance) => Objects.Slice(instance).SetInt(Tags.NumberOfFrames, 2)
        .Set(DataElement.Encapsulated(Tags.PixelData, [default, new byte[] { 1, 2, 3, 4 }, new byte[] { 5, 6 }]));

    private static async Task<int> ReadOn(TestVault vault, VaultRetrieve retrieve, Dictionary<long, byte[]> expected, CancellationToken stop)
    {
        var rounds = 0;
        for (; !stop.IsCancellationRequested; rounds++)
        {
            var entries = await retrieve.Find(Objects.Study(), Objects.Series(), null, None);
            Assert.Equal(expected.Keys.Order(), entries.Select(entry => entry.ArrivalNumber));
            foreach (var entry in entries)
            {
                Assert.Equal(expected[entry.ArrivalNumber], vault.DataSetOf(entry));
                var table = await vault.Vault.Bundles.ReadFrameTable(entry, None);
                Answers.Read(vault, entry.BundleId, table!.PixelData.Offset, table.PixelData.Length);
                Assert.True(await vault.Vault.Bundles.IsSound(entry, None));
            }
            if (entries.Select(entry => entry.BundleId).Distinct().Count() != 1) continue;
            await using var metadata = await vault.Vault.Bundles.OpenMetadata(entries[0].BundleId, None);
        }
        return rounds;
    }

    /// <summary>Independent of how an instance came to be where it is: a locator row names the bundle of then.</summary>
    private static async Task<string> Rows(TestVault vault) => string.Join('\n', (await TestIndex.Snapshot(vault.Vault.Index)).Split('\n').Select(row => row.Split('|') switch
    {
        ["locator", var first, var second, _, .. var rest] => string.Join('|', ["locator", first, second, .. rest]),
        ["aside", var first, _, .. var rest] => string.Join('|', ["aside", first, .. rest]),
        _ => row,
    }).Order(StringComparer.Ordinal));

    private static async Task AssertDcmtkReads(string bundle, int instances)
    {
        if (!Tool.IsInstalled("dcmdump")) return;
        var folder = Directory.CreateTempSubdirectory("concord-unzip-").FullName;
        try
        {
            System.IO.Compression.ZipFile.ExtractToDirectory(bundle, folder);
            var files = Directory.GetFiles(folder, "*.dcm");
            Assert.Equal(instances + 1, files.Length); // the deleted one too
            var (code, text) = await Tool.Run("dcmdump", ["-q", "+P", "0008,0018", .. files]);
            Assert.True(code == 0, text);
            Assert.Equal(instances + 1, text.Split('\n').Count(line => line.Contains("SOPInstanceUID", StringComparison.Ordinal)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task AssertVerified()
    {
        await foreach (var finding in VaultVerifier.Verify(new VaultOptions { Folder = _folder.Path }, TimeProvider.System, NullLoggerFactory.Instance, null, None)) Assert.Fail(finding.Message);
    }

    private static void Flip(string path, long at)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        var one = new byte[1];
        RandomAccess.Read(file, one, at);
        one[0] ^= 1;
        RandomAccess.Write(file, one, at);
    }

    private string[] Files() => [.. Directory.GetFiles(Path.Combine(_folder.Path, "bundles"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}

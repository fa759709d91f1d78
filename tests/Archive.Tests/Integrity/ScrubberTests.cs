using System.Security.Cryptography;
using Archive.Tests.Receive;
using Concord.Vault.Index;
using Concord.Vault.Integrity;
using Concord.Vault.Lifecycle;
using Concord.Vault.Receive;
using Microsoft.Extensions.Logging.Abstractions;

namespace Archive.Tests.Integrity;

public sealed class ScrubberTests : IDisposable
{
    private const long Rate = 64 << 10;
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_flipped_byte_is_found_once_and_resolved_when_it_is_put_back()
    {
        var time = new SkippingTime();
        await using (var vault = await OpenSealed(2))
        {
            Flip(Paths()[1]);
            var scrubber = vault.Vault.NewScrubber(time);
            await scrubber.Turn(CancellationToken.None);
            var finding = Assert.Single(vault.Vault.Findings.Read(0, 10));
            Assert.Equal((1, IdOf(Paths()[1]), BundleFault.Mismatch, null), (finding.Number, finding.BundleId, finding.Fault, finding.ResolvedAt));
            Assert.Equal((false, 2, Paths().Sum(path => new FileInfo(path).Length)), (scrubber.State.IsUnderWay, scrubber.State.Bundles, scrubber.State.Bytes));
            Assert.Equal(scrubber.State.StartedAt!.Value.AddDays(30), scrubber.NextPassAt);
            Assert.True(vault.Vault.IsReady);

            time.Skip(TimeSpan.FromDays(30));
            await scrubber.Turn(CancellationToken.None);
            Assert.Equal(finding, Assert.Single(vault.Vault.Findings.Read(0, 10)));

            Flip(Paths()[1]);
            time.Skip(TimeSpan.FromDays(1));
            await scrubber.Turn(CancellationToken.None);
            Assert.Equal(0, vault.Vault.Findings.OpenCount);
        }
        await using var again = await Open();
        var resolved = Assert.Single(again.Vault.Findings.Read(0, 10));
        Assert.NotNull(resolved.ResolvedAt);
        Assert.Empty(again.Vault.Findings.Read(resolved.Number, 10));
    }

    [Theory]
    [InlineData("gone", BundleFault.Missing)]
    [InlineData("short", BundleFault.Truncated)]
    [InlineData("long", BundleFault.Mismatch)]
    [InlineData("loop", BundleFault.Unreadable)]
    public async Task What_is_wrong_is_told_apart(string damage, BundleFault fault)
    {
        await using var vault = await OpenSealed(2);
        var path = Paths()[0];
        var id = IdOf(path);
        if (damage is "gone" or "loop") File.Delete(path);
        if (damage == "loop") File.CreateSymbolicLink(path, path);
        if (damage == "short") SetLength(path, -1);
        if (damage == "long") SetLength(path, 1);
        await vault.Vault.NewScrubber(new SkippingTime()).Turn(CancellationToken.None);
        var finding = Assert.Single(vault.Vault.Findings.ListOpen());
        Assert.Equal((id, fault), (finding.BundleId, finding.Fault));
    }

    [Fact]
    public async Task A_finding_whose_damage_changes_keeps_its_number()
    {
        var time = new SkippingTime();
        await using (var vault = await OpenSealed(1))
        {
            Flip(Paths()[0]);
            var scrubber = vault.Vault.NewScrubber(time);
            await scrubber.Turn(CancellationToken.None);
            File.Delete(Paths()[0]);
            await scrubber.Turn(CancellationToken.None);
        }
        await using var again = await Open();
        var finding = Assert.Single(again.Vault.Findings.Read(0, 10));
        Assert.Equal((1, BundleFault.Missing, null), (finding.Number, finding.Fault, finding.ResolvedAt));
    }

    [Fact]
    public async Task A_pass_that_was_stopped_goes_on_where_it_was()
    {
        await using (var vault = await OpenSealed(3))
        {
            var time = new SkippingTime { HoldAt = (int)((new FileInfo(Paths()[0]).Length + Rate - 1) / Rate) + 1 };
            using var stop = new CancellationTokenSource();
            var run = vault.Vault.NewScrubber(time).Run(stop.Token);
            await time.Held;
            await stop.CancelAsync();
#pragma warning disable VSTHRD003 // started above
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
#pragma warning restore VSTHRD003
        }
        Flip(Paths()[0]); // behind its place: this pass does not see it
        Flip(Paths()[2]);
        var expected = Paths()[1..].Sum(path => new FileInfo(path).Length);
        await using var again = await Open();
        var later = new SkippingTime();
        var scrubber = again.Vault.NewScrubber(later);
        Assert.Equal((true, IdOf(Paths()[0]), 1), (scrubber.State.IsUnderWay, scrubber.State.Position, scrubber.State.Bundles));
        await scrubber.Turn(CancellationToken.None);
        Assert.Equal((false, 3), (scrubber.State.IsUnderWay, scrubber.State.Bundles));
        Assert.InRange(later.Elapsed.TotalSeconds, (double)expected / Rate, ((double)expected / Rate) + 0.1);
        Assert.Equal([IdOf(Paths()[2])], again.Vault.Findings.ListOpen().Select(finding => finding.BundleId));
        later.Skip(TimeSpan.FromDays(30));
        await scrubber.Turn(CancellationToken.None);
        Assert.Equal([IdOf(Paths()[2]), IdOf(Paths()[0])], again.Vault.Findings.ListOpen().Select(finding => finding.BundleId));
    }

    [Fact]
    public async Task A_killed_process_goes_on_where_the_last_minute_left_it()
    {
        var mark = Path.Combine(_folder.Path, "integrity.mark");
        byte[] whenKilled;
        await using (var vault = await OpenSealed(3, rate: 1000)) // well over a minute a bundle
        {
            var time = new SkippingTime { HoldAt = BlocksOf(Paths()[0]) + BlocksOf(Paths()[1]) + 1 };
            using var stop = new CancellationTokenSource();
            var run = vault.Vault.NewScrubber(time).Run(stop.Token);
            await time.Held;
            whenKilled = await File.ReadAllBytesAsync(mark);
            await stop.CancelAsync();
#pragma warning disable VSTHRD003 // started above
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
#pragma warning restore VSTHRD003
        }
        await File.WriteAllBytesAsync(mark, whenKilled);
        await using var again = await Open();
        var state = again.Vault.NewScrubber(new SkippingTime()).State;
        Assert.Equal((true, IdOf(Paths()[1]), 2), (state.IsUnderWay, state.Position, state.Bundles));
    }

    [Fact]
    public async Task Findings_and_bytes_are_counted()
    {
        await using var vault = await OpenSealed(2);
        Flip(Paths()[0]);
        var counted = new System.Collections.Concurrent.ConcurrentBag<(string Name, long Value, object? Kind)>();
        using var listener = new System.Diagnostics.Metrics.MeterListener();
        listener.InstrumentPublished = (instrument, it) =>
        {
            if (instrument.Name.StartsWith("concord.integrity.", StringComparison.Ordinal)) it.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => counted.Add((instrument.Name, value, tags.Length > 0 ? tags[0].Value : null)));
        listener.Start();
        await vault.Vault.NewScrubber(new SkippingTime()).Turn(CancellationToken.None);
        Assert.Contains(("concord.integrity.findings", 1L, "mismatch"), counted);
        Assert.True(counted.Where(one => one.Name == "concord.integrity.checked").Sum(one => one.Value) >= Paths().Sum(path => new FileInfo(path).Length));
    }

    [Theory]
    [InlineData(64 << 10)]
    [InlineData(1000)]
    [InlineData(100L << 20)]
    public async Task Bytes_take_their_time(long rate)
    {
        await using var vault = await OpenSealed(2, rate);
        var time = new SkippingTime();
        await vault.Vault.NewScrubber(time).Turn(CancellationToken.None);
        var seconds = (double)Paths().Sum(path => new FileInfo(path).Length) / rate;
        Assert.InRange(time.Elapsed.TotalSeconds, seconds, seconds + (0.001 * Paths().Sum(BlocksOf)));
    }

    [Fact]
    public async Task No_pass_begins_before_it_is_due()
    {
        await using var vault = await OpenSealed(1);
        var time = new SkippingTime();
        var scrubber = vault.Vault.NewScrubber(time);
        await scrubber.Turn(CancellationToken.None);
        Flip(Paths()[0]);
        time.Skip(TimeSpan.FromDays(29));
        await scrubber.Turn(CancellationToken.None);
        Assert.Equal(0, vault.Vault.Findings.OpenCount);
        time.Skip(TimeSpan.FromDays(1));
        await scrubber.Turn(CancellationToken.None);
        Assert.Equal(1, vault.Vault.Findings.OpenCount);
    }

    [Fact]
    public async Task A_bundle_deleted_while_it_is_read_is_no_finding()
    {
        await using var vault = await OpenSealed(1);
        var time = new SkippingTime { HoldAt = 1 };
        var turn = vault.Vault.NewScrubber(time).Turn(CancellationToken.None);
        await time.Held;
        File.Delete(Paths()[0]);
        time.Release();
        await turn;
        Assert.Empty(vault.Vault.Findings.Read(0, 10));
    }

    [Fact]
    public async Task A_bundle_replaced_while_it_is_read_is_no_finding()
    {
        await using var vault = await OpenSealed(1);
        var time = new SkippingTime { HoldAt = 1 };
        var scrubber = vault.Vault.NewScrubber(time);
        var turn = scrubber.Turn(CancellationToken.None);
        await time.Held;
        Flip(Paths()[0], at: 90_000); // ahead of the reader: it meets a mixture
        var bytes = await File.ReadAllBytesAsync(Paths()[0]);
        await vault.Vault.Index.Enqueue(new IndexEvent.BundleSealed(IdOf(Paths()[0]), Convert.ToHexStringLower(SHA256.HashData(bytes)), bytes.Length, 1, time.GetUtcNow()), CancellationToken.None);
        time.Release();
        await turn;
        Assert.Empty(vault.Vault.Findings.Read(0, 10));
        Assert.Equal(2 * bytes.Length, scrubber.State.Bytes); // looked at again as what it is now
    }

    [Fact]
    public async Task Reindex_neither_loses_nor_invents_findings()
    {
        var time = new SkippingTime();
        await using (var vault = await OpenSealed(3))
        {
            Flip(Paths()[0]);
            File.Move(Paths()[1], Path.Combine(_folder.Path, "away"));
            await vault.Vault.NewScrubber(time).Turn(CancellationToken.None);
            Assert.Equal(2, vault.Vault.Findings.OpenCount);
        }
        var missing = Paths()[1].Replace("0000000003", "0000000002", StringComparison.Ordinal);
        await VaultReindexer.Reindex(new VaultOptions { Folder = _folder.Path }, TimeProvider.System, NullLoggerFactory.Instance, null, CancellationToken.None);
        await using var again = await Open();
        var scrubber = again.Vault.NewScrubber(time);
        time.Skip(TimeSpan.FromDays(30));
        await scrubber.Turn(CancellationToken.None);
        Assert.Equal([1, 2], again.Vault.Findings.ListOpen().Select(finding => finding.Number));
        Flip(Paths()[0]);
        File.Move(Path.Combine(_folder.Path, "away"), missing);
        time.Skip(TimeSpan.FromDays(30));
        await scrubber.Turn(CancellationToken.None);
        Assert.All(again.Vault.Findings.Read(0, 10), finding => Assert.NotNull(finding.ResolvedAt));
        Assert.Equal(2, again.Vault.Findings.Read(0, 10).Count);
    }

    [Fact]
    public async Task Storing_reading_and_sealing_go_on_while_a_bundle_is_read()
    {
        await using var vault = await OpenSealed(1);
        var time = new SkippingTime { HoldAt = 1 };
        var scrubber = vault.Vault.NewScrubber(time);
        var turn = scrubber.Turn(CancellationToken.None);
        await time.Held;
        for (var i = 1; i <= 20; i++) Assert.IsType<StoreOutcome.Stored>(await vault.Store(Objects.Slice(i, series: 2)));
        Assert.IsType<StoreOutcome.Stored>(await vault.Store(Objects.Slice(2)));
        Assert.NotEmpty(vault.DataSetOf((await vault.Entries())[0]));
        await vault.Vault.SealAll(CancellationToken.None);
        time.Release();
        await turn;
        Assert.Equal(3, scrubber.State.Bundles);
        Assert.Empty(vault.Vault.Findings.Read(0, 10));
        Assert.Equal(20, (await vault.Entries(series: 2)).Count);
    }

    [Fact]
    public async Task Rate_0_turns_it_off()
    {
        await using var vault = await OpenSealed(1, rate: 0);
        File.Delete(Paths()[0]);
        var scrubber = vault.Vault.NewScrubber(new SkippingTime());
        await scrubber.Run(CancellationToken.None);
        Assert.Equal((false, null, 0), (scrubber.IsOn, scrubber.NextPassAt, vault.Vault.Findings.OpenCount));
    }

    [Fact]
    public async Task A_torn_mark_begins_anew_and_a_damaged_finding_is_counted()
    {
        await using (var vault = await OpenSealed(1))
        {
            File.Delete(Paths()[0]);
            await vault.Vault.NewScrubber(new SkippingTime()).Turn(CancellationToken.None);
        }
        var mark = Path.Combine(_folder.Path, "integrity.mark");
        SetLength(mark, -3);
        var lines = await File.ReadAllBytesAsync(Path.Combine(_folder.Path, "integrity"));
        byte[] damaged = [.. lines, .. lines];
        damaged[12] ^= 1;
        await File.WriteAllBytesAsync(Path.Combine(_folder.Path, "integrity"), damaged);
        await using var again = await Open();
        Assert.Equal((1, 1), (again.Vault.Findings.Damaged, again.Vault.Findings.OpenCount));
        Assert.Equal(ScrubState.None, again.Vault.NewScrubber(new SkippingTime()).State);
    }

    private Task<TestVault> Open(long rate = Rate) => TestVault.Open(_folder.Path, options => options with { ScrubBytesPerSecond = rate });

    /// <summary>An archive of that many sealed series.</summary>
    private async Task<TestVault> OpenSealed(int bundles, long rate = Rate)
    {
        var vault = await Open(rate);
        for (var series = 1; series <= bundles; series++) await vault.Store(Objects.Slice(1, series, pixelBytes: 100_000));
        await vault.Vault.SealAll(CancellationToken.None);
        return vault;
    }

    private string[] Paths() => [.. Directory.GetFiles(Path.Combine(_folder.Path, "bundles"), "*.zip", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private static long IdOf(string path) => long.Parse(Path.GetFileNameWithoutExtension(path), System.Globalization.CultureInfo.InvariantCulture);

    private static int BlocksOf(string path) => (int)((new FileInfo(path).Length + 4095) / 4096);

    private static void SetLength(string path, int by)
    {
        using var file = File.OpenWrite(path);
        file.SetLength(file.Length + by);
    }

    private static void Flip(string path, int at = 50_000)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        file.Position = at;
        var value = file.ReadByte();
        file.Position = at;
        file.WriteByte((byte)(value ^ 1));
    }
}

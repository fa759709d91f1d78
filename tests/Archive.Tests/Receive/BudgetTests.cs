using System.Buffers;
using Concord.Dicom.Encoding;
using Concord.Vault.Receive;

namespace Archive.Tests.Receive;

public sealed class BudgetTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Thirty_two_slow_senders_finish_on_the_smallest_budget()
    {
        await using var vault = await TestVault.Open(_folder.Path, options => options with { ReceiveBudgetBytes = 1 << 20 });
        var objects = Enumerable.Range(1, 32).Select(i => Objects.Bytes(Objects.Slice(i, series: i % 4, pixelBytes: 300_000))).ToArray();
        var incoming = objects.Select(_ => vault.Vault.Begin(TransferSyntax.ExplicitVrLittleEndian)).ToArray();
        for (var at = 0; at < objects[0].Length + 100; at += 20_000) // every sender a piece, again and again: none is ever done before the others
            for (var i = 0; i < objects.Length; i++)
            {
                var length = Math.Min(20_000, objects[i].Length - at);
                if (length > 0) await incoming[i].Append(new(objects[i], at, length), CancellationToken.None).AsTask().WaitAsync(Patience);
            }
        var outcomes = await Task.WhenAll(incoming.Select(one => vault.Vault.Receive(one, Objects.Origin, CancellationToken.None))).WaitAsync(Patience);
        Assert.All(outcomes, outcome => Assert.IsType<StoreOutcome.Stored>(outcome));
        foreach (var one in incoming) await one.DisposeAsync();
        for (var series = 0; series < 4; series++)
            foreach (var entry in await vault.Entries(series))
                Assert.Contains(objects, bytes => bytes.AsSpan().SequenceEqual(vault.DataSetOf(entry)));
        await vault.Vault.SealAll(CancellationToken.None);
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder.Path, "spool")));
    }

    [Fact]
    public async Task Many_more_series_than_may_be_open_are_sealed_before_their_time_and_all_are_kept()
    {
        const int series = 300, most = 16;
        var highest = 0;
        await using (var vault = await TestVault.Open(_folder.Path, options => options with { MaxOpenBundles = most }))
        {
            var stored = Enumerable.Range(0, 8).Select(lane => Task.Run(async () =>
            {
                for (var i = lane; i < series; i += 8)
                {
                    Assert.IsType<StoreOutcome.Stored>(await vault.Store(Objects.Slice(1, series: i, study: i)).WaitAsync(Patience));
                    lock (_folder) highest = Math.Max(highest, vault.Vault.OpenBundles.Count);
                }
            }));
            await Task.WhenAll(stored).WaitAsync(Patience);
            Assert.InRange(highest, most, (2 * most) + 8); // who was let in together
            for (var i = 0; i < series; i++) Assert.Equal(Objects.Bytes(Objects.Slice(1, series: i, study: i)), vault.DataSetOf(Assert.Single(await vault.Entries(i, i))));
        }
        await using var again = await TestVault.Open(_folder.Path, options => options with { MaxOpenBundles = most });
        for (var i = 0; i < series; i++) Assert.Single(await again.Entries(i, i));
        Assert.InRange(again.Vault.OpenBundles.Count, 0, (2 * most) + 8);
    }

    [Fact]
    public async Task A_series_to_which_objects_keep_coming_may_be_sealed_between_them()
    {
        await using var vault = await TestVault.Open(_folder.Path, options => options with { MaxOpenBundles = 16 });
        for (var i = 0; i < 200; i++)
        {
            Assert.IsType<StoreOutcome.Stored>(await vault.Store(Objects.Slice(i, series: 1)).WaitAsync(Patience));
            Assert.IsType<StoreOutcome.Stored>(await vault.Store(Objects.Slice(1, series: 1000 + i, study: 2)).WaitAsync(Patience));
        }
        Assert.IsType<StoreOutcome.AlreadyStored>(await vault.Store(Objects.Slice(0, series: 1)).WaitAsync(Patience)); // known, whatever bundle it is in by now
        Assert.Equal(200, (await vault.Entries(1)).Count);
    }

    [Fact]
    public async Task Senders_at_once_on_a_spent_budget_wait_for_nobody()
    {
        await using var vault = await TestVault.Open(_folder.Path, options => options with { ReceiveBudgetBytes = 1 << 20 });
        var outcomes = await Task.WhenAll(Enumerable.Range(1, 24).Select(i => Task.Run(() => vault.Store(Objects.Slice(i, series: i % 3, pixelBytes: 900_000))))).WaitAsync(Patience);
        Assert.All(outcomes, outcome => Assert.IsType<StoreOutcome.Stored>(outcome));
        var seen = 0;
        for (var series = 0; series < 3; series++) seen += (await vault.Entries(series)).Count;
        Assert.Equal(24, seen);
    }

    [Fact]
    public async Task All_memory_comes_back_whatever_becomes_of_the_objects()
    {
        var budget = new ReceiveBudget(1 << 20);
        using var folder = Concord.Vault.Blobs.DataFolder.Open(_folder.Path, mustExist: false, new());
        using var threads = new Concord.Vault.Blobs.DiskThreads(2);
        var spool = new SpoolFolder(folder, new(), threads);
        for (var i = 0; i < 50; i++)
        {
            await using var one = new IncomingInstance(budget, spool, 1 << 16);
            await using var other = new IncomingInstance(budget, spool, 1 << 20);
            await one.Append(new ReadOnlySequence<byte>(new byte[i * 50_000]), CancellationToken.None);
            await other.Append(new ReadOnlySequence<byte>(new byte[i * 30_000]), CancellationToken.None);
            if (i % 3 == 0) await one.Complete(CancellationToken.None);
        }
        Assert.Equal(0, budget.Taken);
        Assert.Empty(Directory.GetFiles(folder.Spool));
    }

    [Fact]
    public async Task Eight_writers_to_one_series_and_to_eight_lose_nothing()
    {
        await using (var vault = await TestVault.Open(_folder.Path))
        {
            foreach (var spread in new[] { 1, 8 })
                await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
                {
                    for (var i = 0; i < 25; i++)
                        Assert.IsType<StoreOutcome.Stored>(await vault.Store(Objects.Slice((writer * 100) + i, series: (10 * spread) + (writer % spread), pixelBytes: 20_000)));
                })));
            Assert.Equal(200, (await vault.Entries(10)).Count);
        }
        await using var again = await TestVault.Open(_folder.Path);
        Assert.Equal(200, (await again.Entries(10)).Count);
        for (var writer = 0; writer < 8; writer++) Assert.Equal(25, (await again.Entries(80 + writer)).Count);
    }
}

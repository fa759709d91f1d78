using System.Globalization;
using Whole.Tests.Harness;
using Whole.Tests.Harness.Wire;
using Xunit.Abstractions;

namespace Whole.Tests.FirstHour;

/// <summary>The real server's peak of resident memory, however many send and however large their objects are. Whole sizes with --all.</summary>
public sealed class MemoryTests(ITestOutputHelper output)
{
    private const int Senders = 32;
    private const int SlowReaders = 50;
    private const long Bound = 300L << 20;

    /// <summary>Never sealed: what is measured is receiving.</summary>
    private static readonly string[] Unsealed = ["--seal-after", "3600"];

    [Fact]
    public async Task Thirty_two_slow_senders_of_15_MB_objects_finish_on_the_smallest_budget()
    {
        var size = Repository.All ? 2740 : 700; // rows and columns of two bytes: 15 MB, else 1 MB
        await using var concord = await ConcordServer.StartOn(null, Unsealed, new Dictionary<string, string> { ["CONCORD_Vault__ReceiveBudgetBytes"] = "1048576" });
        var slices = Enumerable.Range(1, Senders).Select(number => TestObject.New() with { Size = size, Seed = number }).ToArray();
        var steps = new Lockstep(Senders);
        var statuses = await Task.WhenAll(slices.Select(slice => Task.Run(async () =>
        {
            await using var association = await WireScu.OpenForStore(concord.DicomPort, [(slice.SopClass, TestObject.ExplicitLittle)]);
            (association.MaxFragmentBytes, association.Pace) = (64 << 10, steps.Next);
            var status = await association.Store(slice.SopClass, slice.SopUid, TestObject.ExplicitLittle, slice.DataSet());
            await association.Release();
            return status;
        })));
        Assert.All(statuses, status => Assert.Equal(0, status));
        foreach (var slice in slices.Take(Repository.All ? Senders : 4))
            DataSetBytes.AssertSame(slice.DataSet(), DataSetBytes.Of(Assert.Single(await concord.Web.Retrieve(slice.Path))), "the object");
        AssertBound(concord, "slow senders");
    }

    [Fact]
    public async Task Thirty_two_associations_stay_below_300_MB()
    {
        await using var concord = await ConcordServer.StartOn(null, Unsealed);
        var count = Repository.All ? 200 : 12;
        await Task.WhenAll(Enumerable.Range(0, Senders).Select(_ => Task.Run(async () =>
        {
            await using var association = await WireScu.OpenForStore(concord.DicomPort, [(TestObject.CtImage, TestObject.ExplicitLittle)]);
            foreach (var slice in TestObject.Series(count, slice => slice with { Size = 512 }))
                Assert.Equal(0, await association.Store(slice.SopClass, slice.SopUid, TestObject.ExplicitLittle, slice.DataSet()));
            await association.Release();
        })));
        AssertBound(concord, $"{Senders} associations");
    }

    [Fact]
    public async Task Ten_objects_of_a_gigabyte_at_once_stay_below_300_MB()
    {
        await using var concord = await ConcordServer.StartOn(null, Unsealed);
        concord.Web.Client.Timeout = TimeSpan.FromMinutes(30);
        var frames = Repository.All ? 1024 : 24; // of a MiB each; objects of more than 16 do not lie in memory
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(async () =>
        {
            using var content = new LargeObject(TestObject.New(), frames).ToStow();
            (await concord.Web.Stow(content)).AllStored();
        })));
        AssertBound(concord, $"ten objects of {frames} MiB");
    }

    [Fact]
    public async Task A_body_of_gigabytes_in_thousands_of_parts_and_fifty_slow_readers_stay_below_300_MB()
    {
        await using var concord = await ConcordServer.StartOn(null, Unsealed);
        concord.Web.Client.Timeout = TimeSpan.FromMinutes(30);
        var read = TestObject.Series(Repository.All ? 100 : 40, slice => slice with { Size = 512 }); // more than lies in the buffers between us
        (await concord.Web.Stow([.. read.Select(slice => slice.Part10())])).AllStored();
        using var stored = new ManualResetEventSlim();
        var readers = Enumerable.Range(0, SlowReaders).Select(_ => Task.Run(() => ReadSlowly(concord, read[0].SeriesPath, stored))).ToArray();
        var parts = Repository.All ? 10_000 : 600; // of half a MiB each
        using (var content = new ManyParts(TestObject.New() with { Size = 512 }, parts)) Assert.Equal(parts, (await concord.Web.Stow(content)).AllStored().Stored.Count());
        stored.Set();
        var lengths = await Task.WhenAll(readers);
        Assert.True(lengths[0] > read.Length * 512L * 512 * 2 && lengths.All(length => length == lengths[0]), "everyone got all of it");
        AssertBound(concord, $"a body of {parts} parts and {SlowReaders} slow readers");
    }

    /// <summary>A little at a time for as long as the other goes on, then the rest; how many bytes there were.</summary>
    private static async Task<long> ReadSlowly(ConcordServer concord, string path, ManualResetEventSlim other)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(concord.Web.Root, path));
        request.Headers.TryAddWithoutValidation("Accept", DicomWeb.AnySyntax);
        using var answer = await concord.Web.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode);
        await using var stream = await answer.Content.ReadAsStreamAsync();
        var bytes = new byte[64 << 10];
        long length = 0;
        while (await stream.ReadAsync(bytes) is > 0 and var got)
        {
            length += got;
            if (!other.IsSet) await Task.Delay(100);
        }
        return length;
    }

    private void AssertBound(ConcordServer concord, string what)
    {
        var peak = concord.Process.Memory();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: server peak {peak >> 20} MiB, bound {Bound >> 20} MiB"));
        Assert.True(peak < Bound, $"{what}: the server reached {peak >> 20} MiB");
    }
}

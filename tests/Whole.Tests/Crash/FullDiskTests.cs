using System.Net;
using Whole.Tests.Harness;
using Whole.Tests.Harness.Wire;
using Xunit.Abstractions;

namespace Whole.Tests.Crash;

/// <summary>A disk that fills up: what finds no room is refused, what is there is given out, and room that comes back is used without a restart.</summary>
public sealed class FullDiskTests(ITestOutputHelper output)
{
    private const int MegaBytes = 48;
    private const string KeptFree = "8388608";
    private const int MaxLooks = 300; // a fifth of a second each

    /// <summary>First with room kept for the index, as in life; then with none, so that objects and index fight for the last page.</summary>
    [Theory]
    [InlineData(KeptFree, 256, 16)]
    [InlineData("0", 16, 43)]
    public async Task A_full_disk_refuses_gives_out_what_it_has_and_recovers_by_itself(string minFreeBytes, int size, int ballastMegaBytes)
    {
        await using var disk = await SmallDisk.Mount(MegaBytes, output);
        if (!disk.IsMounted) minFreeBytes = "1000000000000000"; // who may not mount asks for more room than there is: refusals and reads are the same, filling and freeing are not seen
        await using var concord = await ConcordServer.StartOn(disk["data"], ["--seal-after", "3600"],
            new Dictionary<string, string> { ["CONCORD_Vault__MinFreeBytes"] = minFreeBytes });
        if (disk.IsMounted) await disk.Fill(ballastMegaBytes);
        var sent = TestObject.Series(4000, o => o with { Size = size });
        var kept = await StoreUntilRefused(concord, sent);
        var refused = sent[kept];
        output.WriteLine($"{kept} objects of {size}x{size} were kept before the disk was full");
        Assert.Equal(disk.IsMounted, kept > 0);
        var answer = await concord.Web.Stow(refused.Part10());
        Assert.Equal((HttpStatusCode)507, answer.Status);
        Assert.Equal((refused.SopUid, 0xA700), Assert.Single(answer.Failed));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await Ready(concord));
        if (minFreeBytes != "0") await AssertThere(concord, sent[..kept]);
        if (!disk.IsMounted) return;

        disk.Free();
        for (var looks = 0; looks < MaxLooks && await Ready(concord) != HttpStatusCode.OK; looks++) await Task.Delay(200);
        Assert.Equal(HttpStatusCode.OK, await Ready(concord));
        await AssertThere(concord, sent[..kept]);
        Assert.Equal(0, await WireScu.Store(concord.DicomPort, refused));
        (await concord.Web.Stow(sent[kept + 1].Part10())).AllStored();
        await AssertThere(concord, sent[..(kept + 2)]);
        await concord.Seal();
        var before = await Snapshot.Take(concord);
        await concord.Stop();
        await ConcordCli.Run("verify", "--data", concord.Data);
        await ConcordCli.Run("reindex", "--data", concord.Data);
        await concord.Launch();
        Assert.Equal(before, await Snapshot.Take(concord));
    }

    private static async Task<int> StoreUntilRefused(ConcordServer concord, TestObject[] sent)
    {
        await using var association = await WireScu.OpenForStore(concord.DicomPort, [(TestObject.CtImage, TestObject.ExplicitLittle)]);
        for (var i = 0; i < sent.Length; i++)
        {
            var status = await association.Store(sent[i].SopClass, sent[i].SopUid, TestObject.ExplicitLittle, sent[i].DataSet());
            if (status == 0) continue;
            Assert.Equal(0xA700, status);
            Assert.Equal(0xA700, await association.Store(sent[i].SopClass, sent[i].SopUid, TestObject.ExplicitLittle, sent[i].DataSet())); // the association goes on
            await association.Release();
            return i;
        }
        throw new InvalidOperationException("The disk did not get full.");
    }

    private static async Task AssertThere(ConcordServer concord, TestObject[] kept)
    {
        if (kept.Length == 0)
        {
            Assert.Empty(await concord.Web.Query("studies"));
            return;
        }
        Assert.Equal(kept.Length, Assert.Single(await concord.Web.Query($"{kept[0].StudyPath}/series")).Number("00201209"));
        foreach (var one in new[] { kept[0], kept[^1] })
            DataSetBytes.AssertSame(one.DataSet(), DataSetBytes.Of(Assert.Single(await concord.Web.Retrieve(one.Path))), "on a full disk");
    }

    private static async Task<HttpStatusCode> Ready(ConcordServer concord)
    {
        using var answer = await concord.Web.Client.GetAsync(new Uri(concord.Http, "/healthz/ready"));
        return answer.StatusCode;
    }

    /// <summary>A small file system in memory; an ordinary folder for who may not mount, and it says so.</summary>
    private sealed class SmallDisk : IAsyncDisposable
    {
        private readonly TempFolder _folder = new("full");

        public bool IsMounted { get; private init; }

        public string this[string name] => _folder[name];

        public static async Task<SmallDisk> Mount(int megaBytes, ITestOutputHelper output)
        {
            if (!Environment.IsPrivilegedProcess)
            {
                output.WriteLine("Not root: no small file system can be mounted; refusals and reads are checked on an ordinary one.");
                return new();
            }
            var disk = new SmallDisk { IsMounted = true };
            (await ToolRun.Run("mount", ["-t", "tmpfs", "-o", $"size={megaBytes}m", "tmpfs", disk._folder.Path])).Succeeded();
            return disk;
        }

        /// <summary>What another program keeps there, to be deleted later.</summary>
        public Task Fill(int ballastMegaBytes) => File.WriteAllBytesAsync(this["ballast"], new byte[ballastMegaBytes << 20]);

        public void Free() => File.Delete(this["ballast"]);

        public async ValueTask DisposeAsync()
        {
            if (IsMounted) (await ToolRun.Run("umount", [_folder.Path])).Succeeded();
            _folder.Dispose();
        }
    }
}

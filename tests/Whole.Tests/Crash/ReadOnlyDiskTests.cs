using System.Net;
using System.Text.Json;
using Whole.Tests.Harness;
using Whole.Tests.Harness.Wire;
using Xunit.Abstractions;

namespace Whole.Tests.Crash;

/// <summary>A file system that goes read-only under a running archive, as ext4 does after an error: what comes is refused, what is there is given out, and after a repair all that was acknowledged is there.</summary>
public sealed class ReadOnlyDiskTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_disk_that_goes_read_only_refuses_gives_out_what_it_has_and_loses_nothing()
    {
        await using var disk = await FailingDisk.Mount(output);
        await using var concord = await ConcordServer.StartOn(disk["data"], "--seal-after", "3600");
        var sent = TestObject.Series(60, o => o with { Size = 64 });
        (await concord.Web.Stow([.. sent[..20].Select(o => o.Part10())])).AllStored();
        await concord.Seal();
        for (var i = 20; i < 40; i++) Assert.Equal(0, await WireScu.Store(concord.DicomPort, sent[i]));
        if (!await disk.Fail()) return; // said why
        await AssertReads(concord, sent[..20], most: 40);
        await AssertRefused(concord, sent[40]);
        var answer = await concord.Web.Stow(sent[41].Part10());
        Assert.Equal((HttpStatusCode)507, answer.Status);
        Assert.Equal((sent[41].SopUid, 0xA700), Assert.Single(answer.Failed));
        using (var ready = await concord.Web.Client.GetAsync(new Uri(concord.Http, "/healthz/ready"))) Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        await AssertReads(concord, sent[..20], most: 40);
        await concord.Kill(); // it may not be able to note that it ended

        await disk.Repair();
        await concord.Launch();
        await AssertThere(concord, sent[..40]);
        (await concord.Web.Stow([.. sent[40..].Select(o => o.Part10())])).AllStored();
        await concord.Seal();
        await AssertThere(concord, sent);
        await concord.Stop();
        await ConcordCli.Run("verify", "--data", concord.Data);
    }

    /// <summary>Twice: the archive goes on.</summary>
    private static async Task AssertRefused(ConcordServer concord, TestObject one)
    {
        Assert.Equal(0xA700, await WireScu.Store(concord.DicomPort, one));
        Assert.Equal(0xA700, await WireScu.Store(concord.DicomPort, one));
    }

    /// <summary>What was indexed before the disk failed; what came last may be missing, which the answer then says.</summary>
    private static async Task AssertReads(ConcordServer concord, TestObject[] kept, int most)
    {
        using var answer = await concord.Web.Client.GetAsync(new Uri(concord.Http, $"/dicom-web/{kept[0].StudyPath}/series"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var series = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync());
        var count = series.RootElement[0].GetProperty("00201209").GetProperty("Value")[0].GetInt32();
        Assert.InRange(count, kept.Length, most);
        if (count < most) Assert.Contains("299", answer.Headers.Warning.ToString(), StringComparison.Ordinal);
        foreach (var one in new[] { kept[0], kept[^1] })
            DataSetBytes.AssertSame(one.DataSet(), DataSetBytes.Of(Assert.Single(await concord.Web.Retrieve(one.Path))), "on a read-only disk");
    }

    private static async Task AssertThere(ConcordServer concord, TestObject[] kept)
    {
        Assert.Equal(kept.Length, Assert.Single(await concord.Web.Query($"{kept[0].StudyPath}/series")).Number("00201209"));
        foreach (var one in new[] { kept[0], kept[kept.Length / 2], kept[^1] })
            DataSetBytes.AssertSame(one.DataSet(), DataSetBytes.Of(Assert.Single(await concord.Web.Retrieve(one.Path))), "on a read-only disk");
    }

    /// <summary>An ext4 file system in a file; an ordinary folder for who may not mount one, or where the kernel cannot be asked for an error, and it says so.</summary>
    private sealed class FailingDisk : IAsyncDisposable
    {
        private readonly TempFolder _folder = new("readonly");
        private readonly ITestOutputHelper _output;
        private string? _device;

        private FailingDisk(ITestOutputHelper output) => _output = output;

        public string this[string name] => _folder.Folder("disk") + "/" + name;

        private string Image => _folder["image"];

        public static async Task<FailingDisk> Mount(ITestOutputHelper output)
        {
            var disk = new FailingDisk(output);
            if (!Environment.IsPrivilegedProcess) return disk;
            await using (var image = File.Create(disk.Image)) image.SetLength(96 << 20);
            (await ToolRun.Run("mkfs.ext4", ["-q", "-F", disk.Image])).Succeeded();
            await disk.Attach();
            return disk;
        }

        /// <summary>False when it cannot be made to fail.</summary>
        public async Task<bool> Fail()
        {
            var trigger = $"/sys/fs/ext4/{Path.GetFileName(_device ?? "")}/trigger_fs_error";
            if (_device is null || !File.Exists(trigger))
            {
                _output.WriteLine("Not root, or no loop device, or no way to ask ext4 for an error: the disk did not go read-only, and nothing of that was seen.");
                return false;
            }
            await File.WriteAllTextAsync(trigger, "1");
            return true;
        }

        public async Task Repair()
        {
            await Detach();
            var check = await ToolRun.Run("e2fsck", ["-y", "-f", Image]);
            Assert.True(check.ExitCode is 0 or 1, check.All); // 1: repaired
            await Attach();
        }

        public async ValueTask DisposeAsync()
        {
            await Detach();
            _folder.Dispose();
        }

        private async Task Attach()
        {
            var run = await ToolRun.Run("mount", ["-o", "loop,errors=remount-ro", Image, _folder.Folder("disk")]);
            if (run.ExitCode == 0) _device = (await ToolRun.Run("findmnt", ["-no", "SOURCE", _folder.Folder("disk")])).Succeeded().Output.Trim();
        }

        private async Task Detach()
        {
            if (_device is null) return;
            (await ToolRun.Run("umount", [_folder.Folder("disk")])).Succeeded();
            _device = null;
        }
    }
}

using System.Globalization;
using System.Net;
using System.Text.Json;
using Whole.Tests.Harness;
using Whole.Tests.Harness.Wire;
using Xunit.Abstractions;

namespace Whole.Tests.Sweeps;

/// <summary>Damaged and hostile files: accepted or refused as the manifest says; never a crash, a hang, a leak of memory or a write outside the store.</summary>
public sealed class MalformedFilesTests(ITestOutputHelper output)
{
    /// <summary>Resident memory the server may reach while all of them are offered, bytes.</summary>
    private const long MemoryBound = 768L << 20;

    private const string SecondaryCapture = "1.2.840.10008.5.1.4.1.1.7", ExplicitLittleEndian = "1.2.840.10008.1.2.1";

    [Fact]
    public async Task STOW_of_malformed_files_gets_the_verdict_of_the_manifest()
    {
        var sweep = new SweepLog(output);
        using var around = new TempFolder("malformed"); // its own, so that what appears beside the store is the server's doing
        await using var concord = await ConcordServer.StartOn(around["store"]);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (path, expect) in Cases())
            await sweep.Try(path, async () =>
            {
                var answer = await concord.Web.Stow(await File.ReadAllBytesAsync(path));
                AssertVerdict(expect, answer.Status == HttpStatusCode.OK || answer.Stored.Any(), $"HTTP {(int)answer.Status}");
                Assert.True((int)answer.Status < 500, $"HTTP {(int)answer.Status}: {answer.Text}");
                if (answer.Stored.All(stored => seen.Add(stored.SopInstanceUid))) await AssertStoredComesBack(concord, path, answer);
            });
        await AssertUnharmed(concord, sweep);
    }

    [Fact]
    public async Task C_STORE_of_malformed_files_gets_the_verdict_of_the_manifest()
    {
        var sweep = new SweepLog(output);
        using var around = new TempFolder("malformed"); // its own, so that what appears beside the store is the server's doing
        await using var concord = await ConcordServer.StartOn(around["store"]);
        foreach (var (path, expect) in Cases().Where(c => IsSendable(c.Path)))
            await sweep.Try(path, async () =>
            {
                var bytes = await File.ReadAllBytesAsync(path);
                var (syntax, offset) = DataSetBytes.Find(bytes);
                var (sopClass, sopUid) = (DataSetBytes.SopClassUid(bytes), DataSetBytes.SopInstanceUid(bytes));
                await using var association = await WireScu.OpenForStore(concord.DicomPort, [(sopClass, syntax)]);
                if (!association.Accepts(sopClass, syntax)) return;
                var status = await association.Store(sopClass, sopUid, syntax, bytes.AsMemory(offset));
                AssertVerdict(expect, status is 0 or 0xB007 or 0xB000 or 0xB006, $"status {status:X4}");
            });
        foreach (var (path, _) in Cases().Where(c => !IsSendable(c.Path)))
            await sweep.Try(path, async () =>
            {
                // what no sender could take apart goes as it lies, under identifiers that it does not have
                await using var association = await WireScu.OpenForStore(concord.DicomPort, [(SecondaryCapture, ExplicitLittleEndian)]);
                var status = await association.Store(SecondaryCapture, "2.25.4711", ExplicitLittleEndian, await File.ReadAllBytesAsync(path));
                AssertVerdict("reject", status is 0 or 0xB007 or 0xB000 or 0xB006, $"status {status:X4}");
            });
        await AssertUnharmed(concord, sweep);
    }

    internal static IEnumerable<(string Path, string Expect)> Cases()
    {
        if (Repository.SharedCorpus is { } corpus)
            return Csv.Read(Path.Combine(corpus, "malformed", "dicom.csv")).Select(r => (Path.Combine(corpus, "malformed", "dicom", r["file"]), r["expect"]));
        using var manifest = JsonDocument.Parse(File.ReadAllText(Repository.At("tests", "Fixtures", "manifest.json")));
        return [.. manifest.RootElement.EnumerateArray().Where(e => e.TryGetProperty("expect", out _))
            .Select(e => (Repository.At("tests", "Fixtures", e.GetProperty("path").GetString()!), e.GetProperty("expect").GetString()!))];
    }

    private static void AssertVerdict(string expect, bool isAccepted, string answer)
    {
        if (expect == "accept") Assert.True(isAccepted, "should be accepted, but " + answer);
        if (expect == "reject") Assert.False(isAccepted, "should be refused, but " + answer);
    }

    /// <summary>Whatever was accepted comes back with the bytes it had; of two that are one data set under one UID, the first.</summary>
    private static async Task AssertStoredComesBack(ConcordServer concord, string path, StowAnswer answer)
    {
        foreach (var (sopUid, warning) in answer.Stored.Where(s => s.Warning != 0xB007))
        {
            Assert.True(warning is 0 or 0xB000 or 0xB006, $"warning {warning:X4}");
            var found = await concord.Web.Query($"instances?SOPInstanceUID={sopUid}&includefield=0020000D,0020000E");
            if (found.Count != 1) continue;
            var back = Assert.Single(await concord.Web.Retrieve($"studies/{found[0].Text("0020000D")}/series/{found[0].Text("0020000E")}/instances/{sopUid}"));
            var sent = await File.ReadAllBytesAsync(path);
            if (IsSendable(path)) DataSetBytes.AssertSame(DataSetBytes.Of(sent), DataSetBytes.Of(back), "by WADO-RS");
        }
    }

    private static bool IsSendable(string path)
    {
        var bytes = File.ReadAllBytes(path);
        if (bytes.Length <= 140 || !bytes.AsSpan(128, 4).SequenceEqual("DICM"u8) || bytes[132] != 2 || bytes[133] != 0 || path.Contains("meta_", StringComparison.Ordinal)) return false;
        return DataSetBytes.Find(bytes).TransferSyntax.Length > 0 && DataSetBytes.SopClassUid(bytes).Length > 0 && DataSetBytes.SopInstanceUid(bytes) is { Length: > 0 and <= 64 };
    }

    private static async Task AssertUnharmed(ConcordServer concord, SweepLog sweep)
    {
        Assert.Equal(0, await WireScu.Echo(concord.DicomPort));
        var peak = concord.Process.Memory();
        Assert.True(peak < MemoryBound, string.Create(CultureInfo.InvariantCulture, $"the server reached {peak >> 20} MiB"));
        Assert.Equal([concord.Data], Directory.GetFileSystemEntries(Path.GetDirectoryName(concord.Data)!)); // nothing outside the store
        await concord.Seal();
        foreach (var bundle in Bundles.Files(concord.Data)) await Bundles.AssertSound(bundle);
        sweep.AssertClean();
    }
}

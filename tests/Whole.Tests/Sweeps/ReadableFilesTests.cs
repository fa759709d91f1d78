using System.Net;
using Whole.Tests.Harness;
using Whole.Tests.Harness.Wire;
using Xunit.Abstractions;

namespace Whole.Tests.Sweeps;

/// <summary>Every readable file goes in and comes out with the bytes it had, and is found by what it says of itself.</summary>
public sealed class ReadableFilesTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Files_sent_by_STOW_come_back_byte_for_byte_by_C_GET_and_WADO_RS()
    {
        var sweep = new SweepLog(output);
        foreach (var batch in Corpus.WithoutRepeats(Corpus.Sweep(Corpus.Files.Where(f => f.IsReadable && f.IsComposite && f.IsPart10), output)))
        {
            await using var concord = await ConcordServer.Start();
            foreach (var file in batch)
                await sweep.Try(file, async () =>
                {
                    (await concord.Web.Stow(file.Bytes())).AllStored();
                    await AssertComesBack(concord, file, file.DataSet());
                    await KeysOf.AssertFound(concord, batch, file);
                });
        }

        sweep.AssertClean();
    }

    [Fact]
    public async Task Files_sent_by_C_STORE_come_back_byte_for_byte_by_C_GET_and_WADO_RS()
    {
        var sweep = new SweepLog(output);
        foreach (var batch in Corpus.WithoutRepeats(Corpus.Sweep(Corpus.Files.Where(f => f.IsReadable && f.IsComposite && f.TransferSyntax.Length > 0), output)))
        {
            await using var concord = await ConcordServer.Start();
            foreach (var file in batch)
                await sweep.Try(file, async () =>
                {
                    await using var association = await WireScu.OpenForStore(concord.DicomPort, [(file.SopClass, file.TransferSyntax)]);
                    Assert.True(association.Accepts(file.SopClass, file.TransferSyntax), "the presentation context is accepted");
                    Assert.Equal(0, await association.Store(file.SopClass, file.SopUid, file.TransferSyntax, file.DataSet()));
                    await association.Release();
                    await AssertComesBack(concord, file, file.DataSet());
                });
            await concord.Seal();
            foreach (var file in batch) await sweep.Try(file, () => AssertComesBack(concord, file, file.DataSet()));
            foreach (var bundle in Bundles.Files(concord.Data)) await Bundles.AssertSound(bundle);
        }

        sweep.AssertClean();
    }

    [Fact]
    public async Task Files_sent_by_dcmsend_come_back_as_they_were_on_the_wire()
    {
        var sweep = new SweepLog(output);
        foreach (var batch in Corpus.WithoutRepeats(Corpus.Sweep(Corpus.Files.Where(f => f.IsReadable && f.IsComposite && f.IsPart10), output)))
        {
            await using var reference = await DcmtkReceiver.Start();
            await Dcmtk.Send(reference.Port, batch.Select(f => f.FullPath));
            var onTheWire = reference.ReceivedFiles();
            await using var concord = await ConcordServer.Start();
            await Dcmtk.Send(concord.DicomPort, batch.Select(f => f.FullPath));
            foreach (var file in batch.Where(f => onTheWire.ContainsKey(f.SopUid)))
                await sweep.Try(file, async () =>
                {
                    var sent = onTheWire[file.SopUid];
                    if (DataSetBytes.SopClassUid(sent) == file.SopClass) await AssertComesBack(concord, file, DataSetBytes.Of(sent));
                    else Assert.Empty(await concord.Web.Query($"instances?SOPInstanceUID={file.SopUid}"));     // the command names another class: refused
                });
            output.WriteLine($"{batch.Count - batch.Count(f => onTheWire.ContainsKey(f.SopUid))} of {batch.Count} files are of no kind this DCMTK sends");
        }

        sweep.AssertClean();
    }

    [Fact]
    public async Task Objects_without_study_identifiers_are_kept_or_refused_but_never_half()
    {
        var sweep = new SweepLog(output);
        await using var concord = await ConcordServer.Start();
        foreach (var file in Corpus.Sweep(Corpus.Files.Where(f => f.IsPart10 && !f.IsComposite), output))
            await sweep.Try(file, async () =>
            {
                var answer = await concord.Web.Stow(file.Bytes());
                Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.Accepted or HttpStatusCode.Conflict or HttpStatusCode.BadRequest, $"{answer.Status} {answer.Text}");
                if (answer.Status != HttpStatusCode.OK) Assert.Empty(answer.Stored);
                Assert.Equal(0, await WireScu.Echo(concord.DicomPort));
            });
        sweep.AssertClean();
    }

    private static async Task AssertComesBack(ConcordServer concord, CorpusFile file, byte[] expected)
    {
        var part10 = Assert.Single(await concord.Web.Retrieve(file.InstancePath));
        var (syntax, offset) = DataSetBytes.Find(part10);
        DataSetBytes.AssertSame(expected, part10[offset..], "by WADO-RS");
        var got = await WireScu.Get(concord.DicomPort, "IMAGE", [(file.SopClass, syntax)],
            (0x0020000D, file.StudyUid), (0x0020000E, file.SeriesUid), (0x00080018, file.SopUid));
        Assert.True(got.Final.Status == 0, $"C-GET ends with {got.Final.Status:X4}");
        DataSetBytes.AssertSame(expected, Assert.Single(got.Objects).DataSet, "by C-GET");
    }
}

using System.Net;
using Whole.Tests.Harness;
using Whole.Tests.Harness.Wire;

namespace Whole.Tests.FirstHour;

/// <summary>A series is one file that any ZIP tool opens; what is deleted from it is gone for good.</summary>
public sealed class SealedSeriesTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private const int Slices = 300;
    private readonly ConcordServer _concord = shared.Concord;

    [Fact]
    public async Task A_series_of_300_slices_is_one_file_that_unzip_finds_sound()
    {
        var slices = TestObject.Series(Slices);
        await using (var association = await WireScu.OpenForStore(_concord.DicomPort, [(TestObject.CtImage, TestObject.ExplicitLittle)]))
        {
            foreach (var slice in slices)
                Assert.Equal(0, await association.Store(slice.SopClass, slice.SopUid, TestObject.ExplicitLittle, slice.DataSet()));
            await association.Release();
        }

        await _concord.Seal();
        var file = Assert.Single(slices.Select(s => Assert.Single(Bundles.Holding(_concord.Data, s.SopUid))).Distinct());
        await Bundles.AssertSound(file);
        Assert.Equal(Slices, Bundles.Entries(file)!.Count(name => name.EndsWith(".dcm", StringComparison.Ordinal)));
        Assert.Equal(Slices, (await _concord.Web.Metadata(slices[0].SeriesPath)).Count);
        var back = await _concord.Web.Retrieve(slices[0].SeriesPath);
        Assert.Equal(slices.Select(s => Convert.ToHexString(s.DataSet())).Order(), back.Select(b => Convert.ToHexString(DataSetBytes.Of(b))).Order());
    }

    [Fact]
    public async Task Four_mammograms_of_one_series_are_one_file()
    {
        var views = TestObject.Series(4, o => o with { SopClass = TestObject.MgImage, Modality = "MG", Size = 1024 });
        await Task.WhenAll(views.Select(v => WireScu.Store(_concord.DicomPort, v)));
        await _concord.Seal();
        var file = Assert.Single(views.Select(v => Assert.Single(Bundles.Holding(_concord.Data, v.SopUid))).Distinct());
        await Bundles.AssertSound(file);
    }

    [Fact]
    public async Task An_instance_deleted_from_a_sealed_series_stays_gone_after_restart_and_reindex()
    {
        await using var concord = await ConcordServer.Start("--allow-delete", "--seal-after", "3600");
        var slices = TestObject.Series(4);
        (await concord.Web.Stow([.. slices.Select(s => s.Part10())])).AllStored();
        await concord.Seal();
        Assert.True(await concord.Web.Delete(slices[1].Path) is HttpStatusCode.OK or HttpStatusCode.NoContent);
        await AssertGone();
        await concord.Restart();
        await AssertGone();
        await concord.Stop();
        await ConcordCli.Run("reindex", "--data", concord.Data);
        await concord.Launch();
        await AssertGone();

        (await concord.Web.Stow(slices[1].Part10())).AllStored();      // a legitimate resend works
        Assert.Equal(4, Assert.Single(await concord.Web.Query($"studies/{slices[0].StudyUid}/series")).Number("00201209"));
        DataSetBytes.AssertSame(slices[1].DataSet(), DataSetBytes.Of(Assert.Single(await concord.Web.Retrieve(slices[1].Path))), "the resend");

        async Task AssertGone()
        {
            Assert.Equal(3, Assert.Single(await concord.Web.Query($"studies/{slices[0].StudyUid}/series")).Number("00201209"));
            Assert.Equal(HttpStatusCode.NotFound, (await concord.Web.RetrieveParts(slices[1].Path, DicomWeb.AnySyntax)).Status);
            Assert.Equal(3, (await concord.Web.Retrieve(slices[0].SeriesPath)).Count);
            Assert.Equal(3, (await concord.Web.Metadata(slices[0].SeriesPath)).Count);
            Assert.DoesNotContain(await concord.Web.Query(slices[0].SeriesPath + "/instances"), i => i.Text("00080018") == slices[1].SopUid);
            var got = await WireScu.Get(concord.DicomPort, "IMAGE", [(TestObject.CtImage, TestObject.ExplicitLittle)], (0x00080018, slices[1].SopUid));
            Assert.Empty(got.Objects);
        }
    }
}

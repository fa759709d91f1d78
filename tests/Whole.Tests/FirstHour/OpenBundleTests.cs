using System.Net;
using Whole.Tests.Harness;
using Whole.Tests.Harness.Wire;

namespace Whole.Tests.FirstHour;

/// <summary>What was acknowledged a moment ago, its bundle still open, is answered like everything else.</summary>
public sealed class OpenBundleTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private readonly ConcordServer _concord = shared.Concord;

    [Fact]
    public async Task Queries_are_right_at_once_after_the_first_acknowledgement()
    {
        var instance = TestObject.New();
        Assert.Equal(0, await WireScu.Store(_concord.DicomPort, instance));

        var study = Assert.Single(await _concord.Web.Query($"studies?StudyInstanceUID={instance.StudyUid}&includefield=all"));
        Assert.Equal((1, 1), (study.Number("00201206"), study.Number("00201208")));
        Assert.Equal("Zhang^San=张^三", study.Name("00100010"));
        Assert.Equal(["CT"], study.Values("00080061"));
        var series = Assert.Single(await _concord.Web.Query($"studies/{instance.StudyUid}/series"));
        Assert.Equal(instance.SeriesUid, series.Text("0020000E"));
        var found = Assert.Single(await _concord.Web.Query($"{instance.SeriesPath}/instances"));
        Assert.Equal((instance.SopUid, "32"), (found.Text("00080018"), found.Text("00280010")));
        var (matches, status) = await WireScu.Find(_concord.DicomPort, "IMAGE", (0x0020000D, instance.StudyUid), (0x0020000E, instance.SeriesUid), (0x00080018, ""), (0x00200013, ""), (0x00100010, ""));
        Assert.Equal((0, instance.SopUid), (status, Assert.Single(matches).Text(0x00080018)));
        Assert.Equal("Zhang^San=张^三", matches[0].Text(0x00100010));
    }

    [Fact]
    public async Task Metadata_and_frames_are_right_at_once_after_the_first_acknowledgement()
    {
        var instance = TestObject.New();
        (await _concord.Web.Stow(instance.Part10())).AllStored();

        var metadata = Assert.Single(await _concord.Web.Metadata(instance.Path));
        Assert.Equal(instance.SopUid, metadata.Text("00080018"));
        Assert.Equal("Zhang^San=张^三", metadata.Name("00100010"));
        Assert.Single(await _concord.Web.Metadata(instance.SeriesPath));
        var (status, parts) = await _concord.Web.RetrieveParts(instance.Path + "/frames/1", "multipart/related; type=\"application/octet-stream\"; transfer-syntax=*");
        Assert.Equal(HttpStatusCode.OK, status);
        DataSetBytes.AssertSame(instance.DataSet()[^(32 * 32 * 2)..], Assert.Single(parts).Body, "frame 1");
        Assert.Contains("Content-Type: application/octet-stream", parts[0].Headers, StringComparison.Ordinal);
        Assert.Contains("transfer-syntax=1.2.840.10008.1.2.1", parts[0].Headers, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_late_slices_appear_in_the_counts_after_sealing()
    {
        var slices = TestObject.Series(5);
        (await _concord.Web.Stow([.. slices[..3].Select(s => s.Part10())])).AllStored();
        await _concord.Seal();
        foreach (var late in slices[3..]) Assert.Equal(0, await WireScu.Store(_concord.DicomPort, late));

        await AssertFive();
        await _concord.Seal();
        await AssertFive();

        async Task AssertFive()
        {
            var series = Assert.Single(await _concord.Web.Query($"studies/{slices[0].StudyUid}/series"));
            Assert.Equal(5, series.Number("00201209"));
            Assert.Equal(5, (await _concord.Web.Query(slices[0].SeriesPath + "/instances")).Count);
            Assert.Equal(5, (await _concord.Web.Metadata(slices[0].SeriesPath)).Count);
            Assert.Equal(5, (await _concord.Web.Retrieve(slices[0].SeriesPath)).Count);
        }
    }

    [Fact]
    public async Task Retrieving_one_instance_needs_no_more_than_its_UID()
    {
        var slices = TestObject.Series(3);
        (await _concord.Web.Stow([.. slices.Select(s => s.Part10())])).AllStored();
        await AssertGot();
        await _concord.Seal();
        await AssertGot();

        async Task AssertGot()
        {
            var got = await WireScu.Get(_concord.DicomPort, "IMAGE", [(TestObject.CtImage, TestObject.ExplicitLittle)], (0x00080018, slices[1].SopUid));
            Assert.Equal(0, got.Final.Status);
            DataSetBytes.AssertSame(slices[1].DataSet(), Assert.Single(got.Objects).DataSet, "by C-GET");
            await using var receiver = await DcmtkReceiver.Start();
            await _concord.AddPeer(receiver);
            var moved = await WireScu.Move(_concord.DicomPort, DcmtkReceiver.Ae, "IMAGE", (0x00080018, slices[1].SopUid));
            Assert.Equal((0, 1), (moved.Status, moved.Number(0x00001021)));
            DataSetBytes.AssertSame(slices[1].DataSet(), Assert.Single(receiver.Received()).Value, "by C-MOVE");
        }
    }

    [Fact]
    public async Task An_unknown_move_destination_is_A801()
    {
        var instance = TestObject.New();
        (await _concord.Web.Stow(instance.Part10())).AllStored();
        var answer = await WireScu.Move(_concord.DicomPort, "NOWHERE", "STUDY", (0x0020000D, instance.StudyUid));
        Assert.Equal(0xA801, answer.Status);
    }
}

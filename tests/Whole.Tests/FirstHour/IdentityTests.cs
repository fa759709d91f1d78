using System.Net;
using System.Text.Json;
using Whole.Tests.Harness;
using Whole.Tests.Harness.Wire;

namespace Whole.Tests.FirstHour;

/// <summary>What is the same and what is not: UIDs that repeat, patients without an ID, objects sent again.</summary>
public sealed class IdentityTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private readonly ConcordServer _concord = shared.Concord;

    [Fact]
    public async Task The_same_series_UID_in_two_studies_is_two_series()
    {
        var one = TestObject.New();
        var other = TestObject.New(series: one.SeriesUid) with { PatientId = "PAT-2", Number = 7 };
        (await _concord.Web.Stow(one.Part10())).AllStored();
        (await _concord.Web.Stow(other.Part10())).AllStored();
        await AssertApart();
        await _concord.Seal();
        await AssertApart();

        async Task AssertApart()
        {
            foreach (var instance in new[] { one, other })
            {
                Assert.Equal(1, Assert.Single(await _concord.Web.Query($"studies/{instance.StudyUid}/series")).Number("00201209"));
                var bytes = Assert.Single(await _concord.Web.Retrieve(instance.SeriesPath));
                DataSetBytes.AssertSame(instance.DataSet(), DataSetBytes.Of(bytes), instance.StudyUid);
                Assert.Equal(instance.SopUid, Assert.Single(await _concord.Web.Metadata(instance.SeriesPath)).Text("00080018"));
            }
        }
    }

    [Fact]
    public async Task Studies_without_a_Patient_ID_are_different_patients()
    {
        var name = "Nobody^" + string.Concat(TestObject.NewUid().Where(char.IsDigit).TakeLast(12));
        var one = TestObject.New() with { PatientId = "", PatientName = name };
        var other = TestObject.New() with { PatientId = "", PatientName = name };
        (await _concord.Web.Stow(one.Part10(), other.Part10())).AllStored();
        (await _concord.Web.Stow((one with { SopUid = TestObject.NewUid(), Number = 2 }).Part10())).AllStored();

        var (patients, status) = await WireScu.FindIn(WireScu.PatientRootFind, _concord.DicomPort, "PATIENT", (0x00100010, name), (0x00100020, ""), (0x00201200, ""));
        Assert.Equal(0, status);
        Assert.Equal([("", "1"), ("", "1")], patients.Select(p => (p.Text(0x00100020), p.Text(0x00201200))));
        Assert.Equal(2, Assert.Single(await _concord.Web.Query($"studies?StudyInstanceUID={one.StudyUid}")).Number("00201208"));
        Assert.Equal(1, Assert.Single(await _concord.Web.Query($"studies?StudyInstanceUID={other.StudyUid}")).Number("00201208"));
    }

    [Fact]
    public async Task Another_object_under_a_known_UID_is_B007_and_the_first_stays()
    {
        var before = LastChange(await _concord.Web.Changes());
        var first = TestObject.New();
        var impostor = first with { Seed = 99 };
        Assert.Equal(0, await WireScu.Store(_concord.DicomPort, first));
        Assert.Equal(0xB007, await WireScu.Store(_concord.DicomPort, impostor));
        Assert.Equal(0xB007, Assert.Single((await _concord.Web.Stow(impostor.Part10())).Stored).Warning);
        await AssertFirstStays();
        await _concord.Seal();
        Assert.Equal(0xB007, await WireScu.Store(_concord.DicomPort, impostor));
        await AssertFirstStays();

        var changes = (await _concord.Web.Changes(before)).GetRawText();
        Assert.Contains("kept-aside", changes, StringComparison.Ordinal);
        Assert.Contains(first.SopUid, changes, StringComparison.Ordinal);

        async Task AssertFirstStays()
        {
            DataSetBytes.AssertSame(first.DataSet(), DataSetBytes.Of(Assert.Single(await _concord.Web.Retrieve(first.Path))), "the first");
            Assert.Single(await _concord.Web.Query(first.SeriesPath + "/instances"));
        }
    }

    [Fact]
    public async Task An_identical_object_sent_again_is_stored_once()
    {
        var instance = TestObject.New();
        Assert.Equal(0, await WireScu.Store(_concord.DicomPort, instance));
        Assert.Equal(0, await WireScu.Store(_concord.DicomPort, instance));
        await _concord.Seal();
        var file = Assert.Single(Bundles.Holding(_concord.Data, instance.SopUid));
        var size = new FileInfo(file).Length;
        Assert.Equal(0, await WireScu.Store(_concord.DicomPort, instance));
        (await _concord.Web.Stow(instance.Part10())).AllStored();
        await _concord.Seal();

        Assert.Equal(size, new FileInfo(Assert.Single(Bundles.Holding(_concord.Data, instance.SopUid))).Length);
        Assert.Single(Bundles.Entries(file)!, name => name.EndsWith(".dcm", StringComparison.Ordinal));
        Assert.Equal(1, Assert.Single(await _concord.Web.Query($"studies/{instance.StudyUid}/series")).Number("00201209"));
    }

    [Fact]
    public async Task The_same_object_from_two_associations_at_once_is_stored_once()
    {
        var slices = TestObject.Series(20);
        await Task.WhenAll(Send(), Send());
        await _concord.Seal();

        var file = Assert.Single(Bundles.Holding(_concord.Data, slices[0].SopUid));
        Assert.Equal(slices.Length, Bundles.Entries(file)!.Count(name => name.EndsWith(".dcm", StringComparison.Ordinal)));
        Assert.Equal(slices.Length, (await _concord.Web.Query(slices[0].SeriesPath + "/instances")).Count);

        async Task Send()
        {
            await using var association = await WireScu.OpenForStore(_concord.DicomPort, [(TestObject.CtImage, TestObject.ExplicitLittle)]);
            foreach (var slice in slices)
                Assert.Equal(0, await association.Store(slice.SopClass, slice.SopUid, TestObject.ExplicitLittle, slice.DataSet()));
            await association.Release();
        }
    }

    [Fact]
    public async Task Deleting_is_refused_until_it_is_allowed()
    {
        await using var guarded = await ConcordServer.Start();
        var instance = TestObject.New();
        (await guarded.Web.Stow(instance.Part10())).AllStored();
        Assert.Equal(HttpStatusCode.Forbidden, await guarded.Web.Delete(instance.Path));
        Assert.Single(await guarded.Web.Retrieve(instance.Path));
    }

    private static long LastChange(JsonElement feed)
    {
        var items = feed.ValueKind == JsonValueKind.Array ? feed : feed.GetProperty("changes");
        return items.GetArrayLength() == 0 ? 0 : items.EnumerateArray().Last().GetProperty("changeNumber").GetInt64();
    }
}

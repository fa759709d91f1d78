using System.Text.Json.Nodes;
using Whole.Tests.Harness;

namespace Whole.Tests.Peers;

/// <summary>A real Orthanc on the other end: it pushes to us, takes what we move, and is our DICOMweb client.</summary>
public sealed class OrthancTests
{
    [Fact]
    public async Task Orthanc_pushes_to_us_and_all_of_it_is_there()
    {
        await using var concord = await ConcordServer.Start();
        await using var orthanc = await OrthancPeer.Start(concord);
        var slices = TestObject.Series(8);
        var ids = new List<string>();
        foreach (var slice in slices) ids.Add(await orthanc.Import(slice.Part10()));
        await orthanc.Post("modalities/concord/echo", new { });
        await orthanc.Post("modalities/concord/store", ids);
        await AssertAllHere(concord, slices);
    }

    [Fact]
    public async Task Orthanc_finds_at_ours_and_takes_it_by_C_MOVE()
    {
        await using var concord = await ConcordServer.Start();
        await using var orthanc = await OrthancPeer.Start(concord);
        var slices = TestObject.Series(8);
        (await concord.Web.Stow([.. slices.Select(s => s.Part10())])).AllStored();

        var query = await orthanc.Post("modalities/concord/query", new { Level = "Study", Query = new { PatientID = "PAT-0815", StudyInstanceUID = slices[0].StudyUid, PatientName = "zhang*" } });
        var answers = JsonNode.Parse(await orthanc.Client.GetStringAsync($"queries/{query["ID"]}/answers"))!.AsArray();
        Assert.Single(answers);
        await orthanc.Post($"queries/{query["ID"]}/retrieve", new { TargetAet = OrthancPeer.Ae, Synchronous = true });
        await AssertAllThere(orthanc, slices);
    }

    [Fact]
    public async Task Orthanc_stores_to_us_and_retrieves_from_us_by_DICOMweb()
    {
        await using var concord = await ConcordServer.Start();
        await using var orthanc = await OrthancPeer.Start(concord);
        var theirs = TestObject.Series(4);
        var ids = new List<string>();
        foreach (var slice in theirs) ids.Add(await orthanc.Import(slice.Part10()));
        await orthanc.Post("dicom-web/servers/concord/stow", new { Resources = ids });
        await AssertAllHere(concord, theirs);

        var ours = TestObject.Series(4);
        (await concord.Web.Stow([.. ours.Select(s => s.Part10())])).AllStored();
        var found = await orthanc.Post("dicom-web/servers/concord/qido", new { Uri = "/studies", Arguments = new Dictionary<string, string> { ["StudyInstanceUID"] = ours[0].StudyUid } });
        Assert.NotNull(found);
        await orthanc.Post("dicom-web/servers/concord/retrieve", new { Resources = new[] { new { Study = ours[0].StudyUid } } });
        await AssertAllThere(orthanc, ours);
    }

    private static async Task AssertAllHere(ConcordServer concord, TestObject[] slices)
    {
        foreach (var slice in slices)
            DataSetBytes.AssertSame(slice.DataSet(), DataSetBytes.Of(Assert.Single(await concord.Web.Retrieve(slice.Path))), slice.SopUid);
    }

    private static async Task AssertAllThere(OrthancPeer orthanc, TestObject[] slices)
    {
        var there = await orthanc.Instances();
        foreach (var slice in slices) DataSetBytes.AssertSame(slice.DataSet(), DataSetBytes.Of(there[slice.SopUid]), slice.SopUid);
    }
}

using System.Globalization;
using System.Text.Json.Nodes;
using Whole.Tests.Harness;

namespace Whole.Tests.Peers;

/// <summary><c>dcmjs-dimse</c>, a DIMSE client that shares no ancestor with DCMTK.</summary>
public sealed class DcmjsDimseTests(SharedServer shared) : IClassFixture<SharedServer>
{
    [Fact]
    public async Task Dcmjs_dimse_echoes_stores_finds_and_gets()
    {
        using var folder = new TempFolder("dcmjs");
        var slices = TestObject.Series(3);
        foreach (var slice in slices) await File.WriteAllBytesAsync(folder[slice.SopUid + ".dcm"], slice.Part10());
        var script = Repository.At("tests", "Whole.Tests", "Peers", "clients", "dimse.cjs");
        var modules = new Dictionary<string, string> { ["NODE_PATH"] = Repository.At(".cache", "test-clients", "node_modules") };
        var run = await ToolRun.Run("node", [script, shared.Concord.DicomPort.ToString(CultureInfo.InvariantCulture), slices[0].StudyUid,
            .. slices.Select(s => folder[s.SopUid + ".dcm"])], environment: modules);
        var said = JsonNode.Parse(run.Succeeded().Output.Trim().Split('\n').Last())!;

        Assert.Equal("[0]", said["echo"]!.ToJsonString());
        Assert.Equal("[0,0,0]", said["store"]!.ToJsonString());
        Assert.Equal(slices[0].StudyUid, Assert.Single(said["found"]!.AsArray())!.ToString());
        Assert.Equal(0, (int)said["get"]!);
        Assert.Equal(slices.Select(s => s.SopUid).Order(StringComparer.Ordinal), said["got"]!.AsArray().Select(g => g!.ToString()).Order(StringComparer.Ordinal));
        foreach (var slice in slices) Assert.Single(await shared.Concord.Web.Retrieve(slice.Path));
    }
}

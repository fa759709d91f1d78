using System.Text;
using System.Text.Json.Nodes;
using Concord.Trust.Policy;

namespace Archive.Tests.Server;

/// <summary>What may be an extended query tag, and what is said to wishes for others.</summary>
public sealed class ExtendedTagBodyTests
{
    [Theory]
    [InlineData("""{"path":"PatientID","level":"Study"}""", "indexed already")]
    [InlineData("""{"path":"PatientName","level":"Study"}""", "indexed already")]
    [InlineData("""{"path":"SOPInstanceUID","level":"Instance"}""", "indexed already")]
    [InlineData("""{"path":"ModalitiesInStudy","level":"Study"}""", "indexed already")]
    [InlineData("""{"path":"OtherPatientIDsSequence","level":"Study"}""", "VR SQ")]
    [InlineData("""{"path":"PixelData","level":"Instance"}""", "VR OW")]
    [InlineData("""{"path":"PatientComments","level":"Study"}""", "VR LT")]
    [InlineData("""{"path":"ProtocolName","level":"Study"}""", "of level Series")]
    [InlineData("""{"path":"ReferringPhysicianName","level":"Series"}""", "of level Study")]
    [InlineData("""{"path":"ProtocolName","level":"Image"}""", "level is")]
    [InlineData("""{"path":"ProtocolName"}""", "level is")]
    [InlineData("""{"path":"NoSuchKeyword","level":"Series"}""", "path is")]
    [InlineData("""{"level":"Series"}""", "path is")]
    [InlineData("""{"path":"00189999","level":"Series"}""", "not in the dictionary")]
    [InlineData("""{"path":"ProtocolName","level":"Series","vr":"SH"}""", "has the VR LO")]
    [InlineData("""{"path":"ProtocolName","level":"Series","privateCreator":"ACME"}""", "no private tag")]
    [InlineData("""{"path":"00091001","level":"Series","vr":"LO"}""", "privateCreator")]
    [InlineData("""{"path":"00091001","level":"Series","vr":"LO","privateCreator":"A\\B"}""", "privateCreator")]
    [InlineData("""{"path":"00091001","level":"Series","privateCreator":"ACME"}""", "vr says")]
    [InlineData("""{"path":"00091001","level":"Series","vr":"UN","privateCreator":"ACME"}""", "VR UN")]
    [InlineData("""{"path":"00090010","level":"Series","vr":"LO","privateCreator":"ACME"}""", "no attribute")]
    [InlineData("""{"path":"00080000","level":"Series"}""", "no attribute")]
    [InlineData("""{"path":"00020010","level":"Series"}""", "no attribute")]
    [InlineData("""{"path":"SpecificCharacterSet","level":"Series"}""", "no attribute")]
    [InlineData("""[{"path":"ProtocolName","level":"Series"},{"path":"PatientID","level":"Study"}]""", "indexed already")]
    [InlineData("", "no extended query tag")]
    [InlineData("[]", "no extended query tag")]
    [InlineData("[null]", "no extended query tag")]
    [InlineData("null", "no extended query tag")]
    [InlineData("7", "no extended query tag")]
    [InlineData("""{"path":7,"level":"Series"}""", "no extended query tag")]
    [InlineData("""{"path":"ProtocolName","level":"Series" """, "no extended query tag")]
    public async Task What_cannot_be_a_tag_is_refused_with_why_and_nothing_is_added(string body, string why)
    {
        await using var server = await TestServer.Start();
        var (status, answer) = await Post(server, body);
        Assert.Equal(400, status);
        Assert.Contains(why, (string)answer!["detail"]!, StringComparison.Ordinal);
        Assert.Empty(await server.GetJson("dicom-web/extendedquerytags"));
    }

    [Fact]
    public async Task A_body_without_end_or_bottom_is_refused()
    {
        await using var server = await TestServer.Start();
        Assert.Equal(400, (await Post(server, new string('[', 5000))).Status);
        Assert.Equal(413, (await Post(server, $"[{new string(' ', 70 << 10)}]")).Status);
        Assert.Equal(400, (await Post(server, "[" + string.Join(',', Enumerable.Repeat("null", 10_000)) + "]")).Status);
    }

    [Fact]
    public async Task A_tag_that_is_there_and_one_too_many_are_a_conflict()
    {
        await using var server = await TestServer.Start(settings => settings with { DicomWeb = settings.DicomWeb with { MaxExtendedTags = 2 } });
        var (status, answer) = await Post(server, """{"Path":"protocolname","Level":"series"}"""); // as clients of others write it
        Assert.Equal(201, status);
        var tag = Assert.Single(answer!.AsArray())!;
        Assert.Equal(("00181030", "ProtocolName", "LO", "Series"), ((string)tag["path"]!, (string)tag["keyword"]!, (string)tag["vr"]!, (string)tag["level"]!));
        Assert.Equal(409, (await Post(server, """{"path":"00181030","level":"Series"}""")).Status);
        Assert.Equal(409, (await Post(server, """[{"path":"SliceThickness","level":"Instance"},{"path":"00180050","level":"Series"}]""")).Status);
        Assert.Equal(409, (await Post(server, """[{"path":"SliceThickness","level":"Instance"},{"path":"ImageType","level":"Instance"}]""")).Status);
        Assert.Equal(201, (await Post(server, """{"path":"SliceThickness","level":"Instance"}""")).Status);
        Assert.Equal(409, (await Post(server, """{"path":"ImageType","level":"Instance"}""")).Status);
        Assert.Equal(2, (await server.GetJson("dicom-web/extendedquerytags")).Count);
        using var nobody = await server.Get("dicom-web/extendedquerytags/ImageType", method: HttpMethod.Delete);
        Assert.Equal(404, (int)nobody.StatusCode);
    }

    [Fact]
    public async Task Who_may_not_administer_may_look_and_not_change()
    {
        await using var server = await TestServer.Start(settings => settings with { Policy = new AccessPolicyOptions { AdminUsers = ["somebody-else"] } });
        Assert.Equal(403, (await Post(server, """{"path":"ProtocolName","level":"Series"}""")).Status);
        using var removed = await server.Get("dicom-web/extendedquerytags/ProtocolName", method: HttpMethod.Delete);
        Assert.Equal(403, (int)removed.StatusCode);
        Assert.Empty(await server.GetJson("dicom-web/extendedquerytags"));
    }

    private static Task<(int Status, JsonNode? Body)> Post(TestServer server, string body) => server.Post("dicom-web/extendedquerytags", Encoding.UTF8.GetBytes(body), "application/json");
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Files;
using Whole.Tests.Harness;

namespace Whole.Tests.Peers;

/// <summary>DCMTK finds and is sent what was corrected, in the syntax in which it lies and in others, compressed at rest or not.</summary>
public sealed class CorrectionTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private readonly ConcordServer _concord = shared.Concord;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Findscu_and_movescu_see_the_correction(bool isCompressed)
    {
        var study = await Store();
        if (isCompressed) await Post($"api/compress?study={study}", new { });
        await Post("api/corrections", new { studies = new[] { study }, set = JsonSerializer.Deserialize<JsonElement>("""{"00100010":{"vr":"PN","Value":[{"Alphabetic":"Wang^Xiaoming","Ideographic":"王^小明"}]}}"""), why = "typed wrong" });

        using var folder = new TempFolder("corrected");
        var (run, answers) = await Dcmtk.Find(_concord.DicomPort, folder.Path, ["-S", "-k", "QueryRetrieveLevel=STUDY", "-k", $"StudyInstanceUID={study}", "-k", "PatientName=wang^*"]);
        run.Succeeded();
        Assert.Contains("王^小明", (await ToolRun.Run("dcmdump", ["+U8", Assert.Single(answers)])).Succeeded().Output, StringComparison.Ordinal);
        foreach (var accepting in new[] { "+x=", "+xi", "+xb" })
        {
            var file = folder[accepting + ".dcm"];
            await File.WriteAllBytesAsync(file, await Move(study, accepting));
            Assert.Contains("王^小明", (await ToolRun.Run("dcmdump", ["+U8", "+P", "PatientName", file])).Succeeded().Output, StringComparison.Ordinal);
            Assert.Single(Part10.Read(await File.ReadAllBytesAsync(file)).DataSet.GetItems(Tags.OriginalAttributesSequence));
            Assert.Equal(Hash(await Pixels(folder, TestPixels)), Hash(await Pixels(folder, file)));
        }
    }

    private async Task<byte[]> Move(string study, string accepting)
    {
        await using var receiver = await DcmtkReceiver.Start(accepting);
        await _concord.AddPeer(receiver);
        (await Dcmtk.Move(_concord.DicomPort, DcmtkReceiver.Ae, "QueryRetrieveLevel=STUDY", $"StudyInstanceUID={study}")).Succeeded();
        return Assert.Single(receiver.Received()).Value;
    }

    private static string TestPixels => Repository.At("tests", "Fixtures", "synthetic", "ts", "deflated_ct16s.dcm");

    private async Task<string> Store()
    {
        var dataSet = Part10.Read(await File.ReadAllBytesAsync(TestPixels)).DataSet;
        var study = Uid.New();
        dataSet.SetString(Tags.Modality, "CT").SetUid(Tags.SOPInstanceUID, Uid.New()).SetUid(Tags.StudyInstanceUID, study).SetUid(Tags.SeriesInstanceUID, Uid.New());
        var sent = await _concord.Web.Stow(Part10.ToArray(dataSet, Concord.Dicom.Encoding.TransferSyntax.ExplicitVrLittleEndian));
        Assert.Equal(HttpStatusCode.OK, sent.Status);
        await _concord.Seal();
        return study.ToString();
    }

    private async Task Post(string path, object body)
    {
        using var answer = await _concord.Web.Client.PostAsJsonAsync(new Uri(_concord.Http, path), body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>As DCMTK decodes them.</summary>
    private static async Task<byte[]> Pixels(TempFolder folder, string file)
    {
        var raw = folder[Guid.NewGuid() + ".pgm"];
        (await ToolRun.Run("dcm2pnm", ["+op", "+Wm", file, raw])).Succeeded();
        return await File.ReadAllBytesAsync(raw);
    }

    private static string Hash(byte[] bytes) => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(bytes));
}

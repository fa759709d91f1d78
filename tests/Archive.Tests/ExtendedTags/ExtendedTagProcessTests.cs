using System.Text;
using System.Text.Json.Nodes;
using Archive.Tests.Cli;
using Archive.Tests.Cli.Peers;
using Archive.Tests.Receive;
using Archive.Tests.Server;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Dicom.Files;

namespace Archive.Tests.ExtendedTags;

/// <summary>The whole archive in a process of its own: killed in the middle of a filling, asked over DIMSE.</summary>
public sealed class ExtendedTagProcessTests : IDisposable
{
    private const int Series = 150;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_filling_that_is_killed_goes_on_after_the_restart_and_finds_everything()
    {
        var doneBefore = 0L;
        await using (var archive = await ArchiveProcess.Start(_folder["data"]))
        {
            using var client = new HttpClient { BaseAddress = new Uri(archive.Address) };
            await Stow(client, [.. Enumerable.Range(1, Series).Select(File)]);
            await Add(client, """[{"path":"AcquisitionDate","level":"Series"},{"path":"SliceThickness","level":"Instance"}]""");
            while (doneBefore == 0) doneBefore = (long)(await State(client, "AcquisitionDate"))["instancesDone"]!;
        } // by SIGKILL
        Assert.InRange(doneBefore, 1, Series - 1);
        await using var again = await ArchiveProcess.Start(_folder["data"]);
        using var other = new HttpClient { BaseAddress = new Uri(again.Address) };
        await Stow(other, [File(Series + 1)]);
        await RefusedOrWhole(other);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while ((string)(await State(other, "SliceThickness"))["status"]! != "Ready") await Task.Delay(10, limit.Token);
        Assert.Equal("{\"count\":" + (Series + 1) + "}", await other.GetStringAsync(new Uri("dicom-web/studies/count?AcquisitionDate=20250607", UriKind.Relative)));
        Assert.Equal("""{"count":1}""", await other.GetStringAsync(new Uri("dicom-web/studies/count?SliceThickness=1.077", UriKind.Relative)));
        await CFind(again);
    }

    /// <summary>The same tags are keys and return keys of C-FIND (PS3.4 §C.4.1).</summary>
    private static async Task CFind(ArchiveProcess archive)
    {
        var found = (await CliRun.Of("find", "--from", archive.Name, "--level", "study", "SliceThickness=1.077", "AcquisitionDate=20250601-20250630", "--return", "StudyID")).Fine();
        Assert.Equal("77", found.Lines[^1]);
        Assert.Equal(2, found.Lines.Length);
        found = (await CliRun.Of("find", "--from", archive.Name, "--level", "series", "AcquisitionDate=20250607", "StudyID=77", "--return", "AcquisitionDate")).Fine();
        Assert.Equal("20250607", found.Lines[^1]);
        Assert.Equal("", (await CliRun.Of("find", "--from", archive.Name, "--level", "series", "AcquisitionDate=-20250606", "--return", "StudyID")).Fine().Output);
        found = (await CliRun.Of("find", "--from", archive.Name, "--level", "image", "SliceThickness=1.077", "--return", "SliceThickness")).Fine();
        Assert.Equal("1.077", found.Lines[^1]);
    }

    private static async Task RefusedOrWhole(HttpClient client)
    {
        using var answer = await client.GetAsync(new Uri("dicom-web/studies/count?AcquisitionDate=20250607", UriKind.Relative));
        if ((int)answer.StatusCode != 409) Assert.Equal("{\"count\":" + (Series + 1) + "}", await answer.Content.ReadAsStringAsync());
    }

    private static byte[] File(int number) => Part10.ToArray(
        Objects.Slice(1, series: number, study: number).SetString(Tags.StudyID, $"{number}").SetString(Tags.AcquisitionDate, "20250607").SetString(Tags.SliceThickness, $"1.{number:000}"),
        TransferSyntax.ExplicitVrLittleEndian);

    private static async Task Stow(HttpClient client, byte[][] files)
    {
        using var content = new ByteArrayContent(TestServer.MultipartOf(files));
        content.Headers.TryAddWithoutValidation("Content-Type", "multipart/related; type=\"application/dicom\"; boundary=b");
        using var answer = await client.PostAsync(new Uri("dicom-web/studies", UriKind.Relative), content);
        Assert.Equal(200, (int)answer.StatusCode);
    }

    private static async Task Add(HttpClient client, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri("dicom-web/extendedquerytags", UriKind.Relative), content);
        Assert.Equal(201, (int)answer.StatusCode);
    }

    private static async Task<JsonNode> State(HttpClient client, string tag) => JsonNode.Parse(await client.GetStringAsync(new Uri("dicom-web/extendedquerytags/" + tag, UriKind.Relative)))!;
}

using System.Globalization;
using Whole.Tests.Harness;
using Xunit.Abstractions;

namespace Whole.Tests.Imaging;

/// <summary>Planes and slabs through real series against those that pydicom and numpy cut.</summary>
public sealed class PlaneOracleTests(StoredSeries archive, ITestOutputHelper output) : IClassFixture<StoredSeries>
{
    /// <summary>Directions of rows and columns: those that the named planes have.</summary>
    private const string Axial = "1,0,0,0,1,0", Coronal = "1,0,0,0,0,-1", Sagittal = "0,1,0,0,0,-1", Oblique = "0.8,0.6,0,0,0,-1";

    [Theory]
    [InlineData("ct93", "axial", Axial, 10.3, 0, "mean")]
    [InlineData("ct93", "coronal", Coronal, 0, 0, "mean")]
    [InlineData("ct93", "sagittal", Sagittal, -7.7, 0, "mean")]
    [InlineData("ct93", Oblique, Oblique, 3, 0, "mean")]
    [InlineData("ct93", "coronal", Coronal, 0, 500, "mip")]
    [InlineData("ct93", "axial", Axial, 0, 20, "minip")]
    [InlineData("ct93", "sagittal", Sagittal, 5, 15, "mean")]
    [InlineData("mr16", "coronal", Coronal, 1.1, 0, "mean")]
    [InlineData("mr16", "axial", Axial, 2, 0, "mean")]
    [InlineData("mr16", "sagittal", Sagittal, 0, 6, "mip")]
    public async Task A_plane_is_the_one_that_numpy_cuts(string series, string plane, string directions, double offset, double slab, string mode)
    {
        if (Repository.SharedCorpus is null)
        {
            output.WriteLine("The large corpus is absent: no series to cut.");
            return;
        }
        var (concord, path) = await archive.Stored(series);
        var (center, width) = series == "ct93" ? (200, 2000) : (500, 1000);
        using var work = new TempFolder("planes");
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(concord.Http, $"{path}/plane?plane={plane}&offset={Text(offset)}&slab={Text(slab)}&mode={mode}&window={center},{width}"));
        request.Headers.Accept.ParseAdd("image/png");
        using var answer = await concord.Web.Client.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        await File.WriteAllBytesAsync(work["ours.png"], await answer.Content.ReadAsByteArrayAsync());
        string[] arguments = [StoredSeries.FolderOf(series), work["ours.png"], directions, Text(offset), Text(slab), mode, Text(center), Text(width)];
        var compared = (await ToolRun.Run("/usr/bin/python3", [Repository.At("tests", "Whole.Tests", "Oracle", "planes.py"), .. arguments])).Succeeded().Output.Trim();
        output.WriteLine(compared);
        var numbers = compared.Split(' ').Select(word => int.Parse(word, CultureInfo.InvariantCulture)).ToArray();
        var pixels = numbers[0] * numbers[1];
        Assert.True(numbers[3] > pixels / 20, "there is something to be seen: " + compared);
        Assert.True(numbers[2] <= pixels / 500, "a border pixel may fall to either side of the volume's edge, no more: " + compared);
    }

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}

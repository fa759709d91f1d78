using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Whole.Tests.Harness;
using Whole.Tests.Harness.Wire;
using Xunit.Abstractions;

namespace Whole.Tests.FirstHour;

/// <summary>Objects larger than any buffer go in and come out; the server's memory does not follow their size.</summary>
public sealed class LargeObjectTests(ITestOutputHelper output)
{
    private const string EnhancedCt = "1.2.840.10008.5.1.4.1.1.2.1";

    /// <summary>Resident memory the server may reach, whatever the size of the object, bytes.</summary>
    private const long MemoryBound = 600L << 20;

    /// <summary>3 GB with --all, else enough to be far larger than the bound allows to be buffered twice.</summary>
    private static readonly int Frames = Repository.All ? 3000 : 300;

    [Fact]
    public async Task A_multi_frame_object_of_gigabytes_goes_in_and_out_in_bounded_memory()
    {
        await using var concord = await ConcordServer.Start();
        var large = new LargeObject(TestObject.New() with { SopClass = EnhancedCt }, Frames);
        using (var content = large.ToStow())
        {
            var answer = (await concord.Web.Stow(content)).AllStored();
            Assert.Equal(large.Head.SopUid, Assert.Single(answer.Stored).SopInstanceUid);
        }

        await AssertComesBack(concord, large);
        await concord.Seal();
        await AssertComesBack(concord, large);
        var got = await LargeObject.CountByGet(concord.DicomPort, large.Head);
        Assert.Equal((large.DataSetLength, large.DataSetSha256()), got);
        var peak = concord.Process.Memory();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{large.DataSetLength >> 20} MiB there and back, server peak {peak >> 20} MiB"));
        Assert.True(peak < MemoryBound, $"the server reached {peak >> 20} MiB");
    }

    [Fact]
    public async Task A_video_goes_in_and_out_as_it_is()
    {
        await using var concord = await ConcordServer.Start();
        var video = Corpus.Files.First(f => f.Path.EndsWith("video_h264-hp41.dcm", StringComparison.Ordinal));
        (await concord.Web.Stow(video.Bytes())).AllStored();
        DataSetBytes.AssertSame(video.DataSet(), DataSetBytes.Of(Assert.Single(await concord.Web.Retrieve(video.InstancePath))), "the object");
        var got = await WireScu.Get(concord.DicomPort, "IMAGE", [(video.SopClass, video.TransferSyntax)], (0x00080018, video.SopUid));
        DataSetBytes.AssertSame(video.DataSet(), Assert.Single(got.Objects).DataSet, "by C-GET");
        var (status, parts) = await concord.Web.RetrieveParts(video.InstancePath + "/frames/1", "multipart/related; type=\"video/mp4\"; transfer-syntax=*, multipart/related; type=\"application/octet-stream\"; transfer-syntax=*");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.True(video.Bytes().AsSpan().IndexOf(Assert.Single(parts).Body) >= 0, "the stream is that of the file");
    }

    private static async Task AssertComesBack(ConcordServer concord, LargeObject large)
    {
        var hash = await LargeObject.HashByWado(concord, large.Head);
        Assert.Equal(large.DataSetSha256(), hash);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(concord.Web.Root, $"{large.Head.Path}/frames/{Frames}"));
        request.Headers.TryAddWithoutValidation("Accept", "multipart/related; type=\"application/octet-stream\"; transfer-syntax=*");
        using var answer = await concord.Web.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var part = DicomWeb.SplitParts(await answer.Content.ReadAsByteArrayAsync(), answer.Content.Headers.ContentType!.Parameters.First(p => p.Name == "boundary").Value!.Trim('"'));
        Assert.Equal(Convert.ToHexString(SHA256.HashData(large.Frame(Frames - 1))), Convert.ToHexString(SHA256.HashData(Assert.Single(part).Body)));
    }
}

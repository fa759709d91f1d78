using System.Net;
using Whole.Tests.Harness;
using Whole.Tests.Sweeps;
using Xunit.Abstractions;

namespace Whole.Tests.Imaging;

/// <summary>Every object that is stored has a thumbnail, whatever it is: a picture, or a card.</summary>
public sealed class ThumbnailSweepTests(ITestOutputHelper output)
{
    private static ReadOnlySpan<byte> Png => [0x89, (byte)'P', (byte)'N', (byte)'G'];

    [Fact]
    public async Task Every_object_has_a_thumbnail()
    {
        var sweep = new SweepLog(output);
        foreach (var batch in Corpus.WithoutRepeats(Corpus.Sweep(Corpus.Files.Where(file => file.IsReadable && file.IsComposite && file.IsPart10), output)))
        {
            await using var concord = await ConcordServer.Start();
            foreach (var file in batch)
                await sweep.Try(file, async () =>
                {
                    (await concord.Web.Stow(file.Bytes())).AllStored();
                    var (status, bytes) = await Thumbnail(concord, $"{file.InstancePath}/thumbnail?viewport=96,96");
                    Assert.Equal(HttpStatusCode.OK, status);
                    Assert.True(bytes.AsSpan().StartsWith(Png), "it is a PNG");
                });
            foreach (var study in batch.Select(file => file.StudyUid).Distinct())
                Assert.Equal(HttpStatusCode.OK, (await Thumbnail(concord, $"studies/{study}/thumbnail?viewport=96,96")).Status);
        }

        sweep.AssertClean();
    }

    private static async Task<(HttpStatusCode Status, byte[] Bytes)> Thumbnail(ConcordServer concord, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(concord.Web.Root, path));
        request.Headers.Accept.ParseAdd("image/png");
        using var answer = await concord.Web.Client.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsByteArrayAsync());
    }
}

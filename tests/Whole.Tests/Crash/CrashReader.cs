using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Whole.Tests.Harness;
using Whole.Tests.Harness.Wire;

namespace Whole.Tests.Crash;

/// <summary>Asks for a series by QIDO-RS, WADO-RS and C-GET in turn while it is being sent and the server may die. An answer that is given as whole has everything that was
/// acknowledged before it was asked for, and nothing that was not sent, byte for byte.</summary>
internal sealed class CrashReader(CrashSender sender)
{
    private readonly Dictionary<string, TestObject> _known = sender.Slices.ToDictionary(slice => slice.SopUid, StringComparer.Ordinal);

    /// <summary>Answers that were whole.</summary>
    public int Answers { get; private set; }

    /// <summary>Until it is told to stop, or the server is gone.</summary>
    public async Task Read(ConcordServer concord, CancellationToken cancel)
    {
        try
        {
            for (var turn = 0; !cancel.IsCancellationRequested; turn++)
            {
                var promised = sender.Acknowledged;
                var seen = (turn % 3) switch
                {
                    0 => await Query(concord),
                    1 => await Retrieve(concord),
                    _ => await Get(concord.DicomPort),
                };
                if (seen is null) continue;
                Assert.Empty(promised.Except(seen, StringComparer.Ordinal));
                Answers++;
            }
        }
        catch (Exception error) when (error is HttpRequestException or IOException or SocketException)
        {
            // The server was killed under the answer: it was broken off, and not said to be whole.
        }
    }

    /// <summary>Null when the archive says that it cannot answer now.</summary>
    private async Task<List<string>?> Query(ConcordServer concord)
    {
        using var answer = await concord.Web.Client.GetAsync(new Uri(concord.Web.Root, sender.Slices[0].SeriesPath + "/instances"));
        var text = await answer.Content.ReadAsStringAsync();
        if (answer.StatusCode == HttpStatusCode.ServiceUnavailable) return null;
        Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.OK, HttpStatusCode.NoContent });
        var found = answer.StatusCode == HttpStatusCode.NoContent ? [] : JsonNode.Parse(text)!.AsArray().Select(match => match!.AsObject().Text("00080018")).ToList();
        Assert.All(found, uid => Assert.Contains(uid, _known.Keys));
        return found;
    }

    private async Task<List<string>?> Retrieve(ConcordServer concord)
    {
        var (status, parts) = await concord.Web.RetrieveParts(sender.Slices[0].SeriesPath, DicomWeb.AnySyntax);
        if (status == HttpStatusCode.ServiceUnavailable) return null;
        Assert.Contains(status, new[] { HttpStatusCode.OK, HttpStatusCode.NotFound });
        return parts.ConvertAll(part => AssertRight(DataSetBytes.SopInstanceUid(part.Body), DataSetBytes.Of(part.Body)));
    }

    private async Task<List<string>?> Get(int port)
    {
        var slice = sender.Slices[0];
        var retrieved = await WireScu.Get(port, "SERIES", [(TestObject.CtImage, TestObject.ExplicitLittle)], (0x0020000D, slice.StudyUid), (0x0020000E, slice.SeriesUid));
        var seen = retrieved.Objects.ConvertAll(one => AssertRight(one.SopUid, one.DataSet));
        return retrieved.Final.Status == 0 ? seen : null;
    }

    private string AssertRight(string sopUid, byte[] dataSet)
    {
        DataSetBytes.AssertSame(_known[sopUid].DataSet(), dataSet, "while it was being sent");
        return sopUid;
    }
}

using System.Net;
using System.Net.Sockets;
using Whole.Tests.Harness;

namespace Whole.Tests.Crash;

/// <summary>Deletes a series that is there, object by object, until the server dies under it; knows what it was told to be gone.</summary>
internal sealed class CrashDeleter(TestObject[] slices)
{
    private readonly List<string> _deleted = [];
    private int _tried;

    public IReadOnlyList<string> Deleted => _deleted;

    public async Task Delete(ConcordServer concord)
    {
        try
        {
            for (; _tried < slices.Length; _tried++)
            {
                Assert.Contains(await concord.Web.Delete(slices[_tried].Path), new[] { HttpStatusCode.OK, HttpStatusCode.NoContent });
                _deleted.Add(slices[_tried].SopUid);
            }
        }
        catch (Exception error) when (error is HttpRequestException or IOException or SocketException)
        {
            // The server was killed: the one that was asked for last may be gone or not.
        }
    }

    /// <summary>What was said to be gone is; what was not asked for is there, with its bytes.</summary>
    public async Task AssertKept(ConcordServer concord)
    {
        var (_, parts) = await concord.Web.RetrieveParts(slices[0].SeriesPath, DicomWeb.AnySyntax);
        var there = parts.ToDictionary(part => DataSetBytes.SopInstanceUid(part.Body), part => part.Body, StringComparer.Ordinal);
        Assert.DoesNotContain(there.Keys, _deleted.Contains);
        foreach (var slice in slices.Skip(_tried + 1)) DataSetBytes.AssertSame(slice.DataSet(), DataSetBytes.Of(there[slice.SopUid]), "after the crash");
    }
}

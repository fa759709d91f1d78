using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Whole.Tests.Harness;

namespace Whole.Tests.FirstHour;

/// <summary>A STOW body of many objects of one series that is never held: each is made when it is sent.</summary>
internal sealed class ManyParts : HttpContent
{
    private const string Boundary = "stow-many-77a0";
    private readonly TestObject _first;
    private readonly int _count;

    /// <param name="first">The others differ in UID, number and pixels.</param>
    public ManyParts(TestObject first, int count)
    {
        (_first, _count) = (first, count);
        Headers.ContentType = MediaTypeHeaderValue.Parse($"multipart/related; type=\"application/dicom\"; boundary={Boundary}");
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        var start = Encoding.ASCII.GetBytes($"\r\n--{Boundary}\r\nContent-Type: application/dicom\r\n\r\n");
        for (var number = 1; number <= _count; number++)
        {
            await stream.WriteAsync(start);
            await stream.WriteAsync((_first with { SopUid = TestObject.NewUid(), Number = number, Seed = number }).Part10());
        }
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"\r\n--{Boundary}--\r\n"));
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}

using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Whole.Tests.Harness;

namespace Whole.Tests.FirstHour;

/// <summary>A multi-frame object that is never held: 1 MiB frames, made when they are sent and when they are checked.</summary>
internal sealed class LargeObject(TestObject head, int frames)
{
    private const int FrameBytes = 1 << 20;
    private readonly byte[] _start = Start(head, frames);

    public TestObject Head => head;

    public int Frames => frames;

    public long DataSetLength => _start.Length + ((long)frames * FrameBytes);

    /// <summary>Frame <paramref name="index"/> from 0: its number, then a pattern of it.</summary>
    public byte[] Frame(int index)
    {
        var frame = new byte[FrameBytes];
        frame.AsSpan().Fill((byte)(index * 7));
        BinaryPrimitives.WriteInt32LittleEndian(frame, index);
        return frame;
    }

    public string DataSetSha256()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(_start);
        for (var i = 0; i < frames; i++) hash.AppendData(Frame(i));
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    /// <summary>The body of a STOW request, written as it is sent.</summary>
    public HttpContent ToStow() => new StreamedContent(this);

    /// <summary>SHA-256 of the data set in a WADO-RS answer, read as a stream.</summary>
    public static async Task<string> HashByWado(ConcordServer concord, TestObject head)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(concord.Web.Root, head.Path));
        request.Headers.TryAddWithoutValidation("Accept", DicomWeb.AnySyntax);
        using var answer = await concord.Web.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var closing = $"\r\n--{answer.Content.Headers.ContentType!.Parameters.First(p => p.Name == "boundary").Value!.Trim('"')}--";
        await using var stream = await answer.Content.ReadAsStreamAsync();
        var first = new byte[64 << 10];
        var got = await stream.ReadAtLeastAsync(first, first.Length);
        var part = first.AsSpan(0, got).IndexOf("\r\n\r\n"u8) + 4;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var tail = first[(part + DataSetBytes.Find(first.AsSpan(part, got - part)).Offset)..got];
        var chunk = new byte[1 << 20];
        int read;
        while ((read = await stream.ReadAsync(chunk)) > 0)
        {
            byte[] joined = [.. tail, .. chunk.AsSpan(0, read)];
            var keep = Math.Min(joined.Length, closing.Length + 4);
            hash.AppendData(joined.AsSpan(0, joined.Length - keep));
            tail = joined[^keep..];
        }

        var end = tail.AsSpan().IndexOf(Encoding.ASCII.GetBytes(closing));
        Assert.True(end >= 0, "the answer is closed by its boundary");
        hash.AppendData(tail.AsSpan(0, end));
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    /// <summary>Length and SHA-256 of the one data set a C-GET brings, kept on disk meanwhile.</summary>
    public static async Task<(long Length, string Sha256)> CountByGet(int port, TestObject head)
    {
        using var folder = new TempFolder("get");
        (await ToolRun.Run("getscu", ["-S", "+B", "-aec", ConcordServer.Ae, "-od", folder.Path, "-k", "QueryRetrieveLevel=IMAGE", "-k", "StudyInstanceUID=" + head.StudyUid,
            "-k", "SeriesInstanceUID=" + head.SeriesUid, "-k", "SOPInstanceUID=" + head.SopUid, "127.0.0.1", port.ToString(CultureInfo.InvariantCulture)], TimeSpan.FromMinutes(5))).Succeeded();
        await using var file = File.OpenRead(Assert.Single(Directory.GetFiles(folder.Path)));
        var start = new byte[4096];
        await file.ReadExactlyAsync(start);
        file.Position = DataSetBytes.Find(start).Offset;
        return (file.Length - file.Position, Convert.ToHexString(await SHA256.HashDataAsync(file)));
    }

    private static byte[] Start(TestObject head, int frames)
    {
        var start = new Elements(isExplicit: true)
            .Add(0x00080016, "UI", head.SopClass).Add(0x00080018, "UI", head.SopUid).Add(0x00080020, "DA", head.StudyDate).Add(0x00080060, "CS", "CT")
            .Add(0x00100010, "PN", "Large^Object").Add(0x00100020, "LO", "LARGE-1").Add(0x0020000D, "UI", head.StudyUid).Add(0x0020000E, "UI", head.SeriesUid)
            .AddNumber(0x00280002, 1).Add(0x00280004, "CS", "MONOCHROME2").Add(0x00280008, "IS", frames.ToString(CultureInfo.InvariantCulture))
            .AddNumber(0x00280010, 1024).AddNumber(0x00280011, 512).AddNumber(0x00280100, 16).AddNumber(0x00280101, 16).AddNumber(0x00280102, 15).AddNumber(0x00280103, 0).ToArray();
        var length = BitConverter.GetBytes((uint)((long)frames * FrameBytes));
        return [.. start, 0xE0, 0x7F, 0x10, 0x00, (byte)'O', (byte)'W', 0, 0, .. length];
    }

    private sealed class StreamedContent : HttpContent
    {
        private const string Boundary = "stow-large-19d2";
        private readonly LargeObject _large;

        public StreamedContent(LargeObject large)
        {
            _large = large;
            Headers.ContentType = MediaTypeHeaderValue.Parse($"multipart/related; type=\"application/dicom\"; boundary={Boundary}");
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"--{Boundary}\r\nContent-Type: application/dicom\r\n\r\n"));
            await stream.WriteAsync(TestObject.Part10(_large.Head.SopClass, _large.Head.SopUid, TestObject.ExplicitLittle, _large._start));
            for (var i = 0; i < _large.Frames; i++) await stream.WriteAsync(_large.Frame(i));
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"\r\n--{Boundary}--\r\n"));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}

using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Text;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Dicom.Files;
using Concord.Server.Imaging.Programs;

namespace Archive.Tests.Server;

/// <summary>Pictures by other people's programs, which <c>./test</c> installs: pages of documents, posters, moving pictures; and the limits those run in.</summary>
public sealed class ProgramTests
{
    [Fact]
    public async Task What_a_program_writes_is_given_back()
    {
        var output = await Run("cat", [], "some words"u8.ToArray());
        Assert.Equal("some words"u8.ToArray(), output);
    }

    [Theory]
    [InlineData("sleep", "60")] // longer than its time
    [InlineData("yes", "x")] // more than it may write
    [InlineData("false", "")] // says that it failed
    [InlineData("no-such-program", "")]
    [InlineData("dd", "if=/dev/zero of=/dev/null bs=512M count=1")] // more memory than it may have
    [InlineData("dd", "if=/dev/zero of=/tmp/concord-program-test bs=1 count=1")] // it may write no files
    public async Task A_program_over_its_limits_gives_nothing(string program, string arguments) =>
        Assert.Null(await Run(program, arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries), []));

    [Fact]
    public async Task A_program_that_does_not_read_is_ended_all_the_same() => Assert.Null(await Run("sleep", ["60"], new byte[4 << 20]));

    [Fact]
    public async Task A_program_sees_nothing_of_the_servers_environment()
    {
        Environment.SetEnvironmentVariable("CONCORD_TEST_SECRET", "secret");
        var output = Encoding.ASCII.GetString((await Run("env", [], []))!);
        Assert.DoesNotContain("SECRET", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_page_of_a_PDF_is_its_thumbnail()
    {
        await using var server = await TestServer.Start();
        var document = TestImage.New();
        await server.Stow(Part10.ToArray(Encapsulated(document, Pdf(200, 100)), TransferSyntax.ExplicitVrLittleEndian));
        var file = await Get(server, document.Path + "/thumbnail?viewport=100,100", "image/png");
        Assert.Equal((100, 50), (BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(20))));
        var broken = TestImage.New();
        await server.Stow(Part10.ToArray(Encapsulated(broken, "%PDF-1.4 nothing of the kind"u8.ToArray()), TransferSyntax.ExplicitVrLittleEndian));
        var card = await Get(server, broken.Path + "/thumbnail?viewport=100,100", "image/png");
        Assert.Equal((80, 100), (BinaryPrimitives.ReadInt32BigEndian(card.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(card.AsSpan(20))));
    }

    [Fact]
    public async Task Frames_are_a_moving_picture_for_whoever_asks_for_one()
    {
        await using var server = await TestServer.Start();
        var cine = TestImage.New();
        await server.Stow(cine.Native(TestImage.Pixels(7 * 33 * 31), 31, 33, bits: 8, frames: 7));
        var gif = await Get(server, cine.Path + "/rendered", "image/gif");
        Assert.Equal("GIF89a"u8.ToArray(), gif[..6]);
        Assert.Equal((33, 31), (BinaryPrimitives.ReadUInt16LittleEndian(gif.AsSpan(6)), BinaryPrimitives.ReadUInt16LittleEndian(gif.AsSpan(8))));
        var mp4 = await Get(server, cine.Path + "/rendered", "video/mp4");
        Assert.Equal("ftyp"u8.ToArray(), mp4[4..8]);
        var poster = await StowVideo(server, mp4);
        var file = await Get(server, poster.Path + "/thumbnail?viewport=16,16", "image/png");
        Assert.Equal((16, 15), (BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(20))));
        var nonsense = await StowVideo(server, new byte[1000]);
        var card = await Get(server, nonsense.Path + "/thumbnail?viewport=100,100", "image/png");
        Assert.Equal((80, 100), (BinaryPrimitives.ReadInt32BigEndian(card.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(card.AsSpan(20))));
        using var series = await server.Get(cine.SeriesPath + "/rendered", "video/mp4");
        Assert.Equal(HttpStatusCode.NotAcceptable, series.StatusCode);
    }

    [Fact]
    public async Task Profiles_go_out_with_the_picture_or_are_undone_as_asked()
    {
        await using var server = await TestServer.Start();
        var image = TestImage.New();
        var head = image.Head(1, 2, bits: 8).SetInt(Tags.SamplesPerPixel, 3).SetInt(Tags.PlanarConfiguration, 0).SetString(Tags.PhotometricInterpretation, "RGB")
            .Set(new DataElement(Tags.PixelData, Vr.OB, new byte[] { 1, 2, 3, 200, 100, 50 }));
        await server.Stow(Part10.ToArray(head, TransferSyntax.ExplicitVrLittleEndian));
        Assert.DoesNotContain(TestPng.Chunks(await Get(server, image.Path + "/rendered", "image/png")), chunk => chunk.Type == "iCCP");
        var srgb = await Get(server, image.Path + "/rendered?iccprofile=srgb", "image/png");
        Assert.Contains(TestPng.Chunks(srgb), chunk => chunk.Type == "iCCP");
        Assert.Equal([1, 2, 3, 200, 100, 50], TestPng.Pixels(srgb));
        Assert.DoesNotContain(TestPng.Chunks(await Get(server, image.Path + "/rendered?iccprofile=yes", "image/png")), chunk => chunk.Type == "iCCP");
        using var wrong = await server.Get(image.Path + "/rendered?iccprofile=adobergb", "image/png");
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
    }

    private static async Task<byte[]?> Run(string program, string[] arguments, byte[] input)
    {
        var output = await BoundedProgram.Run(program, arguments, async (stream, cancel) => await stream.WriteAsync(input, cancel), new(2, 256 << 20, 1 << 20), TimeProvider.System, default);
        return output?.ToArray();
    }

    private static async Task<byte[]> Get(TestServer server, string path, string accept)
    {
        using var answer = await server.Get(path, accept);
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path}: {answer.StatusCode} {(answer.IsSuccessStatusCode ? "" : Encoding.UTF8.GetString(bytes))}");
        Assert.Equal(accept, answer.Content.Headers.ContentType?.MediaType);
        return bytes;
    }

    private static async Task<TestImage> StowVideo(TestServer server, byte[] stream)
    {
        var video = TestImage.New();
        var head = video.Head(31, 33, bits: 8, frames: 7).Set(DataElement.Encapsulated(Tags.PixelData, [ReadOnlyMemory<byte>.Empty, stream.Length % 2 == 0 ? stream : [.. stream, 0]]));
        await server.Stow(Part10.ToArray(head, TransferSyntax.Of(Uid.Parse("1.2.840.10008.1.2.4.102"))));
        return video;
    }

    private static DataSet Encapsulated(TestImage ids, byte[] document) =>
        new DataSet().SetUid(Tags.SOPClassUID, Uid.Parse("1.2.840.10008.5.1.4.1.1.104.1")).SetUid(Tags.SOPInstanceUID, ids.Instance).SetUid(Tags.StudyInstanceUID, ids.Study)
            .SetUid(Tags.SeriesInstanceUID, ids.Series).SetString(Tags.Modality, "DOC").SetString(Tags.PatientID, "P-1").SetString(Tags.MIMETypeOfEncapsulatedDocument, "application/pdf")
            .Set(new DataElement(Tags.EncapsulatedDocument, Vr.OB, document.Length % 2 == 0 ? document : [.. document, 0]));

    /// <summary>One empty page of that size, points.</summary>
    private static byte[] Pdf(int width, int height)
    {
        var text = new StringBuilder("%PDF-1.4\n");
        var offsets = new List<int>();
        foreach (var content in new[] { "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", string.Create(CultureInfo.InvariantCulture, $"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width} {height}]>>") })
        {
            offsets.Add(text.Length);
            text.Append(CultureInfo.InvariantCulture, $"{offsets.Count} 0 obj{content}endobj\n");
        }
        var start = text.Length;
        text.Append("xref\n0 4\n0000000000 65535 f \n");
        foreach (var offset in offsets) text.Append(CultureInfo.InvariantCulture, $"{offset:D10} 00000 n \n");
        text.Append(CultureInfo.InvariantCulture, $"trailer<</Size 4/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n");
        return Encoding.ASCII.GetBytes(text.ToString());
    }
}

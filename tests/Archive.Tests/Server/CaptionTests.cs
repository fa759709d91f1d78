using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Dicom.Files;
using Concord.Imaging.Captions;

namespace Archive.Tests.Server;

/// <summary><c>annotation</c> writes the patient and the technique into a picture (PS3.18 §8.3.5.1.1).</summary>
public sealed class CaptionTests
{
    private const int Side = 400;

    [Fact]
    public async Task Each_kind_writes_into_its_corners_and_nothing_else()
    {
        await using var server = await TestServer.Start();
        var image = TestImage.New();
        await server.Stow(File(image));
        var plain = await Pixels(server, image, "");
        var patient = Changed(plain, await Pixels(server, image, "?annotation=patient"));
        var technique = Changed(plain, await Pixels(server, image, "?annotation=technique"));
        var both = Changed(plain, await Pixels(server, image, "?annotation=technique,patient"));
        Assert.True(patient.Count > 300 && technique.Count > 300);
        Assert.All(patient, at => Assert.True(at.Y < Side / 3));
        Assert.All(technique, at => Assert.True(at.Y > 2 * Side / 3));
        Assert.Contains(patient, at => at.X < Side / 3);
        Assert.Contains(patient, at => at.X > 2 * Side / 3);
        Assert.Equal([.. patient, .. technique], both);
    }

    [Theory]
    [InlineData("/rendered?annotation=everything", 400)]
    [InlineData("/rendered?annotation=", 400)]
    [InlineData("/rendered?annotation=patient&viewport=100,100", 200)]
    [InlineData("/frames/1/rendered?annotation=patient,technique", 200)]
    public async Task It_is_a_list_of_two_words(string path, int status)
    {
        await using var server = await TestServer.Start();
        var image = TestImage.New();
        await server.Stow(File(image));
        using var answer = await server.Get(image.Path + path, "image/png");
        Assert.Equal(status, (int)answer.StatusCode);
        using var byUri = await server.Get($"wado?requestType=WADO&objectUID={image.Instance}&contentType=image/png&annotation=technique");
        Assert.Equal(200, (int)byUri.StatusCode);
        using var wrong = await server.Get($"wado?requestType=WADO&objectUID={image.Instance}&contentType=image/png&annotation=nothing");
        Assert.Equal(400, (int)wrong.StatusCode);
    }

    [Fact]
    public async Task A_jpeg_has_them_too()
    {
        await using var server = await TestServer.Start(TestServer.WithCodecs);
        var image = TestImage.New();
        await server.Stow(File(image));
        using var plain = await server.Get(image.Path + "/rendered", "image/jpeg");
        using var written = await server.Get(image.Path + "/rendered?annotation=patient", "image/jpeg");
        Assert.True((await written.Content.ReadAsByteArrayAsync()).Length > (await plain.Content.ReadAsByteArrayAsync()).Length + 1000);
    }

    [Fact]
    public void Captions_say_what_the_object_says_and_nothing_more()
    {
        var said = ImageCaptions.Of(Head(TestImage.New()), 0, CaptionKinds.Patient | CaptionKinds.Technique);
        Assert.Equal(["张三 Zhang San", "P-1", "1970-01-02 F"], said.Patient);
        Assert.Equal(["2026-01-02 10:11", "A-1"], said.Study);
        Assert.Equal(["OT Im 1"], said.Series);
        Assert.Equal(["120 kV 200 mA", "T 1.5 mm L -12.5 mm"], said.Technique);
        var nothing = ImageCaptions.Of(new DataSet(), 0, CaptionKinds.Patient | CaptionKinds.Technique);
        Assert.Empty(nothing.Patient.Concat(nothing.Study).Concat(nothing.Series).Concat(nothing.Technique));
    }

    private static DataSet Head(TestImage image) => image.Head(Side, Side, 8).SetString(Tags.PatientBirthDate, "19700102").SetString(Tags.PatientSex, "F").SetString(Tags.KVP, "120")
        .SetString(Tags.XRayTubeCurrent, "200").SetString(Tags.SliceThickness, "1.500").SetString(Tags.SliceLocation, "-12.5");

    private static byte[] File(TestImage image)
    {
        var pixels = new byte[Side * Side];
        Array.Fill(pixels, (byte)100);
        pixels[0] = 255; // so that the whole range is shown as it is
        return Part10.ToArray(Head(image).SetString(Tags.WindowCenter, "128").SetString(Tags.WindowWidth, "256").Set(new(Tags.PixelData, Vr.OB, pixels)), TransferSyntax.ExplicitVrLittleEndian);
    }

    private static async Task<byte[]> Pixels(TestServer server, TestImage image, string query)
    {
        using var answer = await server.Get(image.Path + "/rendered" + query, "image/png");
        Assert.Equal(200, (int)answer.StatusCode);
        var pixels = TestPng.Pixels(await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal(Side * Side, pixels.Length);
        return pixels;
    }

    private static List<(int X, int Y)> Changed(byte[] before, byte[] after) =>
        [.. Enumerable.Range(0, before.Length).Where(i => before[i] != after[i]).Select(i => (i % Side, i / Side))];
}

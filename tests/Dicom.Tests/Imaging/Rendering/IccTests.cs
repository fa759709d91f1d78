using System.Buffers.Binary;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Imaging;
using Concord.Imaging.Rendering;
using Concord.Imaging.Rendering.Icc;

namespace Dicom.Tests.Imaging.Rendering;

public sealed class IccTests
{
    /// <summary>Adobe RGB (1998) by D50, gamma 563/256.</summary>
    private static byte[] Adobe { get; } = Matrix([0.60974, 0.31111, 0.01947], [0.20528, 0.62567, 0.06087], [0.14919, 0.06322, 0.74457], 563);

    [Fact]
    public void Colours_of_sRGB_stay_as_they_are() => Assert.All(Colors(), color => Near(color, Convert(SrgbProfile.Profile, color)));

    /// <summary>Expected by the way over XYZ of D65, with matrices of another source.</summary>
    [Theory]
    [InlineData(100, 150, 200, 66, 151, 203)]
    [InlineData(200, 60, 90, 231, 57, 91)]
    [InlineData(128, 128, 128, 128, 128, 128)]
    [InlineData(10, 20, 30, 0, 12, 24)]
    [InlineData(0, 255, 0, 0, 255, 0)]
    public void Wide_colours_become_those_of_sRGB(byte red, byte green, byte blue, byte toRed, byte toGreen, byte toBlue) =>
        Near([toRed, toGreen, toBlue], Convert(ColorProfile.Parse(Adobe)!, [red, green, blue]));

    [Fact]
    public void A_profile_of_tables_is_put_in_and_not_undone()
    {
        var profile = ColorProfile.Parse(Profile(("A2B0", new byte[64])))!;
        Assert.Null(MatrixProfile.Of(profile));
        using var picture = Picture.Rent(1, 1, 3);
        Assert.True(PngEncoder.Encode(picture, default, profile).Span.IndexOf("iCCP"u8) > 0);
    }

    [Fact]
    public void A_JPEG_holds_a_large_profile_in_pieces_that_make_it_again()
    {
        var large = Profile(("A2B0", [.. Enumerable.Range(0, 200_000).Select(i => (byte)(i * 31))]));
        byte[] file = [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xDB, 0, 3, 9, 0xFF, 0xD9];
        var output = ProfileFiles.IntoJpeg(file, ColorProfile.Parse(large)!);
        Assert.Equal(file[..8], output[..8]);
        var pieces = new List<byte>();
        var at = 8;
        for (byte number = 1; output[at + 1] == 0xE2; number++)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(output.AsSpan(at + 2));
            Assert.Equal([.. "ICC_PROFILE\0"u8, number, 4], output[(at + 4)..(at + 18)]);
            pieces.AddRange(output[(at + 18)..(at + 2 + length)]);
            at += 2 + length;
        }
        Assert.Equal(large, pieces);
        Assert.Equal(file[8..], output[at..]);
    }

    [Fact]
    public void Broken_profiles_are_no_profiles_and_never_more_than_that()
    {
        var random = new Random(7);
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = (byte[])Adobe.Clone();
            for (var n = random.Next(1, 8); n > 0; n--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            if (ColorProfile.Parse(bytes.AsMemory(0, random.Next(4) == 0 ? random.Next(bytes.Length) : bytes.Length)) is { } profile) MatrixProfile.Of(profile);
        }
        Assert.Null(ColorProfile.Parse(new byte[127]));
        Assert.Null(ColorProfile.Parse(new byte[5000]));
    }

    [Fact]
    public void The_profile_of_a_slide_is_in_its_optical_path()
    {
        var head = new DataSet();
        Assert.Null(ColorProfile.Of(head));
        var path = head.NewItem().Set(new DataElement(Tags.ICCProfile, Vr.OB, Adobe));
        head.SetItems(Tags.OpticalPathSequence, path);
        Assert.Equal(Adobe, ColorProfile.Of(head)!.Bytes.ToArray());
    }

    private static IEnumerable<byte[]> Colors()
    {
        for (var i = 0; i < 4096; i++) yield return [(byte)(i * 17 % 256), (byte)(i / 16 * 13 % 256), (byte)(i * 7 / 5 % 256)];
    }

    private static byte[] Convert(ColorProfile profile, byte[] color)
    {
        var picture = new Picture(1, 1, 3, PooledBytes.Of((byte[])color.Clone()));
        MatrixProfile.Of(profile)!.Apply(picture);
        return picture.Span.ToArray();
    }

    private static void Near(byte[] expected, byte[] actual)
    {
        for (var i = 0; i < 3; i++) Assert.True(Math.Abs(expected[i] - actual[i]) <= 1, $"{string.Join(',', actual)} for {string.Join(',', expected)}");
    }

    internal static byte[] Matrix(double[] red, double[] green, double[] blue, int gamma)
    {
        byte[] Xyz(double[] values) => [.. "XYZ \0\0\0\0"u8, .. values.SelectMany(value => Big((int)Math.Round(value * 65536)))];
        byte[] curve = [.. "curv\0\0\0\0"u8, 0, 0, 0, 1, (byte)(gamma >> 8), (byte)gamma, 0, 0];
        return Profile(("rXYZ", Xyz(red)), ("gXYZ", Xyz(green)), ("bXYZ", Xyz(blue)), ("rTRC", curve), ("gTRC", curve), ("bTRC", curve));
    }

    private static byte[] Profile(params (string Name, byte[] Data)[] tags)
    {
        var at = 132 + (12 * tags.Length);
        byte[] bytes = [.. Big(at + tags.Sum(tag => tag.Data.Length)), .. new byte[12], .. "RGB XYZ "u8, .. new byte[12], .. "acsp"u8, .. new byte[88], .. Big(tags.Length)];
        var data = new List<byte>();
        var table = new List<byte>();
        foreach (var (name, content) in tags)
        {
            table.AddRange([.. System.Text.Encoding.ASCII.GetBytes(name), .. Big(at + data.Count), .. Big(content.Length)]);
            data.AddRange(content);
        }
        return [.. bytes, .. table, .. data];
    }

    private static byte[] Big(int value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];
}

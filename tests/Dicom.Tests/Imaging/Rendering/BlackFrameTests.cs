using Concord.Dicom.Dictionary;
using Concord.Dicom.Files;
using Concord.Imaging;
using Concord.Imaging.Rendering;
using Dicom.Tests.Oracles;
using Xunit.Abstractions;

namespace Dicom.Tests.Imaging.Rendering;

/// <summary>A mask kept as CT, with a window of 1 and 2: its first and last frames have no pixel set and are black rightly, the one between is not.</summary>
public sealed class BlackFrameTests(ITestOutputHelper output) : IDisposable
{
    private const string Mask = "enhanced/dcmqi_mf.dcm";

    private readonly string _folder = Directory.CreateTempSubdirectory("concord-black-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 310)]
    [InlineData(2, 0)]
    public async Task A_mask_is_white_where_it_is_set_as_dcm2pnm_draws_it(int frame, int white)
    {
        if (Corpus.Root is null) { output.WriteLine("No corpus on this machine."); return; }
        var (_, head) = Part10.Read(Corpus.Read(Mask));
        Assert.True(ImagePixels.TryParse(head, Tags.PixelData, out var image, out _));
        var samples = head.Find(Tags.PixelData)!.Value.Value.Slice(frame * image!.DecodedFrameBytes, image.DecodedFrameBytes).ToArray();
        using var picture = FrameRenderer.Render(head, image, frame, TestFrame.OfBytes(image, samples), RenderOptions.Default);
        Assert.Equal(white, picture.Span.Count((byte)255));
        Assert.Equal(picture.Length - white, picture.Span.Count((byte)0));
        if (Tool.Missing("dcm2pnm") is { } missing) { output.WriteLine($"{missing} is not installed."); return; }
        var file = Path.Combine(_folder, "theirs.pgm");
        await Tool.Run("dcm2pnm", "+op", "+Wm", "+F", $"{frame + 1}", Path.Combine(Corpus.Root, Mask), file); // told no window, it spreads all 16 bits and a one is black
        Assert.Equal((await File.ReadAllBytesAsync(file))[^picture.Length..], picture.Span.ToArray());
    }
}

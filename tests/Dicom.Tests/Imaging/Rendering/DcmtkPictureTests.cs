using System.Collections.Concurrent;
using System.Globalization;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Dicom.Files;
using Concord.Imaging;
using Concord.Imaging.Rendering;
using Dicom.Tests.Oracles;
using Xunit.Abstractions;

namespace Dicom.Tests.Imaging.Rendering;

/// <summary>Pictures of the corpus' native images, pixel by pixel against DCMTK's <c>dcm2pnm</c>: with the object's first window, and with one over all of its values.</summary>
/// <remarks>A pixel may differ by one step of 255: DCMTK truncates where Concord rounds. Padding, which DCMTK draws like any value, is left out.</remarks>
public sealed class DcmtkPictureTests(ITestOutputHelper output) : IDisposable
{
    private const string Table = "Imaging/Rendering/pictures.csv";

    private const int Stride = 3;

    private const int Tolerance = 1;

    private readonly string _folder = Directory.CreateTempSubdirectory("concord-pictures-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Pictures_are_those_of_dcm2pnm()
    {
        if (Corpus.Root is null) { output.WriteLine("No corpus on this machine."); return; }
        if (Tool.Missing("dcm2pnm") is { } missing) { output.WriteLine($"{missing} is not installed."); return; }
        var (differences, looked, compared) = (new ConcurrentBag<Difference>(), new ConcurrentBag<string>(), 0);
        await Tool.ForEach(Corpus.Manifest(Stride).Where(IsNative).Select(row => row["path"]), async path =>
        {
            if (NativeImage.TryRead(path) is not { } image) return;
            looked.Add(path);
            foreach (var (name, arguments, options) in Ways(image))
            {
                using var picture = FrameRenderer.Paint(new(image.Head, 0), image.Frame(), options);
                var theirs = await Draw(path, arguments);
                Interlocked.Increment(ref compared);
                if (Compare(image, picture, theirs) is { } kind) differences.Add(new(path, name, kind));
            }
        });
        output.WriteLine($"{looked.Count} files, {compared} pictures");
        AcceptedDifferences.Load(Table).Check(differences, looked.ToHashSet(StringComparer.Ordinal));
        Assert.True(compared > 100);
    }

    private static bool IsNative(Dictionary<string, string> row) =>
        row["pixel_sha256"].Length > 0 && row["transfer_syntax"] is "1.2.840.10008.1.2" or "1.2.840.10008.1.2.1" && !row["path"].StartsWith("synthetic/iod", StringComparison.Ordinal);

    /// <summary>What both are told.</summary>
    private static IEnumerable<(string Name, string[] Arguments, RenderOptions Options)> Ways(NativeImage image)
    {
        if (!image.Image.Photometric.IsMonochrome)
        {
            yield return ("colour", [], RenderOptions.Default);
            yield break;
        }
        if (VoiTransform.Windows(image.Head).Count > 0) yield return ("first window", ["+Wi", "1"], new() { WindowIndex = 0 });
        var range = GrayPainter.RangeOf(image.Frame(), PixelPadding.Of(image.Head, image.Image));
        var (low, high) = ModalityTransform.Of(new(image.Head, 0), image.Image).MapRange(range.ImageLow, range.ImageHigh);
        var window = new VoiWindow(Math.Round((low + high) / 2), Math.Max(Math.Round(high - low), 1), VoiFunction.Linear);
        yield return ("whole range", ["+Ww", window.Center.ToString(CultureInfo.InvariantCulture), window.Width.ToString(CultureInfo.InvariantCulture), "+Wfl"], new() { Window = window });
    }

    private async Task<byte[]?> Draw(string path, string[] arguments)
    {
        var file = Path.Combine(_folder, Guid.NewGuid().ToString("N"));
        await Tool.Run("dcm2pnm", ["-O", "+op", .. arguments, Path.Combine(Corpus.Root!, path), file]);
        if (!File.Exists(file)) return null;
        var bytes = await File.ReadAllBytesAsync(file);
        File.Delete(file);
        return bytes;
    }

    private static string? Compare(NativeImage image, Picture picture, byte[]? theirs)
    {
        if (theirs is null) return "not drawn there";
        var header = System.Text.Encoding.ASCII.GetString(theirs, 0, Math.Min(theirs.Length, 100)).Split('\n');
        if (header[1] != $"{picture.Columns} {picture.Rows}") return "size";
        if (header[0] != (picture.Samples == 1 ? "P5" : "P6")) return "samples";
        var pixels = theirs.AsSpan(theirs.Length - picture.Length);
        var padding = PixelPadding.Of(image.Head, image.Image);
        var (most, count) = (0, 0);
        using var frame = image.Frame();
        for (var i = 0; i < pixels.Length; i++)
        {
            var difference = Math.Abs(pixels[i] - picture.Span[i]);
            if (difference <= Tolerance || (!padding.IsNone && padding.Contains(WideSamples.Value(frame.Bytes.Span, i, image.Image)))) continue;
            most = Math.Max(most, difference);
            count++;
        }
        return count == 0 ? null : count == pixels.Length ? "every pixel" : most <= 3 ? "some by 3 or less" : "some pixels";
    }

    /// <summary>The first frame of a native image.</summary>
    private sealed record NativeImage(DataSet Head, ImagePixels Image, byte[] Pixels)
    {
        public DecodedFrame Frame() => TestFrame.OfBytes(Image, [.. Pixels]);

        public static NativeImage? TryRead(string path)
        {
            try
            {
                var (_, head) = Part10.Read(Corpus.Read(path));
                if (head.Find(Tags.PixelData) is not { Fragments: null } data || !ImagePixels.TryParse(head, Tags.PixelData, out var image, out _)) return null;
                var isPlain = !image!.IsPlanar && image.BitsAllocated is 8 or 16 && image.NativeFrameBits == image.DecodedFrameBytes * 8L && data.Value.Length >= image.DecodedFrameBytes;
                return isPlain ? new(head, image, data.Value[..image.DecodedFrameBytes].ToArray()) : null;
            }
            catch (DicomFormatException)
            {
                return null;
            }
        }
    }
}

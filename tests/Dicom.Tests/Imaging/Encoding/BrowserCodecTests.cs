using System.Diagnostics;
using System.Text.Json;
using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;
using Concord.Imaging;
using Concord.Imaging.Codecs;
using Xunit.Abstractions;

namespace Dicom.Tests.Imaging.Encoding;

/// <summary>What is encoded here, decoded by the codecs that viewers run in the browser (WebAssembly, under node): the same samples. And by OpenJPH's own program.</summary>
public sealed class BrowserCodecTests(ITestOutputHelper output)
{
    private static readonly (string Syntax, string Codec)[] Lossless =
        [("1.2.840.10008.1.2.4.201", "openjph"), ("1.2.840.10008.1.2.4.202", "openjph"), ("1.2.840.10008.1.2.4.90", "openjpeg"), ("1.2.840.10008.1.2.4.80", "charls")];

    private static readonly FrameEncoder Encoder = new(CodecProgram.Shared);

    [Fact]
    public async Task Lossless_streams_of_every_kind_are_the_same_samples_in_the_browser()
    {
        var folder = Directory.CreateTempSubdirectory("concord-browser-");
        try
        {
            var sent = new Dictionary<string, (ImagePixels Image, string Codec, byte[] Samples)>();
            var streams = new List<object>();
            foreach (var (syntax, codec) in Lossless)
            {
                foreach (var (image, content) in Images())
                {
                    if (!FrameEncoder.Can(Syntax(syntax), image, EncodeOptions.Lossless)) continue;
                    var name = $"{streams.Count}";
                    using var frame = TestImages.Make(image, content, image.Columns + image.BitsStored);
                    using var encoded = await Encoder.Encode(Syntax(syntax), frame, EncodeOptions.Lossless, default);
                    await File.WriteAllBytesAsync(Path.Combine(folder.FullName, name + ".bin"), encoded.Bytes.Memory.ToArray());
                    streams.Add(new { name, codec });
                    sent[name] = (image, codec, frame.Bytes.Memory.ToArray());
                }
            }
            var told = await Decode(folder.FullName, streams);
            Assert.Equal(sent.Count, told.Count);
            var wrong = told.Select(one => Compare(folder.FullName, one.Key, one.Value, sent[one.Key])).OfType<string>().ToList();
            Assert.True(wrong.Count == 0, string.Join('\n', wrong));
            output.WriteLine($"{sent.Count} streams");
            Assert.True(sent.Count > 150);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_JPEG_is_within_one_step_of_our_own_decoding(bool isColour)
    {
        var folder = Directory.CreateTempSubdirectory("concord-browser-");
        try
        {
            var image = isColour ? TestImages.Rgb(75, 49, 8) : TestImages.Gray(131, 77, 8, false);
            using var frame = TestImages.Make(image, TestImages.Content.Smooth, 3);
            using var encoded = await Encoder.Encode(Syntax("1.2.840.10008.1.2.4.50"), frame, new() { IsLossless = false, Quality = 90 }, default);
            await File.WriteAllBytesAsync(Path.Combine(folder.FullName, "a.bin"), encoded.Bytes.Memory.ToArray());
            using var ours = await new FrameDecoder(CodecProgram.Shared).Decode(Syntax("1.2.840.10008.1.2.4.50"), image with { Photometric = encoded.Photometric }, encoded.Bytes.Memory, DecodeOptions.Whole, default);
            var says = (await Decode(folder.FullName, [new { name = "a", codec = "libjpeg" }]))["a"];
            Assert.Equal((image.Columns, image.Rows, image.SamplesPerPixel), (Number(says, "width"), Number(says, "height"), Number(says, "componentCount")));
            var theirs = await File.ReadAllBytesAsync(Path.Combine(folder.FullName, "a.raw"));
            Assert.Equal(ours.Bytes.Memory.Length, theirs.Length);
            for (var i = 0; i < theirs.Length; i++) Assert.InRange(theirs[i] - ours.Bytes.Memory.Span[i], -1, 1);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task OpenJPHs_own_program_reads_our_HTJ2K()
    {
        var folder = Directory.CreateTempSubdirectory("concord-ojph-");
        try
        {
            foreach (var (image, content) in Images().Where(one => !one.Image.IsSigned && one.Image.SamplesPerPixel == 1))
            {
                using var frame = TestImages.Make(image, content, image.Columns + image.BitsStored);
                using var encoded = await Encoder.Encode(Syntax("1.2.840.10008.1.2.4.202"), frame, EncodeOptions.Lossless, default);
                var (stream, picture) = (Path.Combine(folder.FullName, "a.j2c"), Path.Combine(folder.FullName, "a.pgm"));
                await File.WriteAllBytesAsync(stream, encoded.Bytes.Memory.ToArray());
                await Run("ojph_expand", "-i", stream, "-o", picture);
                Assert.True((await File.ReadAllBytesAsync(picture)).AsSpan().EndsWith(BigEndian(frame.Bytes.Memory.ToArray(), image.BytesPerSample)), $"{image} {content}");
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IEnumerable<(ImagePixels Image, TestImages.Content Content)> Images()
    {
        for (var bits = 1; bits <= 16; bits++)
            foreach (var isSigned in new[] { false, true })
                yield return (TestImages.Gray(61, 37, bits, isSigned), bits % 2 == 0 ? TestImages.Content.Smooth : TestImages.Content.Noise);
        foreach (var (columns, rows) in new[] { (1, 1), (1, 2), (2, 1), (3, 3), (1, 300), (300, 1), (129, 2), (64, 64), (65, 65), (513, 511), (1025, 64) }) yield return (TestImages.Gray(columns, rows, 12, false), TestImages.Content.Noise);
        foreach (var content in Enum.GetValues<TestImages.Content>()) yield return (TestImages.Gray(100, 50, 16, true), content);
        yield return (TestImages.Rgb(75, 49, 8), TestImages.Content.Smooth);
        yield return (TestImages.Rgb(75, 49, 16), TestImages.Content.Noise);
    }

    /// <summary>What is wrong; null when nothing is.</summary>
    private static string? Compare(string folder, string name, JsonElement says, (ImagePixels Image, string Codec, byte[] Samples) sent)
    {
        var codec = sent.Codec;
        var what = $"{name}: {codec}, {sent.Image.Columns} x {sent.Image.Rows}, {sent.Image.SamplesPerPixel} of {sent.Image.BitsStored} bits, signed {sent.Image.IsSigned}";
        if (says.TryGetProperty("error", out var error)) return $"{what}: {error}";
        if ((sent.Image.Columns, sent.Image.Rows, sent.Image.SamplesPerPixel) != (Number(says, "width"), Number(says, "height"), Number(says, "componentCount"))) return $"{what}: {says}";
        var (theirs, size) = (File.ReadAllBytes(Path.Combine(folder, name + ".raw")), sent.Image.BytesPerSample);
        if (sent.Samples.Length != theirs.Length) return $"{what}: {theirs.Length} bytes";
        var mask = (1 << sent.Image.BitsStored) - 1; // what a codec writes above Bits Stored is its own affair: JPEG-LS knows no sign
        var cutsNegative = sent.Image is { IsSigned: true, BitsStored: <= 8 } && codec != "charls"; // theirs keep such samples in unsigned bytes, and lose what is below 0: nothing is compressed so at rest
        for (var i = 0; i < theirs.Length; i += size)
        {
            var (ours, read) = size == 1 ? (sent.Samples[i], theirs[i]) : (BitConverter.ToUInt16(sent.Samples, i), BitConverter.ToUInt16(theirs, i));
            if (cutsNegative && (ours & mask) > mask / 2) ours = 0;
            if ((ours & mask) != (read & mask)) return $"{what}: sample {i / size} is {read & mask}, not {ours & mask}";
        }
        return null;
    }

    private static async Task<Dictionary<string, JsonElement>> Decode(string folder, IReadOnlyList<object> streams)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "streams.json"), JsonSerializer.Serialize(streams));
        var lines = await Run("node", Path.Combine(Repository.Root, "tests", "Whole.Tests", "Peers", "clients", "codecs.cjs"), folder);
        return lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToDictionary(line => line.GetProperty("name").GetString()!);
    }

    private static async Task<string> Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["NODE_PATH"] = Path.Combine(Repository.Root, ".cache", "test-clients", "node_modules");
        using var process = Process.Start(start)!;
        var (told, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await process.WaitForExitAsync(limit.Token);
        Assert.True(process.ExitCode == 0, $"{program}: {await errors}");
        return await told;
    }

    private static byte[] BigEndian(byte[] samples, int size)
    {
        if (size == 2) for (var i = 0; i < samples.Length; i += 2) (samples[i], samples[i + 1]) = (samples[i + 1], samples[i]);
        return samples;
    }

    private static int Number(JsonElement says, string name) => says.GetProperty(name).GetInt32();

    private static TransferSyntax Syntax(string uid) => TransferSyntax.Of(Uid.Parse(uid));
}

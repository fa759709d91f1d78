using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;
using Concord.Dicom.Files;
using Concord.Imaging;
using Concord.Imaging.Codecs;
using Concord.Imaging.Codecs.Native;
using Concord.Imaging.Frames;

namespace Concord.Bench.Imaging;

/// <summary>Each codec called directly in a process of its own (<c>concord-codec --bench</c>) and through the pool, in turns: what the boundary costs. The first frame of each file, natively encoded.</summary>
internal static class CodecBoundary
{
    private const int Rounds = 5;

    private static readonly (string Name, string Syntax, CodecFormat Format, bool IsOwn)[] Codecs =
    [
        ("HTJ2K", "1.2.840.10008.1.2.4.202", CodecFormat.Htj2k, false),
        ("HTJ2K at rest", "1.2.840.10008.1.2.4.202", CodecFormat.Htj2k, true),
        ("JPEG 2000", "1.2.840.10008.1.2.4.90", CodecFormat.Jpeg2000, false),
        ("JPEG-LS", "1.2.840.10008.1.2.4.80", CodecFormat.JpegLs, false),
        ("JPEG 8 bits", "1.2.840.10008.1.2.4.50", CodecFormat.Jpeg, false),
    ];

    private static string Program => Path.GetFullPath(".cache/codec/concord-codec");

    public static async Task Run(IEnumerable<string> files)
    {
        await using var pool = new CodecPool(new() { ProgramPath = Program, Workers = 1, FrameSeconds = 60 });
        Console.WriteLine("| frame | codec | | direct ms | pool ms | boundary | MB/s through the pool | ratio |\n|---|---|---|---|---|---|---|---|");
        foreach (var file in files)
        {
            var (head, dataSet) = Part10.Read(await File.ReadAllBytesAsync(file));
            var source = DataSetFrames.Of(dataSet, head.TransferSyntax);
            using var frame = await source.ReadFrame(0, default);
            using var native = await new FrameDecoder(pool).Decode(head.TransferSyntax, source.Image, frame.Memory, DecodeOptions.Whole, default);
            foreach (var codec in Codecs) await Measure(pool, native, codec.Name, codec.Syntax, codec.Format, codec.IsOwn);
        }
    }

    private static async Task Measure(CodecPool pool, DecodedFrame native, string name, string uid, CodecFormat format, bool isOwn)
    {
        var isLossless = format != CodecFormat.Jpeg;
        using var frame = isLossless ? Copy(native) : To8Bits(native);
        var image = frame.Image;
        var samples = new CodecImage(image.Columns, image.Rows, image.SamplesPerPixel, image.BytesPerSample, image.BitsStored, image.IsSigned);
        using var encoded = await new FrameEncoder(pool).Encode(TransferSyntax.Of(Uid.Parse(uid)), frame, EncodeOptions.Lossless with { IsLossless = isLossless }, default);
        var encode = new CodecJob(true, format, samples, frame.Bytes.Memory) { IsLossless = isLossless };
        var decode = new CodecJob(false, format, samples with { Precision = image.BytesPerSample * 8 }, encoded.Bytes.Memory) { IsOwn = isOwn };
        var ratio = (double)frame.Bytes.Memory.Length / encoded.Bytes.Memory.Length;
        var what = $"{image.Columns} x {image.Rows}, {image.BitsStored} bits";
        if (!isOwn) await Row(pool, encode, CodecVerb.Encode, $"| {what} | {name} | encode", frame.Bytes.Memory.Length, $"{ratio:F2}");
        await Row(pool, decode, CodecVerb.Decode, $"| {what} | {name} | decode", frame.Bytes.Memory.Length, "");
    }

    private static async Task Row(CodecPool pool, CodecJob job, CodecVerb verb, string start, int bytes, string ratio)
    {
        var turns = Math.Clamp(40_000_000 / bytes, 5, 80);
        var (direct, through) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            direct.Add(await Direct(job, verb, turns));
            through.Add(await Through(pool, job, turns));
        }
        var (without, with) = (Median(direct), Median(through));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{start} | {without:F2} | {with:F2} | {(with / without) - 1:P0} | {bytes / 1e3 / with:F0} | {ratio} |"));
    }

    /// <summary>Milliseconds, the median of the turns.</summary>
    private static async Task<double> Through(CodecPool pool, CodecJob job, int turns)
    {
        var took = new List<double>();
        for (var turn = 0; turn < turns; turn++)
        {
            var start = Stopwatch.GetTimestamp();
            (await pool.Run(job, default)).Dispose();
            took.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        return Median(took);
    }

    private static async Task<double> Direct(CodecJob job, CodecVerb verb, int turns)
    {
        var path = Path.GetTempFileName();
        try
        {
            var room = CodecRoom.OfOutput(job);
            var request = CodecRoom.RequestOf(job, verb, 1, job.Input.Length, room);
            await using (var file = File.Create(path))
            {
                file.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<WireRequest>(in request)));
                await file.WriteAsync(job.Input);
            }
            using var process = Process.Start(new ProcessStartInfo(Program, ["--bench", path, $"{turns}"]) { UseShellExecute = false, RedirectStandardOutput = true })!;
            var lines = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            if (process.ExitCode != 0) throw new InvalidOperationException("The codec does not do this.");
            return Median([.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => double.Parse(line, CultureInfo.InvariantCulture) / 1000)]);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static DecodedFrame Copy(DecodedFrame frame) => With(frame.Image, frame.Bytes.Memory.ToArray());

    /// <summary>The upper bits, for a codec of 8.</summary>
    private static DecodedFrame To8Bits(DecodedFrame frame)
    {
        var image = frame.Image;
        if (image.BytesPerSample == 1) return Copy(frame);
        var from = MemoryMarshal.Cast<byte, ushort>(frame.Bytes.Span);
        var to = new byte[image.SamplesPerFrame];
        for (var i = 0; i < to.Length; i++) to[i] = (byte)((from[i] & ((1 << image.BitsStored) - 1)) >> Math.Max(0, image.BitsStored - 8));
        return With(image with { BitsAllocated = 8, BitsStored = 8, HighBit = 7, IsSigned = false }, to);
    }

    private static DecodedFrame With(ImagePixels image, byte[] bytes)
    {
        var pooled = PooledBytes.Rent(bytes.Length);
        bytes.CopyTo(pooled.Span);
        return new(image, pooled);
    }
}

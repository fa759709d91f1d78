using System.Globalization;
using Concord.Dicom.Files;
using Concord.Fuzz.Engine;
using Concord.Fuzz.Mutation;
using Concord.Imaging;
using Concord.Imaging.Codecs;
using Concord.Imaging.Codecs.Native;
using Concord.Imaging.Frames;

namespace Concord.Fuzz.Targets;

/// <summary>A native codec behind its process: whatever the stream, one frame fails at most, and what it gives does not depend on the frame before it.</summary>
/// <param name="fixtures">What the names of the streams to begin from start with.</param>
internal sealed class CodecTarget(string name, CodecFormat format, params string[] fixtures) : FuzzTarget, IDisposable
{
    private const int FrameSeconds = 3; // of a frame of 128x120
    private const byte SizeBytes = 8;   // an input begins with the image that is asked for: columns, rows, samples, bytes a sample, levels left out, colour transform

    private CodecPool? _pool;
    private CodecJob? _probe;
    private int? _probeHash;
    private int _crashes, _timeOuts, _given;

    /// <summary>The decoder is the one for streams that were written here: what it makes of others is held to nothing but that it ends, and the pool goes on.</summary>
    public bool IsOwn { get; init; }

    public override string Name => name;

    public override int MaxLength => 96 << 10;

    public override int Cost => format == CodecFormat.JpegLs ? 40 : 1; // CharLS spins on damage until it is stopped

    public override (long PerByte, long Constant) Allocation => (512, 64 << 20);

    public override string Summary => string.Create(CultureInfo.InvariantCulture, $"{_given} decoded, {_crashes} ended the codec's process, {_timeOuts} took over {FrameSeconds} s");

    public override IEnumerable<byte[]> Seeds() =>
        from resource in typeof(CodecTarget).Assembly.GetManifestResourceNames().Order(StringComparer.Ordinal)
        where Array.Exists(fixtures, start => resource.StartsWith(start, StringComparison.Ordinal))
        select SeedOf(resource);

    public override IReadOnlyList<Mutator> Mutators { get; } =
    [
        ByteMutators.Tokens([0xFF, 0xD8], [0xFF, 0xD9], [0xFF, 0xC0], [0xFF, 0xC1], [0xFF, 0xC2], [0xFF, 0xC3], [0xFF, 0xC4], [0xFF, 0xDA], [0xFF, 0xDB], [0xFF, 0xDD], [0xFF, 0xD0], [0xFF, 0xF7], [0xFF, 0xF8],
            [0xFF, 0x4F], [0xFF, 0x50], [0xFF, 0x51], [0xFF, 0x52], [0xFF, 0x53], [0xFF, 0x55], [0xFF, 0x5C], [0xFF, 0x5D], [0xFF, 0x90], [0xFF, 0x93], [0xFF, 0xFF]),
        InHeader, InHeader, InHeader,
    ];

    public override void Run(byte[] input, CoverageMap seen)
    {
        if (JobOf(input) is not { } job) return;
        var first = Decode(job, seen, out var failure);
        if (failure is FrameFailure.Crashed or FrameFailure.TimedOut)
        {
            _probe ??= JobOf(Seeds().First())!;
            FuzzException.Require(Decode(_probe, null, out _) is { } hash && hash == (_probeHash ??= hash), "the frame after one that failed is not decoded, or not as before");
            return;
        }
        if (first is null) return;
        _given++;
        if (IsOwn) return;
        Fill(job.Image);
        FuzzException.Require(Decode(job, null, out _) == first, "the same stream gives other samples after another frame");
    }

    public void Dispose()
    {
#pragma warning disable VSTHRD002 // nothing here waits for the thread that waits
        _pool?.DisposeAsync().AsTask().GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
        _pool = null;
    }

    private static byte[] InHeader(byte[] input, byte[] other, Random random)
    {
        var copy = input.ToArray();
        if (copy.Length > 0) copy[random.Next(Math.Min(copy.Length, 160))] = (byte)random.Next(256);
        return copy;
    }

    /// <summary>A hash of the samples; null when there are none.</summary>
    private int? Decode(CodecJob job, CoverageMap? seen, out FrameFailure? failure)
    {
        failure = null;
        try
        {
            using var answer = Wait(job, CodecVerb.Decode);
            seen?.NoteSize(answer.Bytes.Span.Length);
            var hash = new HashCode();
            hash.AddBytes(answer.Bytes.Span);
            return hash.ToHashCode();
        }
        catch (FrameException refused) when (refused.Failure is not (FrameFailure.Busy or FrameFailure.Unavailable))
        {
            failure = refused.Failure;
            if (seen is null) return null;
            seen.Note(refused.Message.Split(':')[0]);
            if (failure == FrameFailure.Crashed) _crashes++;
            if (failure == FrameFailure.TimedOut) _timeOuts++;
            return null;
        }
    }

    private void Fill(CodecImage image)
    {
        var samples = new byte[image.Bytes];
        Array.Fill(samples, (byte)0xA5);
        Wait(new(false, format, image, samples) { Quality = 0 }, CodecVerb.SelfTest).Dispose();
    }

    private CodecAnswer Wait(CodecJob job, CodecVerb verb)
    {
        _pool ??= new(new() { ProgramPath = ProgramPath(), Workers = 1, FrameSeconds = FrameSeconds, MaxWorkerBytes = 1L << 30 });
#pragma warning disable VSTHRD002 // a target runs on a thread of its own
        return _pool.Run(job, verb, default).AsTask().GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
    }

    private CodecJob? JobOf(byte[] input)
    {
        if (input.Length <= SizeBytes) return null;
        var bytes = input[5] switch { 1 => 1, 2 => 2, _ => 4 };
        var image = new CodecImage(input[0] + (input[1] << 8) & 0x3FF, input[2] + (input[3] << 8) & 0x3FF, input[4], bytes, bytes * 8, false);
        if (image.Columns == 0 || image.Rows == 0 || image.Samples is 0 or > 4) return null;
        return new(false, format, image, input.AsMemory(SizeBytes)) { ReduceLevels = input[6], HasColorTransform = (input[7] & 1) != 0, IsOwn = IsOwn };
    }

    private static byte[] SeedOf(string resource)
    {
        using var stream = typeof(CodecTarget).Assembly.GetManifestResourceStream(resource)!;
        var file = new byte[stream.Length];
        stream.ReadExactly(file);
        var (head, dataSet) = Part10.Read(file);
        var frames = DataSetFrames.Of(dataSet, head.TransferSyntax);
        var image = frames.Image;
#pragma warning disable VSTHRD002 // a data set in memory
        using var frame = frames.ReadFrame(0, default).AsTask().GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
        return [(byte)image.Columns, (byte)(image.Columns >> 8), (byte)image.Rows, (byte)(image.Rows >> 8), (byte)image.SamplesPerPixel, (byte)image.BytesPerSample, 0, 1, .. frame.Span];
    }

    private static string ProgramPath()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, ".cache", "codec", "concord-codec");
            if (File.Exists(path)) return path;
        }
        throw new FileNotFoundException("The codec program is not built: ./run --setup-only builds it.");
    }
}

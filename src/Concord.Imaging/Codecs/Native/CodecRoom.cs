namespace Concord.Imaging.Codecs.Native;

/// <summary>What a job needs, and whether an answer is one to it. Pure.</summary>
internal static class CodecRoom
{
    private const int HeaderBytes = 64 << 10;
    private const int MaxInputBytes = 1 << 30;
    private const int JpegLsSeconds = 2, JpegLsBytesPerSecond = 2 << 20;

    /// <summary>Bytes of output at most.</summary>
    /// <exception cref="FrameException">The job cannot be one.</exception>
    public static int OfOutput(CodecJob job)
    {
        var image = job.Image;
        if (image is not { Columns: > 0 and <= 65535, Rows: > 0 and <= 65535, Samples: > 0 and <= 4, BytesPerSample: 1 or 2 or 4 } || image.Precision < 1 || image.Precision > image.BytesPerSample * 8)
            throw new FrameException(FrameFailure.Unsupported, "The codec takes no image of that kind");
        if (image.Bytes > ImagePixels.MaxFrameBytes || job.Input.Length > MaxInputBytes) throw new FrameException(FrameFailure.TooLarge, "The frame is larger than what is decoded");
        if (job.IsEncoding && job.Input.Length != image.Bytes) throw new FrameException(FrameFailure.Malformed, "The samples are not as many as the image has");
        return job.IsEncoding ? (int)Math.Min(int.MaxValue & ~0xFFFL, image.Bytes + (image.Bytes / 2) + HeaderBytes) : (int)image.Bytes;
    }

    /// <summary>Time for the job. CharLS spins for seconds on one damaged stream in ten: it gets fifty times what a sound one takes, no more.</summary>
    public static int SecondsOf(CodecJob job, int frameSeconds) =>
        job is { IsEncoding: false, Format: CodecFormat.JpegLs } ? (int)Math.Min(frameSeconds, JpegLsSeconds + (job.Image.Bytes / JpegLsBytesPerSecond)) : frameSeconds;

    public static WireRequest RequestOf(CodecJob job, CodecVerb verb, int outputSegment, int inputCapacity, int outputCapacity) => new()
    {
        Magic = WireRequest.MagicNumber,
        Verb = verb,
        Format = (uint)job.Format,
        Image = new(job.Image),
        ReduceLevels = (uint)Math.Clamp(job.ReduceLevels, 0, 32),
        HasColorTransform = job.HasColorTransform ? 1u : 0,
        IsLossless = job.IsLossless ? 1u : 0,
        Quality = (uint)Math.Clamp(job.Quality, 0, 100),
        NearLossless = (uint)Math.Clamp(job.NearLossless, 0, 255),
        RestartRows = (uint)Math.Max(job.RestartRows, 0),
        OutputSegment = (uint)outputSegment,
        IsOwn = job.IsOwn ? 1u : 0,
        InputCapacity = (ulong)inputCapacity,
        InputLength = (ulong)job.Input.Length,
        OutputCapacity = (ulong)outputCapacity,
        QuantisationStep = job.QuantisationStep,
    };

    public static CodecImage ImageOf(in WireImage wire) =>
        new((int)Math.Min(wire.Columns, 65536), (int)Math.Min(wire.Rows, 65536), (int)Math.Min(wire.Samples, 256), (int)Math.Min(wire.BytesPerSample, 256), (int)Math.Min(wire.Precision, 256), wire.IsSigned != 0);

    /// <summary>Null when the answer is one to the job; else what the job ends with.</summary>
    public static FrameException? Check(CodecJob job, CodecVerb verb, in WireAnswer answer, int room)
    {
        if (answer.Status != CodecStatus.Ok) return new(FailureOf(answer.Status), answer.MessageText);
        if (answer.Length > (ulong)room) return new(FrameFailure.Crashed, "The codec gave more than it was asked for");
        if (job.IsEncoding || verb == CodecVerb.SelfTest && answer.Length == (ulong)job.Input.Length) return null;
        var image = ImageOf(answer.Image);
        var isWhole = image.Columns == job.Image.Columns && image.Rows == job.Image.Rows;
        var isReduced = job.ReduceLevels > 0 && image.Columns > 0 && image.Rows > 0 && image.Columns <= job.Image.Columns && image.Rows <= job.Image.Rows;
        var isOne = (isWhole || isReduced) && image.Samples == job.Image.Samples && image.BytesPerSample == job.Image.BytesPerSample
            && image.Precision >= 1 && image.Precision <= image.BytesPerSample * 8 && image.Bytes == (long)answer.Length;
        return isOne ? null : new(FrameFailure.Crashed, "The codec gave another image than it was asked for");
    }

    private static FrameFailure FailureOf(CodecStatus status) => status switch
    {
        CodecStatus.Malformed => FrameFailure.Malformed,
        CodecStatus.Unsupported => FrameFailure.Unsupported,
        CodecStatus.TooLarge or CodecStatus.OutOfMemory => FrameFailure.TooLarge,
        _ => FrameFailure.Crashed,
    };
}

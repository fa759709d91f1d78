using System.ComponentModel.DataAnnotations;

namespace Concord.Imaging.Codecs;

/// <summary>Bounds on the codec processes.</summary>
public sealed record CodecPoolOptions
{
    /// <summary>The codec program; built by <c>./run</c> from native/codec.</summary>
    public required string ProgramPath { get; init; }

    /// <summary>Worker processes at most; each does one frame at a time. 0: as many as there are processors.</summary>
    [Range(0, 256)] public int Workers { get; init; }

    /// <summary>Longest time for one frame, seconds; then the worker is killed.</summary>
    [Range(1, 3600)] public int FrameSeconds { get; init; } = 30;

    /// <summary>Address space of one worker, bytes (RLIMIT_AS).</summary>
    [Range(256L << 20, 1L << 40)] public long MaxWorkerBytes { get; init; } = 4L << 30;

    /// <summary>Frames that wait for a worker at most; more are refused as <see cref="FrameFailure.Busy"/>.</summary>
    [Range(1, 1_000_000)] public int MaxWaiting { get; init; } = 4096;

    /// <summary>Told, from any thread, of each worker that starts and that the kernel does not keep from files, sockets and processes: it has no seccomp, and the limits alone hold it.</summary>
    public Action? Unfenced { get; init; }
}

using System.Globalization;
using Concord.Imaging;
using Concord.Imaging.Rendering;
using Concord.Server.Imaging.Programs;

namespace Concord.Server.Imaging.Cine;

/// <summary>Moving pictures of stored objects.</summary>
internal sealed class CineMaker(PictureMaker pictures, RenderBudget budget, ImagingPrograms programs, TimeProvider time)
{
    public const int MaxFrames = 1200;

    private const int MaxSide = 1024;

    private const int MaxSeconds = 120;

    private const int MaxFileBytes = 128 << 20;

    /// <summary>What drawing two frames and the program's answer take together, bytes.</summary>
    private const long WorkBytes = MaxFileBytes + (64L << 20);

    private static readonly ProgramLimits Limits = new(MaxSeconds, 4L << 30, MaxFileBytes);

    public bool IsPossible => programs.Ffmpeg is not null;

    /// <summary>The file; null when the program is not there.</summary>
    /// <exception cref="FrameException">A frame cannot be drawn, there are too many, or the program failed.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> Make(StoredFrameSource source, CineFormat format, RenderOptions asked, CancellationToken cancel)
    {
        if (programs.Ffmpeg is not { } program) return null;
        if (source.Count > MaxFrames) throw new FrameException(FrameFailure.TooLarge, "The object has more frames than a moving picture is made of");
        using var share = await budget.Enter(WorkBytes, cancel);
        var options = asked with { Viewport = Bounded(asked.Viewport, source.Image) };
        using var first = await pictures.Draw(source, 0, options, cancel);
        var arguments = ArgumentsFor(first, format, CineRate.Of(source.Head));
        FrameException? failure = null;
        var file = await BoundedProgram.Run(program, arguments, async (input, token) => failure = await Write(source, first, options, input, token), Limits, time, cancel);
        if (failure is not null) throw failure;
        return file ?? throw new FrameException(FrameFailure.Unavailable, "The program for moving pictures failed, took too long or made too large a file");
    }

    /// <summary>Writes all frames as they are drawn; what stopped that, or null.</summary>
    private async Task<FrameException?> Write(StoredFrameSource source, Picture first, RenderOptions options, Stream input, CancellationToken cancel)
    {
        try
        {
            await input.WriteAsync(first.Memory, cancel);
            for (var frame = 1; frame < source.Count; frame++)
            {
                using var picture = await pictures.Draw(source, frame, options, cancel);
                if (picture.Length != first.Length) return new(FrameFailure.Malformed, "The frames are not all of one size");
                await input.WriteAsync(picture.Memory, cancel);
            }
            return null;
        }
        catch (FrameException e)
        {
            return e;
        }
    }

    private static Viewport Bounded(Viewport? asked, ImagePixels image) => asked is null
        ? new(Math.Min(MaxSide, image.Columns), Math.Min(MaxSide, image.Rows))
        : asked with { Width = Math.Min(asked.Width, MaxSide), Height = Math.Min(asked.Height, MaxSide) };

    private static string[] ArgumentsFor(Picture first, CineFormat format, double rate)
    {
        var isGray = first.Samples == 1;
        string[] input =
        [
            "-v", "error", "-threads", "1", "-f", "rawvideo", "-pix_fmt", isGray ? "gray" : "rgb24", "-video_size", string.Create(CultureInfo.InvariantCulture, $"{first.Columns}x{first.Rows}"),
            "-framerate", rate.ToString("0.###", CultureInfo.InvariantCulture), "-i", "pipe:0",
        ];
        return format == CineFormat.Gif
            ? [.. input, .. isGray ? (string[])["-pix_fmt", "gray"] : ["-vf", "split[a][b];[a]palettegen=stats_mode=diff[p];[b][p]paletteuse=dither=none"], "-loop", "0", "-f", "gif", "pipe:1"]
            : [.. input, "-vf", "pad=ceil(iw/2)*2:ceil(ih/2)*2", "-threads", "1", "-c:v", "libx264", "-preset", "veryfast", "-crf", "18", "-pix_fmt", "yuv420p",
                "-movflags", "frag_keyframe+empty_moov+default_base_moof", "-f", "mp4", "pipe:1"];
    }
}

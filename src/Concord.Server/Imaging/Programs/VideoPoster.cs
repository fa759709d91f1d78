using System.Globalization;
using Concord.Vault.Bundles;

namespace Concord.Server.Imaging.Programs;

/// <summary>One picture out of a video (PS3.5 §8.2.5 and after).</summary>
internal sealed class VideoPoster(BundleReader bundles, ImagingPrograms programs, TimeProvider time)
{
    /// <summary>Largest video that is looked into: it is copied to a file first, since the index of an MP4 may be at its end.</summary>
    private const long MaxVideoBytes = 512L << 20;

    private static readonly ProgramLimits Limits = new(20, 4L << 30, 16 << 20);

    /// <summary>Null when no program is there, or it finds no picture.</summary>
    public async Task<ReadOnlyMemory<byte>?> Take(BundleEntry entry, int width, int height, PictureFormat format, CancellationToken cancel)
    {
        if (programs.Ffmpeg is not { } program || await bundles.ReadFrameTable(entry, cancel) is not { IsEncapsulated: true } table) return null;
        var ranges = table.Fragments.SelectMany(fragments => fragments).ToList();
        if (ranges.Sum(range => range.Length) > MaxVideoBytes) return null;
        var path = Path.Combine(Path.GetTempPath(), $"concord-{Guid.NewGuid():N}");
        var creation = new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.Read | FileShare.Delete, Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows()) creation.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var file = new FileStream(path, creation);
        foreach (var range in ranges)
        {
            await using var stream = bundles.Open(entry.BundleId, range.Offset, range.Length);
            await stream.CopyToAsync(file, cancel);
        }
        await file.FlushAsync(cancel);
        return await BoundedProgram.Run(program, Arguments(path, width, height, format), (_, _) => Task.CompletedTask, Limits, time, cancel);
    }

    /// <summary>Formats and protocols are named, so that no play list among them can reach for other files.</summary>
    private static string[] Arguments(string path, int width, int height, PictureFormat format) =>
    [
        "-v", "error", "-nostdin", "-protocol_whitelist", "file", "-format_whitelist", "mov,mp4,mpegts,mpeg,mpegvideo,m4v,h264,hevc", "-threads", "1", "-i", path,
        "-frames:v", "1", "-vf", string.Create(CultureInfo.InvariantCulture, $"scale={width}:{height}:force_original_aspect_ratio=decrease"),
        "-f", "image2pipe", "-c:v", format == PictureFormat.Png ? "png" : "mjpeg", "-",
    ];
}

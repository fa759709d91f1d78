using Concord.Imaging.Codecs;
using Concord.Imaging.Rendering;
using Concord.Imaging.Transcoding;
using Concord.Server.Imaging.Cine;
using Concord.Server.Imaging.Programs;
using Concord.Server.Imaging.Thumbnails;
using Concord.Server.Imaging.Volumes;
using Concord.Server.Settings;

namespace Concord.Server.Imaging;

/// <summary>What stands on the codecs; the pool itself is there before, as the archive has need of it.</summary>
internal static class ImagingServices
{
    public static void AddServices(IServiceCollection services, ImagingOptions options) => services
        .AddSingleton(options).AddSingleton<FrameDecoder>().AddSingleton<FrameEncoder>().AddSingleton<Transcoder>()
        .AddSingleton<JpegEncoder>().AddSingleton<RenderBudget>().AddSingleton<PictureMaker>().AddSingleton<VolumeCache>().AddSingleton<PlaneMaker>()
        .AddSingleton<PresentationMaker>().AddSingleton<ImagingPrograms>().AddSingleton<DocumentPages>().AddSingleton<VideoPoster>().AddSingleton<ThumbnailCache>().AddSingleton<ThumbnailMaker>().AddSingleton<CineMaker>()
        .AddHostedService<ProgramsNotice>();
}

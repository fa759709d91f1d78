using Concord.Imaging.Codecs;
using Concord.Imaging.Rendering;
using Concord.Imaging.Transcoding;
using Concord.Server.Imaging.Cine;
using Concord.Server.Imaging.Programs;
using Concord.Server.Imaging.Thumbnails;
using Concord.Server.Imaging.Volumes;
using Concord.Server.Settings;

namespace Concord.Server.Imaging;

/// <summary>Codecs, and what stands on them.</summary>
internal static class ImagingServices
{
    public static void AddServices(IServiceCollection services, ImagingOptions options) => services
        .AddSingleton(options).AddSingleton(_ => new CodecPool(options.ForPool())).AddSingleton<FrameDecoder>().AddSingleton<FrameEncoder>().AddSingleton<Transcoder>()
        .AddSingleton<JpegEncoder>().AddSingleton<RenderBudget>().AddSingleton<PictureMaker>().AddSingleton<PlaneMaker>()
        .AddSingleton<PresentationMaker>().AddSingleton<ImagingPrograms>().AddSingleton<DocumentPages>().AddSingleton<VideoPoster>().AddSingleton<ThumbnailCache>().AddSingleton<ThumbnailMaker>().AddSingleton<CineMaker>()
        .AddHostedService<ProgramsNotice>();
}

namespace Concord.Server.Imaging.Programs;

/// <summary>Says at start which programs are absent, and what there will not be.</summary>
internal sealed class ProgramsNotice(ImagingPrograms programs, ILogger<ProgramsNotice> log) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (programs.PdfToPpm is null) log.ProgramIsAbsent("pdftoppm (poppler-utils)", "documents have cards in the place of their first page");
        if (programs.Ffmpeg is null) log.ProgramIsAbsent("ffmpeg", "videos have cards in the place of a picture, and frames are not given as GIF or MP4");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

namespace Concord.Server.Imaging.Programs;

/// <summary>Which programs for pictures this machine has.</summary>
internal sealed class ImagingPrograms
{
    private static readonly string[] Folders = ["/usr/local/bin", "/usr/bin", "/bin"];

    /// <summary>Draws pages of PDF; null: absent.</summary>
    public string? PdfToPpm { get; } = Find("pdftoppm");

    /// <summary>Takes pictures out of videos and makes them; null: absent.</summary>
    public string? Ffmpeg { get; } = Find("ffmpeg");

    /// <summary>Says what is there, for entity tags: another program, another picture.</summary>
    public string Version => $"{(PdfToPpm is null ? "" : "pdf")} {(Ffmpeg is null ? "" : "video")}";

    private static string? Find(string name)
    {
        foreach (var folder in Folders)
            if (Path.Combine(folder, name) is var path && File.Exists(path)) return path;
        return null;
    }
}

using Concord.Imaging.Rendering;

namespace Concord.Server.Imaging;

/// <summary>A picture as it is asked for.</summary>
/// <param name="Quality">Of a JPEG, 1-100.</param>
internal sealed record PictureRequest(RenderOptions Options, PictureFormat Format, int Quality)
{
    public const int DefaultQuality = 90;

    public string MediaType => Format == PictureFormat.Png ? "image/png" : "image/jpeg";
}

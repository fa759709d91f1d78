using Concord.Imaging.Captions;
using Concord.Imaging.Rendering;
using Concord.Imaging.Rendering.Icc;

namespace Concord.Server.Imaging;

/// <summary>A picture as it is asked for.</summary>
/// <param name="Quality">Of a JPEG, 1-100.</param>
internal sealed record PictureRequest(RenderOptions Options, PictureFormat Format, int Quality)
{
    public const int DefaultQuality = 90;

    /// <summary>What becomes of the object's colour profile.</summary>
    public ColorHandling Colors { get; init; }

    /// <summary>What is written into it.</summary>
    public CaptionKinds Captions { get; init; }

    public string MediaType => Format == PictureFormat.Png ? "image/png" : "image/jpeg";
}

using Concord.Server.DicomWeb.Negotiation;
using Concord.Server.Imaging.Cine;

namespace Concord.Server.DicomWeb.Rendered;

/// <summary>Whether a client wants a moving picture rather than a still one.</summary>
internal static class CineNegotiation
{
    /// <param name="accepted">Best first.</param>
    /// <returns>Null: it takes a still one at least as gladly.</returns>
    public static CineFormat? Choose(IReadOnlyList<AcceptEntry> accepted) => accepted[0].MediaType switch
    {
        "image/gif" => CineFormat.Gif,
        "video/mp4" => CineFormat.Mp4,
        _ => null,
    };

    public static string MediaTypeOf(CineFormat format) => format == CineFormat.Gif ? "image/gif" : "video/mp4";
}

using Concord.Server.DicomWeb.Negotiation;
using Concord.Server.Imaging;

namespace Concord.Server.DicomWeb.Rendered;

/// <summary>What kind of file pictures go out as, alone or as a multipart (PS3.18 §8.7.4, §8.7.5).</summary>
internal sealed record PictureNegotiation(PictureFormat Format, bool IsMultipart)
{
    /// <param name="accepted">Best first.</param>
    /// <param name="canBeSingle">One picture answers it.</param>
    /// <param name="any">For a client that takes any picture.</param>
    /// <returns>Null: 406.</returns>
    public static PictureNegotiation? Choose(IReadOnlyList<AcceptEntry> accepted, bool canBeSingle, PictureFormat any)
    {
        foreach (var range in accepted)
        {
            PictureFormat? format = range.Content switch
            {
                "image/jpeg" => PictureFormat.Jpeg,
                "image/png" => PictureFormat.Png,
                "image/*" or "*/*" or "multipart/*" or "" => any,
                _ => null,
            };
            if (format is not { } chosen) continue;
            var isMultipart = range.IsMultipart || range.MediaType == "multipart/*" || (range.IsAny && !canBeSingle);
            if (isMultipart || canBeSingle) return new(chosen, isMultipart);
        }
        return null;
    }

    public static IResult NotAcceptable() => TypedResults.Problem(
        "Pictures are given as image/jpeg or image/png; of several, as multipart/related of them.", statusCode: StatusCodes.Status406NotAcceptable);
}

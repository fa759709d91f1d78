using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;
using Concord.Server.DicomWeb.Negotiation;

namespace Concord.Server.DicomWeb.Retrieve;

/// <summary>In which media type pixel data goes out (PS3.18 §8.7.3.3, §8.7.5).</summary>
/// <param name="ContentType">Of the whole, or of each part.</param>
/// <param name="PartType">The same with the transfer-syntax parameter, by which browsers' loaders choose a decoder.</param>
internal sealed record PixelNegotiation(string ContentType, string PartType, bool IsMultipart)
{
    /// <param name="accepted">Best first.</param>
    /// <param name="syntax">Of the pixels as they would be sent.</param>
    /// <param name="own">The media type of what is sent, when it is more than bytes.</param>
    /// <param name="canBeSingle">There is one body only.</param>
    /// <param name="preferSingle">For a client that takes anything: a single body, where that can be.</param>
    /// <returns>Null: 406.</returns>
    public static PixelNegotiation? Choose(IReadOnlyList<AcceptEntry> accepted, TransferSyntax syntax, string own, bool canBeSingle, bool preferSingle)
    {
        foreach (var range in accepted)
        {
            if (!range.TakesAnySyntax && range.TransferSyntax != syntax.Uid.ToString()) continue;
            var multipart = range.IsMultipart || range.MediaType == "multipart/*" || (range.IsAny && !(preferSingle && canBeSingle));
            if (!multipart && !canBeSingle) continue;
            if (TypeFor(range, syntax, own) is { } type) return new(type, $"{type}; transfer-syntax={syntax.Uid}", multipart);
        }
        return null;
    }

    /// <summary>The syntaxes that a client takes by name, and of media types without one the default (PS3.18 Tables 8.7.3-4, 8.7.3-5), best first.</summary>
    public static IEnumerable<TransferSyntax> Named(IReadOnlyList<AcceptEntry> accepted)
    {
        foreach (var range in accepted)
        {
            var uid = range.TransferSyntax.Length > 0 ? range.TransferSyntax : MediaTypes.DefaultSyntaxOf(range.Content);
            if (Uid.TryParse(uid, out Uid syntax)) yield return TransferSyntax.Of(syntax);
        }
    }

    public static IResult NotAcceptable(TransferSyntax syntax) => TypedResults.Problem(
        $"The pixels are stored in transfer syntax {syntax.Uid}, which is not accepted, and cannot be given in what is; transfer-syntax=* takes them as they lie.", statusCode: StatusCodes.Status406NotAcceptable);

    /// <summary>Octet-stream without a transfer syntax means native pixels; compressed ones go out so only when any syntax is taken by name.</summary>
    private static string? TypeFor(AcceptEntry range, TransferSyntax syntax, string own) => range.Content switch
    {
        MediaTypes.OctetStream when !syntax.IsEncapsulated || range.TransferSyntax.Length > 0 => MediaTypes.OctetStream,
        "*/*" or "" or "multipart/*" => own,
        "image/*" when own.StartsWith("image/", StringComparison.Ordinal) => own,
        "video/*" when own.StartsWith("video/", StringComparison.Ordinal) => own,
        var content when content.Equals(own, StringComparison.OrdinalIgnoreCase) => own,
        _ => null,
    };
}

using Concord.Dicom.DataElements;
using Concord.Server.DicomWeb.Answers;
using Concord.Server.DicomWeb.Negotiation;
using Concord.Vault.Retrieve;

namespace Concord.Server.DicomWeb.Retrieve;

/// <summary>Retrieve Transaction, frame resources (PS3.18 §10.4.1.3): slices of the stored bytes.</summary>
internal sealed class FrameEndpoints(VaultRetrieve retrieve, PixelSource pixels)
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGetOrHead("/studies/{study}/series/{series}/instances/{instance}/frames/{frames}",
            (HttpContext context, Uid study, Uid series, Uid instance, string frames, FrameEndpoints face) => face.Get(context, study, series, instance, frames));

    private async Task<IResult> Get(HttpContext context, Uid study, Uid series, Uid instance, string text)
    {
        if (!FrameList.TryParse(text, out var numbers))
            return TypedResults.Problem("Frames are positive numbers parted by commas.", statusCode: StatusCodes.Status400BadRequest);
        var entries = await retrieve.Find(study, series, instance, context.RequestAborted);
        if (entries.Count == 0 || await pixels.Open(entries[0], context.RequestAborted) is not { } stored) return TypedResults.NotFound();
        if (numbers.Any(number => number > stored.Count)) return TypedResults.Problem($"The object has {stored.Count} frames.", statusCode: StatusCodes.Status404NotFound);
        if (PixelNegotiation.Choose(AcceptHeader.Of(context.Request), stored.TransferSyntax, MediaTypes.OfPixelData(stored.TransferSyntax), numbers.Count == 1, preferSingle: false) is not { } chosen)
            return PixelNegotiation.NotAcceptable(stored.TransferSyntax);
        var representation = $"frames {text} {chosen.ContentType} {chosen.IsMultipart}";
        var etag = EntityTags.Of([entries[0]], representation);
        if (!chosen.IsMultipart) return new SegmentedAnswer(stored.Frame(numbers[0] - 1), chosen.PartType, etag);
        var parts = new MultipartBuilder(chosen.ContentType, etag.ToString());
        foreach (var number in numbers) parts.Add(chosen.PartType, stored.Frame(number - 1));
        return new SegmentedAnswer(parts.Close(), parts.ContentType, EntityTags.Of([entries[0]], parts.Boundary));
    }
}

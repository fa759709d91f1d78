using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;
using Concord.Imaging.Frames;
using Concord.Server.DicomWeb.Answers;
using Concord.Server.DicomWeb.Negotiation;
using Concord.Server.Retrieve;
using Concord.Vault.Bundles;
using Concord.Vault.Retrieve;

namespace Concord.Server.DicomWeb.Retrieve;

/// <summary>Retrieve Transaction, frame resources (PS3.18 §10.4.1.3): slices of the stored bytes, or what is made of them where the client takes only that.</summary>
internal sealed class FrameEndpoints(VaultRetrieve retrieve, PixelSource pixels, ObjectForms forms)
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
        var accepted = AcceptHeader.Of(context.Request);
        var isOne = numbers.Count == 1;
        if (forms.OriginalOf(entries[0]) is not null && Choose([.. accepted.Where(range => range.TransferSyntax.Length > 0)], stored.TransferSyntax, isOne) is null)
            stored = await MakeNative(entries[0], context.RequestAborted) ?? stored; // who names no syntax gets pixels as they came
        if (Choose(accepted, stored.TransferSyntax, isOne) is not { } chosen)
        {
            if (await Transcode(entries[0], accepted, context.RequestAborted) is not { } made || Choose(accepted, made.TransferSyntax, isOne) is not { } other)
                return PixelNegotiation.NotAcceptable(stored.TransferSyntax);
            (stored, chosen) = (made, other);
        }
        var representation = $"frames {text} {chosen.PartType} {chosen.IsMultipart}";
        var etag = EntityTags.Of([entries[0]], representation);
        if (!chosen.IsMultipart) return new SegmentedAnswer(stored.Frame(numbers[0] - 1), chosen.PartType, etag);
        var parts = new MultipartBuilder(chosen.ContentType, etag.ToString());
        foreach (var number in numbers) parts.Add(chosen.PartType, stored.Frame(number - 1));
        return new SegmentedAnswer(parts.Close(), parts.ContentType, EntityTags.Of([entries[0]], parts.Boundary));
    }

    private static PixelNegotiation? Choose(IReadOnlyList<AcceptEntry> accepted, TransferSyntax syntax, bool isOne) =>
        PixelNegotiation.Choose(accepted, syntax, MediaTypes.OfPixelData(syntax), isOne, preferSingle: false);

    /// <summary>The frames in the best syntax that the client takes and that can be made; null when there is none.</summary>
    private async Task<StoredFrames?> Transcode(BundleEntry entry, IReadOnlyList<AcceptEntry> accepted, CancellationToken cancel)
    {
        foreach (var target in PixelNegotiation.Named(accepted))
        {
            if (target.IsBigEndian || target.IsDeflated || !await forms.Can(entry, target, cancel) || await forms.OpenFrames(entry, cancel) is not { } source) continue;
            return Made(source, target);
        }
        return null;
    }

    private async Task<StoredFrames?> MakeNative(BundleEntry entry, CancellationToken cancel) =>
        await forms.OpenFrames(entry, cancel) is { } source ? Made(source, TransferSyntax.ExplicitVrLittleEndian) : null;

    private StoredFrames Made(IFrameSource source, TransferSyntax target) =>
        new(target, source.Count, frame => [new Segment.Made(null, async ended => (await forms.MakeFrame(source, frame, target, ended)).Memory)]);
}

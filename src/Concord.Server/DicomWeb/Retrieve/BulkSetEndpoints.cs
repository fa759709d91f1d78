using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Server.DicomWeb.Answers;
using Concord.Server.DicomWeb.Negotiation;
using Concord.Vault.Bundles;
using Concord.Vault.Retrieve;

namespace Concord.Server.DicomWeb.Retrieve;

/// <summary>Retrieve Transaction, pixel data and bulk data of a study, a series or an instance (PS3.18 §10.4.1.1.5, §10.4.1.1.6): all values in one multipart answer, each with its address.</summary>
internal sealed class BulkSetEndpoints(VaultRetrieve retrieve, PixelSource pixels, BulkSource source)
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGetOrHead("/studies/{study}/pixeldata", (HttpContext context, Uid study, BulkSetEndpoints face) => face.Get(context, study, null, null, pixelsOnly: true));
        routes.MapGetOrHead("/studies/{study}/series/{series}/pixeldata", (HttpContext context, Uid study, Uid series, BulkSetEndpoints face) =>
            face.Get(context, study, series, null, pixelsOnly: true));
        routes.MapGetOrHead("/studies/{study}/bulkdata", (HttpContext context, Uid study, BulkSetEndpoints face) => face.Get(context, study, null, null, pixelsOnly: false));
        routes.MapGetOrHead("/studies/{study}/series/{series}/bulkdata", (HttpContext context, Uid study, Uid series, BulkSetEndpoints face) =>
            face.Get(context, study, series, null, pixelsOnly: false));
        routes.MapGetOrHead("/studies/{study}/series/{series}/instances/{instance}/bulkdata", (HttpContext context, Uid study, Uid series, Uid instance, BulkSetEndpoints face) =>
            face.Get(context, study, series, instance, pixelsOnly: false));
    }

    private async Task<IResult> Get(HttpContext context, Uid study, Uid? series, Uid? instance, bool pixelsOnly)
    {
        var cancel = context.RequestAborted;
        var entries = await retrieve.Find(study, series, instance, cancel);
        var accepted = AcceptHeader.Of(context.Request).Where(range => range.IsMultipart || range.IsAny).ToList();
        var words = $"{(pixelsOnly ? "pixeldata" : "bulkdata")} {string.Join(',', accepted.Select(range => range.Type + range.TransferSyntax))}";
        var parts = new MultipartBuilder(MediaTypes.OctetStream, EntityTags.Of(entries, words).ToString());
        var refused = 0;
        foreach (var entry in entries)
        {
            var address = $"{context.ServiceAddress()}/studies/{entry.StudyInstanceUid}/series/{entry.SeriesInstanceUid}/instances/{entry.SopInstanceUid}/bulkdata/";
            if (await pixels.OpenWhole(entry, accepted.Exists(range => range.TransferSyntax.Length > 0), cancel) is { } value)
            {
                if (PixelNegotiation.Choose(accepted, value.TransferSyntax, value.MediaType, value.Bodies.Count == 1, preferSingle: false) is not { } chosen) refused++;
                else
                    foreach (var body in value.Bodies) parts.Add(chosen.PartType, body, address + Tags.PixelData.ToHex());
            }
            if (!pixelsOnly) await AddOthers(parts, entry, address, cancel);
        }
        if (parts.Count == 0) return refused > 0 ? PixelNegotiation.NotAcceptable(entries[0].TransferSyntax) : TypedResults.NotFound();
        return new SegmentedAnswer(parts.Close(), parts.ContentType, EntityTags.Of(entries, parts.Boundary), refused == 0 ? StatusCodes.Status200OK : StatusCodes.Status206PartialContent);
    }

    /// <summary>Read again when it is their turn: all of a study at once might not fit into memory.</summary>
    private async Task AddOthers(MultipartBuilder parts, BundleEntry entry, string address, CancellationToken cancel)
    {
        foreach (var (path, type, length) in await source.List(entry, cancel))
        {
            parts.Add(type, [new Segment.Made(length, async ended => await source.Open(entry, path, ended) is { Bodies: [[Segment.Memory only]] } ? only.Bytes : throw new InvalidDataException("A value is gone."))], address + path);
        }
    }
}

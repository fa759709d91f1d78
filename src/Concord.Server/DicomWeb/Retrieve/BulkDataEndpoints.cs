using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Server.DicomWeb.Answers;
using Concord.Server.DicomWeb.Negotiation;
using Concord.Vault.Bundles;
using Concord.Vault.Retrieve;

namespace Concord.Server.DicomWeb.Retrieve;

/// <summary>Retrieve Transaction, bulkdata (PS3.18 §10.4.1.1.5): the values that metadata names by BulkDataURI.</summary>
internal sealed class BulkDataEndpoints(VaultRetrieve retrieve, PixelSource pixels, BulkSource source)
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGetOrHead("/studies/{study}/series/{series}/instances/{instance}/pixeldata", (HttpContext context, Uid study, Uid series, Uid instance, BulkDataEndpoints face) =>
            face.Get(context, study, series, instance, Tags.PixelData.ToHex()));
        routes.MapGetOrHead("/studies/{study}/series/{series}/instances/{instance}/bulkdata/{**path}",
            (HttpContext context, Uid study, Uid series, Uid instance, string path, BulkDataEndpoints face) => face.Get(context, study, series, instance, path));
        // sealed metadata names its bulk data relative to the series; clients that resolve it against the metadata of a study or an instance come here
        routes.MapGetOrHead("/studies/{study}/instances/{instance}/bulkdata/{**path}",
            (HttpContext context, Uid study, Uid instance, string path, BulkDataEndpoints face) => face.Get(context, study, null, instance, path));
        routes.MapGetOrHead("/studies/{study}/series/{series}/instances/{parent}/instances/{instance}/bulkdata/{**path}",
            (HttpContext context, Uid study, Uid series, Uid instance, string path, BulkDataEndpoints face) => face.Get(context, study, series, instance, path));
    }

    private async Task<IResult> Get(HttpContext context, Uid study, Uid? series, Uid instance, string path)
    {
        var cancel = context.RequestAborted;
        if (await Find(study, series, instance, cancel) is not { } entry) return TypedResults.NotFound();
        var isPixels = Tag.TryParse(path, null, out var tag) && (tag == Tags.PixelData || tag == Tags.FloatPixelData || tag == Tags.DoubleFloatPixelData);
        var accepted = AcceptHeader.Of(context.Request);
        var value = isPixels ? await pixels.OpenWhole(entry, accepted.Any(range => range.TransferSyntax.Length > 0), cancel) : await source.Open(entry, path, cancel);
        if (value is null) return TypedResults.NotFound();
        if (PixelNegotiation.Choose(accepted, value.TransferSyntax, value.MediaType, value.Bodies.Count == 1, preferSingle: true) is not { } chosen)
            return PixelNegotiation.NotAcceptable(value.TransferSyntax);
        var etag = EntityTags.Of([entry], $"bulkdata {path} {chosen.ContentType} {chosen.IsMultipart}");
        if (!chosen.IsMultipart) return new SegmentedAnswer(value.Bodies[0], isPixels ? chosen.PartType : chosen.ContentType, etag);
        var parts = new MultipartBuilder(chosen.ContentType, etag.ToString());
        foreach (var body in value.Bodies) parts.Add(chosen.PartType, body);
        return new SegmentedAnswer(parts.Close(), parts.ContentType, EntityTags.Of([entry], parts.Boundary));
    }

    private async Task<BundleEntry?> Find(Uid study, Uid? series, Uid instance, CancellationToken cancel)
    {
        if (series is { } named) return await retrieve.Find(study, named, instance, cancel) is [var first, ..] ? first : null;
        return (await retrieve.FindInstance(instance, cancel)).FirstOrDefault(entry => entry.StudyInstanceUid == study);
    }
}

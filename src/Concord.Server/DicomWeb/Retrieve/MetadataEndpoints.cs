using System.IO.Compression;
using System.Text.Json;
using Concord.Dicom.DataElements;
using Concord.Server.DicomWeb.Answers;
using Concord.Server.DicomWeb.Negotiation;
using Concord.Vault.Bundles;
using Concord.Vault.Retrieve;
using Microsoft.Net.Http.Headers;

namespace Concord.Server.DicomWeb.Retrieve;

/// <summary>Retrieve Transaction, metadata resources (PS3.18 §10.4.1.1.2): as they lie in the sealed bundle, or written anew from the heads.</summary>
internal sealed class MetadataEndpoints(VaultRetrieve retrieve, BundleReader bundles, HeadSource heads)
{
    /// <summary>Bytes of the answer that are gathered before they are sent.</summary>
    private const int FlushBytes = 64 << 10;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGetOrHead("/studies/{study}/metadata", (HttpContext context, Uid study, MetadataEndpoints face) => face.Get(context, study, null, null));
        routes.MapGetOrHead("/studies/{study}/series/{series}/metadata", (HttpContext context, Uid study, Uid series, MetadataEndpoints face) =>
            face.Get(context, study, series, null));
        routes.MapGetOrHead("/studies/{study}/series/{series}/instances/{instance}/metadata", (HttpContext context, Uid study, Uid series, Uid instance, MetadataEndpoints face) =>
            face.Get(context, study, series, instance));
    }

    private async Task<IResult> Get(HttpContext context, Uid study, Uid? series, Uid? instance)
    {
        if (JsonNegotiation.ContentType(context.Request) is not { } contentType) return JsonNegotiation.NotAcceptable();
        var entries = await retrieve.Find(study, series, instance, context.RequestAborted);
        if (entries.Count == 0) return TypedResults.NotFound();
        var response = context.Response;
        var etag = EntityTags.Of(entries, $"metadata {context.ServiceAddress()}");
        response.GetTypedHeaders().ETag = etag;
        response.Headers.CacheControl = "private, no-cache";
        response.Headers.Vary = HeaderNames.AcceptEncoding;
        if (Conditions.IsNotModified(context.Request, etag)) return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        response.ContentType = contentType;
        if (HttpMethods.IsHead(context.Request.Method)) return Results.Empty;
        if (instance is null && await OpenSealed(entries, context.RequestAborted) is { } lying) await SendSealed(context, lying);
        else await Write(context, entries);
        return Results.Empty;
    }

    /// <summary>The sealed metadata when one bundle holds all that was asked for, and nothing else.</summary>
    private async Task<Stream?> OpenSealed(IReadOnlyList<BundleEntry> entries, CancellationToken cancel)
    {
        var bundle = entries[0].BundleId;
        return entries.All(entry => entry.BundleId == bundle) ? await bundles.OpenMetadata(bundle, cancel) : null;
    }

    private static async Task SendSealed(HttpContext context, Stream gzipped)
    {
        var cancel = context.RequestAborted;
        await using (gzipped)
        {
            if (TakesGzip(context.Request))
            {
                context.Response.Headers.ContentEncoding = "gzip";
                if (gzipped.CanSeek) context.Response.ContentLength = gzipped.Length;
                await gzipped.CopyToAsync(context.Response.Body, cancel);
                return;
            }
            await using var plain = new GZipStream(gzipped, CompressionMode.Decompress);
            await plain.CopyToAsync(context.Response.Body, cancel);
        }
    }

    private static bool TakesGzip(HttpRequest request) =>
        request.GetTypedHeaders().AcceptEncoding.Any(encoding => encoding.Value.Value is "gzip" or "*" && encoding.Quality is not 0);

    private async Task Write(HttpContext context, IReadOnlyList<BundleEntry> entries)
    {
        var cancel = context.RequestAborted;
        var output = context.Response.BodyWriter;
        var service = context.ServiceAddress();
        var sent = 0L;
        await using var json = new Utf8JsonWriter(output);
        json.WriteStartArray();
        foreach (var entry in entries)
        {
            InstanceMetadata.Write(json, entry, await heads.ReadAll(entry, cancel), service);
            if (json.BytesCommitted + json.BytesPending - sent < FlushBytes) continue;
            await json.FlushAsync(cancel);
            sent = json.BytesCommitted;
            await output.FlushAsync(cancel);
        }
        json.WriteEndArray();
        await json.FlushAsync(cancel);
        await output.FlushAsync(cancel);
    }
}

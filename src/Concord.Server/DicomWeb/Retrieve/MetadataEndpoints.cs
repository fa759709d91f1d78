using System.IO.Compression;
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
    /// <summary>Heads that are read ahead of the one that is written, at most.</summary>
    private const int MaxAhead = 8;

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
        var entries = await retrieve.Find(study, series, instance, context.RequestAborted);
        return entries.Count == 0 ? TypedResults.NotFound() : await Send(context, entries, mayLieSealed: instance is null);
    }

    /// <summary>Sends the metadata of objects as the client accepts them.</summary>
    /// <param name="mayLieSealed">They may be all of a sealed bundle.</param>
    public async Task<IResult> Send(HttpContext context, IReadOnlyList<BundleEntry> entries, bool mayLieSealed)
    {
        if (ModelNegotiation.ContentType(context.Request) is not { } contentType) return ModelNegotiation.NotAcceptable();
        var response = context.Response;
        var etag = EntityTags.Of(entries, $"metadata {contentType} {context.ServiceAddress()}");
        response.GetTypedHeaders().ETag = etag;
        response.Headers.CacheControl = "private, no-cache";
        response.Headers.Vary = new[] { HeaderNames.Accept, HeaderNames.AcceptEncoding };
        if (Conditions.IsNotModified(context.Request, etag)) return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        var isXml = contentType == ModelNegotiation.MultipartXml;
        response.ContentType = contentType;
        if (HttpMethods.IsHead(context.Request.Method)) return Results.Empty;
        if (!isXml && mayLieSealed && await OpenSealed(entries, context.RequestAborted) is { } lying) await SendSealed(context, lying);
        else await Write(context, entries, contentType);
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

    /// <summary>Written anew; while one is written the heads of the next ones are read.</summary>
    private async Task Write(HttpContext context, IReadOnlyList<BundleEntry> entries, string contentType)
    {
        var service = context.ServiceAddress();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        var ahead = new Queue<Task<DataSet>>();
        await using var answer = new ModelWriter(context, contentType);
        try
        {
            var next = 0;
            foreach (var entry in entries)
            {
                for (; ahead.Count < MaxAhead && next < entries.Count; next++)
                {
                    var following = entries[next];
                    ahead.Enqueue(Task.Run(() => heads.ReadAll(following, ended.Token), ended.Token));
                }
                if (await answer.Write(await ahead.Dequeue(), InstanceMetadata.Addresses(entry, service))) await answer.Flush();
            }
            await answer.End();
        }
        finally
        {
            await ended.CancelAsync();
            foreach (var left in ahead) await ((Task)left).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // one has failed already: that is told
        }
    }
}

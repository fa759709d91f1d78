using System.Buffers;
using Concord.Dicom.DataElements;
using Concord.Server.DicomWeb.Negotiation;
using Concord.Server.DicomWeb.Store.Metadata;
using Concord.Server.Hosting;
using Concord.Server.Settings;
using Concord.Trust.Identity;
using Concord.Vault.Receive;
using Microsoft.AspNetCore.Http.Features;

namespace Concord.Server.DicomWeb.Store;

/// <summary>Store Transaction (PS3.18 §10.5): objects stream from the request into the vault, part by part.</summary>
internal sealed class StoreEndpoints(InstanceVault vault, DicomWebOptions options, TimeProvider time, ILogger<StoreEndpoints> logger)
{
    /// <summary>Objects of one request that wait for their durability at once; they share flushes.</summary>
    private const int MaxInFlight = 16;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/studies", (HttpContext context, StoreEndpoints store) => store.Store(context, null));
        routes.MapPost("/studies/{study}", (HttpContext context, Uid study, StoreEndpoints store) => store.Store(context, study));
    }

    /// <summary>Whether a request stores objects and its body is compressed.</summary>
    public static bool IsPacked(HttpContext context) => HttpMethods.IsPost(context.Request.Method)
        && context.Request.Headers.ContentEncoding.Count > 0 && context.Request.Path.StartsWithSegments(ServiceAddresses.Root, StringComparison.Ordinal);

    /// <summary>The framework's unpacking ends with 413 beyond this many bytes.</summary>
    public static Task BoundInflated(HttpContext context, RequestDelegate next, DicomWebOptions options)
    {
        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = options.MaxInflatedBytes;
        return next(context);
    }

    /// <summary>Stores what the request brings, of one study or of any.</summary>
    public async Task<IResult> Store(HttpContext context, Uid? study)
    {
        var request = context.Request;
        if (AcceptHeader.Parse(request.ContentType) is not [{ } content]) return WrongMediaType();
        if (ModelNegotiation.SingleContentType(request) is not { } answerType) return ModelNegotiation.NotAcceptable();
        if (request.Headers.ContentEncoding.Count > 0) return WrongMediaType(); // what the framework can undo is undone by now
        var report = content.MediaType switch
        {
            "multipart/related" when content.Type is "application/dicom" or "" && Boundary(request) is { } boundary => await StoreParts(context, boundary, study),
            "multipart/related" when IsMetadata(content.Type) && Boundary(request) is { } boundary => await StoreMetadata(context, boundary, study),
            "application/dicom" => await StoreSingle(context, study),
            _ when IsMetadata(content.MediaType) => await StoreMetadata(context, null, study),
            _ => null,
        };
        if (report is null) return WrongMediaType();
        if (report.StatusCode == StatusCodes.Status400BadRequest)
            return TypedResults.Problem(report.BodyWasBroken ? $"The body is damaged; nothing was kept. {report.Fault}".TrimEnd() : "The body holds no DICOM object; nothing was kept.", statusCode: 400);
        return new ModelResult(report.ToDataSet(context.ServiceAddress()), report.StatusCode, answerType);
    }

    private async Task<StoreReport> StoreParts(HttpContext context, string boundary, Uid? study)
    {
        var cancel = context.RequestAborted;
        var pending = new List<Task<StoredItem>>();
        using var slots = new SemaphoreSlim(MaxInFlight);
        var broken = false;
        StoredItem[] items = [];
        try
        {
            var parts = new MultipartReader(context.Request.BodyReader, boundary, options.MaxPartHeaderBytes);
            while (await parts.ReadNextPart(cancel) is { } headers)
            {
                if (pending.Count >= options.MaxParts) throw new MultipartException("There are too many parts.");
                await slots.WaitAsync(cancel);
                if (headers.ContentType is "application/dicom" or "") pending.Add(await Gather(parts.ReadBody, context, study, slots));
                else pending.Add(Task.FromResult(NoObject(slots)));
            }
        }
        catch (Exception e) when (e is MultipartException or BadHttpRequestException or InvalidDataException)
        {
            broken = true; // what was whole is kept, and the answer says so
        }
        finally
        {
            items = await Task.WhenAll(pending); // also on the way out of a failure: the slots are theirs
        }
        return new(items, broken);
    }

    /// <summary>Objects that come as metadata and bulk data; without a boundary, as metadata that have all in them.</summary>
    private async Task<StoreReport> StoreMetadata(HttpContext context, string? boundary, Uid? study)
    {
        var cancel = context.RequestAborted;
        var origin = OriginOf(context);
        using var slots = new SemaphoreSlim(MaxInFlight);
        await using var store = new MetadataStore(vault, options, study, origin, incoming => Keep(incoming, origin, slots, cancel), slots);
        var broken = "";
        StoredItem[] items = [];
        try
        {
            if (boundary is null) await store.Take(new(AcceptHeader.Parse(context.Request.ContentType)[0].MediaType, "", ""), new SingleBody(context.Request.BodyReader).Read, cancel);
            else await TakeParts(store, new(context.Request.BodyReader, boundary, options.MaxPartHeaderBytes), cancel);
        }
        catch (Exception e) when (e is MultipartException or BadHttpRequestException or InvalidDataException)
        {
            broken = e.Message; // what was whole is kept, and the answer says so
        }
        finally
        {
            await store.Finish(cancel);
            items = await Task.WhenAll(store.Items);
        }
        return new(items, broken.Length > 0) { Fault = broken };
    }

    private async Task TakeParts(MetadataStore store, MultipartReader parts, CancellationToken cancel)
    {
        for (var count = 0; await parts.ReadNextPart(cancel) is { } headers; count++)
        {
            if (count >= options.MaxParts) throw new MultipartException("There are too many parts.");
            await store.Take(headers, parts.ReadBody, cancel);
        }
    }

    private static bool IsMetadata(string mediaType) => mediaType is ModelNegotiation.DicomJson or ModelNegotiation.DicomXml or "application/json";

    private async Task<StoreReport> StoreSingle(HttpContext context, Uid? study)
    {
        using var slots = new SemaphoreSlim(0, 1);
        var body = new SingleBody(context.Request.BodyReader);
        try
        {
            return new([await await Gather(body.Read, context, study, slots)], BodyWasBroken: false);
        }
        catch (InvalidDataException)
        {
            return new([], BodyWasBroken: true); // what unpacks it says so
        }
    }

    /// <summary>Takes one object's bytes off the request; the returned task is done when they are durable or refused.</summary>
    private async ValueTask<Task<StoredItem>> Gather(Func<CancellationToken, ValueTask<ReadOnlySequence<byte>?>> read, HttpContext context, Uid? study, SemaphoreSlim slots)
    {
        var cancel = context.RequestAborted;
        var origin = OriginOf(context);
        var incoming = vault.Begin(null, study: study, origin: origin);
        try
        {
            while (await read(cancel) is { } piece)
            {
                if (incoming.Length + piece.Length > options.MaxObjectBytes) throw new BadHttpRequestException("An object is larger than is taken.", StatusCodes.Status413PayloadTooLarge);
                await incoming.Append(piece, cancel);
            }
        }
        catch
        {
            await incoming.DisposeAsync();
            throw;
        }
        return Keep(incoming, origin, slots, cancel);
    }

    private async Task<StoredItem> Keep(IncomingInstance incoming, Origin origin, SemaphoreSlim slots, CancellationToken cancel)
    {
        await using (incoming)
        {
            try
            {
                var outcome = await vault.Receive(incoming, origin, cancel);
                return new(incoming.Identity, outcome);
            }
            catch (Exception e) when (e is IOException or VaultException)
            {
                logger.StoreFailed(e);
                return new(incoming.Identity, new StoreOutcome.Refused(Refusal.OutOfResources, "The archive could not keep the object"));
            }
            finally
            {
                slots.Release();
            }
        }
    }

    private Origin OriginOf(HttpContext context) =>
        new(OriginKind.StowRs, "", "", context.Connection.RemoteIpAddress?.ToString() ?? "", time.GetUtcNow(), []) { User = context.User.Identity?.Name ?? "" };

    private static StoredItem NoObject(SemaphoreSlim slots)
    {
        slots.Release();
        return new(null, new StoreOutcome.Refused(Refusal.CannotUnderstand, "The part is not application/dicom"));
    }

    /// <summary>The boundary of a multipart body; null when it names none.</summary>
    public static string? Boundary(HttpRequest request) =>
        Microsoft.Net.Http.Headers.MediaTypeHeaderValue.TryParse(request.ContentType, out var strict) && strict.Boundary.HasValue
            ? strict.Boundary.Value!.Trim('"')
            : LenientBoundary(request.ContentType ?? "");

    /// <summary>For headers that quote nothing: <c>type=application/dicom; boundary=x</c>.</summary>
    private static string? LenientBoundary(string contentType) => contentType.Split(';').Select(piece => piece.Trim())
        .FirstOrDefault(piece => piece.StartsWith("boundary=", StringComparison.OrdinalIgnoreCase))?["boundary=".Length..].Trim('"');

    private static IResult WrongMediaType() => TypedResults.Problem(
        "A store request is multipart/related with a boundary and of type application/dicom, application/dicom+json or application/dicom+xml, or one such object; it may be compressed by gzip or deflate.", statusCode: StatusCodes.Status415UnsupportedMediaType);
}

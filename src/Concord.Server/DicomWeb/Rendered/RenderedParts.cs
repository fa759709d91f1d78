using System.Text;
using Concord.Imaging;
using Concord.Server.DicomWeb.Answers;
using Concord.Server.DicomWeb.Negotiation;
using Concord.Server.Imaging;
using Concord.Vault.Bundles;
using Microsoft.Net.Http.Headers;

namespace Concord.Server.DicomWeb.Rendered;

/// <summary>Many pictures as one multipart/related answer, each drawn when it is its turn. 406 when there is not one.</summary>
/// <param name="frames">Which frames of each object, from 0; null: all it has.</param>
internal sealed class RenderedParts(
    PictureMaker maker, IReadOnlyList<BundleEntry> entries, IReadOnlyList<int>? frames, PictureRequest request, EntityTagHeaderValue etag) : IResult
{
    /// <summary>The pictures are those of the images that a presentation state is for.</summary>
    public (PresentationMaker Maker, PresentationSet Set)? Presented { get; init; }

    private readonly MultipartBuilder _parts = new(request.MediaType, etag.ToString());

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.GetTypedHeaders().ETag = etag;
        response.Headers.CacheControl = "private, no-cache";
        response.ContentType = _parts.ContentType;
        if (Conditions.IsNotModified(httpContext.Request, etag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            response.ContentType = null;
        }
        else if (HttpMethods.IsGet(httpContext.Request.Method) && !await Write(response, httpContext.RequestAborted))
        {
            response.Clear();
            await PictureNegotiation.NotAcceptable().ExecuteAsync(httpContext);
        }
    }

    /// <summary>Writes all parts; false when there were none, and nothing is written then.</summary>
    private async Task<bool> Write(HttpResponse response, CancellationToken cancel)
    {
        var hasParts = false;
        foreach (var pictures in Presented is { } presented ? [States(presented.Maker, presented.Set, cancel)] : entries.Select(entry => Pictures(entry, cancel)))
        {
            await foreach (var (contentType, body) in pictures)
            {
                using var _ = body;
                await WriteText(response, $"{(hasParts ? "\r\n" : "")}--{_parts.Boundary}\r\nContent-Type: {contentType}\r\n\r\n", cancel);
                await response.BodyWriter.WriteAsync(body.Memory, cancel);
                hasParts = true;
            }
        }
        if (hasParts) await WriteText(response, $"\r\n--{_parts.Boundary}--\r\n", cancel);
        return hasParts;
    }

    /// <summary>The pictures of one object, each with its content type; what fails is told in the place of its picture.</summary>
    private async IAsyncEnumerable<(string ContentType, PooledBytes Body)> Pictures(
        BundleEntry entry, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        var (source, problem) = await Try(async () => await maker.Open(entry, cancel));
        if (problem is not null) yield return ProblemOf(problem);
        if (source is null) yield break;
        foreach (var frame in frames ?? [.. Enumerable.Range(0, source.Count)])
        {
            var (file, failure) = await Try(async () => await maker.Make(source, frame, request, cancel));
            yield return failure is null ? (request.MediaType, file!) : ProblemOf(failure);
        }
    }

    private async IAsyncEnumerable<(string ContentType, PooledBytes Body)> States(
        PresentationMaker presentations, PresentationSet set, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var frame in set.Frames)
        {
            var (file, failure) = await Try(async () => await presentations.Make(set, frame, request, cancel));
            yield return failure is null ? (request.MediaType, file!) : ProblemOf(failure);
        }
    }

    private static async Task<(T? Value, FrameException? Problem)> Try<T>(Func<Task<T>> get)
    {
        try
        {
            return (await get(), null);
        }
        catch (FrameException e)
        {
            return (default, e);
        }
    }

    private static (string, PooledBytes) ProblemOf(FrameException e) => ("application/problem+json", PooledBytes.Of(e.ToProblem("The frame could not be drawn")));

    private static async Task WriteText(HttpResponse response, string text, CancellationToken cancel) => await response.BodyWriter.WriteAsync(Encoding.ASCII.GetBytes(text), cancel);
}

using System.IO.Pipelines;
using Concord.Imaging;
using Concord.Server.DicomWeb.Negotiation;
using Microsoft.Net.Http.Headers;

namespace Concord.Server.DicomWeb.Answers;

/// <summary>An answer of segments, streamed: conditional (RFC 9110 §13) and, where all lengths are known, in ranges (§14); HEAD sends nothing.</summary>
/// <param name="statusCode">200, or 206 when not all of the target could be given (PS3.18 Table 10.4.3-1).</param>
internal sealed class SegmentedAnswer(IReadOnlyList<Segment> segments, string contentType, EntityTagHeaderValue etag, int statusCode = StatusCodes.Status200OK) : IResult
{
    /// <summary>Bytes that are read from a bundle at once.</summary>
    private const int ChunkBytes = 128 << 10;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        var typed = response.GetTypedHeaders();
        typed.ETag = etag;
        response.Headers.CacheControl = "private, no-cache";
        if (Conditions.IsNotModified(httpContext.Request, etag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        response.ContentType = contentType;
        response.StatusCode = statusCode;
        if (TotalLength() is not { } total)
        {
            if (!HttpMethods.IsHead(httpContext.Request.Method)) await Write(response.BodyWriter, 0, long.MaxValue, httpContext.RequestAborted);
            return;
        }
        response.Headers.AcceptRanges = "bytes";
        var (from, length) = (0L, total);
        if (statusCode == StatusCodes.Status200OK && Conditions.RangeOf(httpContext.Request, etag) is { } range)
        {
            if (!Conditions.TryResolve(range, total, out from, out length))
            {
                typed.ContentRange = new ContentRangeHeaderValue(total);
                response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
                response.ContentType = null;
                return;
            }
            typed.ContentRange = new ContentRangeHeaderValue(from, from + length - 1, total);
            response.StatusCode = StatusCodes.Status206PartialContent;
        }
        response.ContentLength = length;
        if (!HttpMethods.IsHead(httpContext.Request.Method)) await Write(response.BodyWriter, from, length, httpContext.RequestAborted);
    }

    private long? TotalLength()
    {
        var total = 0L;
        foreach (var segment in segments)
        {
            if (segment.Length is not { } length) return null;
            total += length;
        }
        return total;
    }

    /// <summary>Writes <paramref name="length"/> bytes of the whole from <paramref name="from"/> on; ends at once when the client goes.</summary>
    /// <remarks>Bytes that are there wait for those that have to be made: what fails before any went out is an answer of its own.</remarks>
    private async Task Write(PipeWriter output, long from, long length, CancellationToken cancel)
    {
        var held = new List<ReadOnlyMemory<byte>>();
        foreach (var segment in segments)
        {
            if (length == 0) break;
            var own = segment.Length;
            if (own <= from)
            {
                from -= own.Value;
                continue;
            }
            var take = Math.Min(own - from ?? long.MaxValue, length);
            if (segment is Segment.Memory memory) held.Add(memory.Bytes.Slice((int)from, (int)take));
            else await Write(output, held, segment, from, take, cancel);
            (from, length) = (0, length - take);
            if (own is null) length = long.MaxValue; // lengths are not counted then
        }
        await Release(output, held, cancel);
        await output.FlushAsync(cancel);
    }

    private static async Task Write(PipeWriter output, List<ReadOnlyMemory<byte>> held, Segment segment, long from, long length, CancellationToken cancel)
    {
        switch (segment)
        {
            case Segment.Made made:
                var bytes = await made.Make(cancel);
                await Release(output, held, cancel);
                await output.WriteAsync(bytes.Slice((int)from, (int)Math.Min(length, bytes.Length - from)), cancel);
                break;
            case Segment.Streamed streamed:
                await Write(output, held, streamed, cancel);
                break;
            case Segment.Stored stored:
                await Release(output, held, cancel);
                await Copy(output, stored.Bundles.Open(stored.BundleId, stored.Range.Offset + from, length), length, cancel);
                break;
            case Segment.Corrected corrected:
                await Release(output, held, cancel);
                await Copy(output, corrected.Object.Open(from, length), length, cancel);
                break;
        }
    }

    private static async Task Write(PipeWriter output, List<ReadOnlyMemory<byte>> held, Segment.Streamed streamed, CancellationToken cancel)
    {
        Stream? stream = null;
        try
        {
            stream = await streamed.Open(cancel);
        }
        catch (FrameException failed) when (streamed.Instead is not null)
        {
            held.Add(streamed.Instead(failed));
        }
        await using (stream)
        {
            if (stream is not null) held.Add(streamed.Preface);
            await Release(output, held, cancel);
            if (stream is not null) await stream.CopyToAsync(output, cancel);
        }
    }

    private static async Task Release(PipeWriter output, List<ReadOnlyMemory<byte>> held, CancellationToken cancel)
    {
        foreach (var bytes in held) await output.WriteAsync(bytes, cancel);
        held.Clear();
    }

    private static async Task Copy(PipeWriter output, Stream stored, long length, CancellationToken cancel)
    {
        await using var stream = stored;
        while (length > 0)
        {
            var memory = output.GetMemory((int)Math.Min(length, ChunkBytes));
            var read = await stream.ReadAsync(memory[..(int)Math.Min(length, memory.Length)], cancel);
            if (read == 0) throw new EndOfStreamException("A bundle ends before its entry.");
            output.Advance(read);
            length -= read;
            var flush = await output.FlushAsync(cancel);
            if (flush.IsCompleted) return; // nobody reads any more
        }
    }
}

using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Concord.Server.Hosting;

/// <summary>
/// A small JSON body, held whole. The bound is the reader's own and not the host's: the host closes on a client that is still sending, which then hears a reset in place of 413;
/// after this one it reads what is left, for as long as it does for any body, and throws it away.
/// </summary>
internal static class JsonBody
{
    /// <summary>The value; null when the body is no JSON of that shape.</summary>
    /// <param name="maxBytes">Longest body.</param>
    /// <exception cref="BadHttpRequestException">It is too long: 413.</exception>
    public static async Task<T?> Read<T>(HttpContext context, JsonTypeInfo<T> type, int maxBytes)
        where T : class
    {
        var bytes = await Bytes(context, maxBytes);
        try
        {
            return JsonSerializer.Deserialize(bytes.Span, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The root of the document; null when the body is no JSON.</summary>
    /// <param name="maxBytes">Longest body.</param>
    /// <exception cref="BadHttpRequestException">It is too long: 413.</exception>
    public static async Task<JsonElement?> Read(HttpContext context, int maxBytes)
    {
        var bytes = await Bytes(context, maxBytes);
        try
        {
            using var document = JsonDocument.Parse(bytes);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>What a body that is longer than its bound is answered with.</summary>
    public static BadHttpRequestException TooLong() => new("The body is longer than is taken here.", StatusCodes.Status413PayloadTooLarge);

    private static async Task<ReadOnlyMemory<byte>> Bytes(HttpContext context, int maxBytes)
    {
        if (context.Request.ContentLength > maxBytes) throw TooLong();
        var bytes = new ArrayBufferWriter<byte>();
        var input = context.Request.BodyReader;
        while (true)
        {
            var read = await input.ReadAsync(context.RequestAborted);
            if (bytes.WrittenCount + read.Buffer.Length > maxBytes)
            {
                input.AdvanceTo(read.Buffer.End);
                throw TooLong();
            }
            foreach (var piece in read.Buffer) bytes.Write(piece.Span);
            input.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted) return bytes.WrittenMemory;
        }
    }
}

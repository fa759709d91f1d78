using System.Buffers;
using Concord.Dicom.DataElements;
using Concord.Server.DicomWeb.Negotiation;
using Concord.Server.DicomWeb.Store;
using Concord.Server.DicomWeb.Store.Metadata;
using Concord.Server.Hosting;

namespace Concord.Server.DicomWeb;

/// <summary>One data set as the body of a request: DICOM JSON or XML, bare or as the first part of multipart/related (PS3.18 §8.7.3).</summary>
internal static class ModelBody
{
    /// <summary>The data set; or what is wrong with it. An empty body is an empty data set.</summary>
    /// <exception cref="BadHttpRequestException">It is too long: 413.</exception>
    /// <param name="maxBytes">Longest body.</param>
    /// <param name="maxPartHeaderBytes">Longest header of a part.</param>
    public static async Task<(DataSet? DataSet, string Problem)> Read(HttpContext context, int maxBytes, int maxPartHeaderBytes)
    {
        try
        {
            var request = context.Request;
            if (request.ContentLength > maxBytes + maxPartHeaderBytes) throw JsonBody.TooLong();
            if (request.ContentLength == 0 || (request.ContentType is null && request.ContentLength is null && !request.Headers.ContainsKey("Transfer-Encoding"))) return (new(), "");
            if (AcceptHeader.Parse(request.ContentType) is not [{ } content] || content.Content is not (ModelNegotiation.DicomJson or ModelNegotiation.DicomXml or "application/json"))
                return (null, "The request is application/dicom+json or application/dicom+xml.");
            var whole = new SingleBody(request.BodyReader);
            (Func<CancellationToken, ValueTask<ReadOnlySequence<byte>?>> read, Action takeBack) = (whole.Read, whole.TakeBack);
            if (content.IsMultipart)
            {
                var parts = new MultipartReader(request.BodyReader, StoreEndpoints.Boundary(request) ?? "", maxPartHeaderBytes);
                if (await parts.ReadNextPart(context.RequestAborted) is null) return (null, "There is no part.");
                (read, takeBack) = (parts.ReadBody, parts.TakeBack);
            }
            var bytes = await Gather(read, takeBack, maxBytes, context.RequestAborted);
            var dataSets = MetadataReader.Read(bytes, content.Content == ModelNegotiation.DicomXml, _ => throw new MultipartException("There is no bulk data in such a request."));
            return dataSets is [var dataSet] ? (dataSet, "") : (null, "The request is one data set.");
        }
        catch (MultipartException damage)
        {
            return (null, damage.Message);
        }
    }

    private static async Task<byte[]> Gather(Func<CancellationToken, ValueTask<ReadOnlySequence<byte>?>> read, Action takeBack, int maxBytes, CancellationToken cancel)
    {
        var bytes = new ArrayBufferWriter<byte>();
        while (await read(cancel) is { } pieces)
        {
            if (bytes.WrittenCount + pieces.Length > maxBytes)
            {
                takeBack(); // or the host could not read away what is left
                throw JsonBody.TooLong();
            }
            foreach (var piece in pieces) bytes.Write(piece.Span);
        }
        return bytes.WrittenSpan.ToArray();
    }
}

using System.Buffers;
using Concord.Dicom.DataElements;
using Concord.Server.DicomWeb.Negotiation;
using Concord.Server.DicomWeb.Store;
using Concord.Server.DicomWeb.Store.Metadata;
using Microsoft.AspNetCore.Http.Features;

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
            context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = maxBytes + maxPartHeaderBytes;
            if (request.ContentLength == 0 || (request.ContentType is null && request.ContentLength is null && !request.Headers.ContainsKey("Transfer-Encoding"))) return (new(), "");
            if (AcceptHeader.Parse(request.ContentType) is not [{ } content] || content.Content is not (ModelNegotiation.DicomJson or ModelNegotiation.DicomXml or "application/json"))
                return (null, "The request is application/dicom+json or application/dicom+xml.");
            var read = new SingleBody(request.BodyReader).Read;
            if (content.IsMultipart)
            {
                var parts = new MultipartReader(request.BodyReader, StoreEndpoints.Boundary(request) ?? "", maxPartHeaderBytes);
                if (await parts.ReadNextPart(context.RequestAborted) is null) return (null, "There is no part.");
                read = parts.ReadBody;
            }
            var bytes = new ArrayBufferWriter<byte>();
            while (await read(context.RequestAborted) is { } pieces)
                foreach (var piece in pieces) bytes.Write(piece.Span);
            var dataSets = MetadataReader.Read(bytes.WrittenSpan.ToArray(), content.Content == ModelNegotiation.DicomXml, _ => throw new MultipartException("There is no bulk data in such a request."));
            return dataSets is [var dataSet] ? (dataSet, "") : (null, "The request is one data set.");
        }
        catch (MultipartException damage)
        {
            return (null, damage.Message);
        }
    }
}

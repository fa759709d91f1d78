using System.Text.Json;
using System.Xml;
using Concord.Dicom.DataElements;
using Concord.Dicom.Json;
using Concord.Dicom.Xml;
using Concord.Server.DicomWeb.Negotiation;

namespace Concord.Server.DicomWeb;

/// <summary>One data set as DICOM JSON (PS3.18 Annex F) or as the Native DICOM Model (PS3.19 §A.1).</summary>
internal sealed class ModelResult(DataSet dataSet, int statusCode, string contentType) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = statusCode;
        httpContext.Response.ContentType = contentType;
        if (contentType == ModelNegotiation.DicomXml)
        {
            using var document = new MemoryStream();
            await using (var xml = XmlWriter.Create(document, DicomXmlWriter.Settings)) DicomXmlWriter.Write(xml, dataSet);
            await httpContext.Response.Body.WriteAsync(document.GetBuffer().AsMemory(0, (int)document.Length), httpContext.RequestAborted);
            return;
        }
        await using (var json = new Utf8JsonWriter(httpContext.Response.BodyWriter)) DicomJsonWriter.Write(json, dataSet);
        await httpContext.Response.BodyWriter.FlushAsync(httpContext.RequestAborted);
    }
}

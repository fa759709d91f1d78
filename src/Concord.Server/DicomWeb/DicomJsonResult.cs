using System.Text.Json;
using Concord.Dicom.DataElements;
using Concord.Dicom.Json;

namespace Concord.Server.DicomWeb;

/// <summary>One data set as DICOM JSON (PS3.18 Annex F).</summary>
internal sealed class DicomJsonResult(DataSet dataSet, int statusCode, string contentType) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = statusCode;
        httpContext.Response.ContentType = contentType;
        await using (var json = new Utf8JsonWriter(httpContext.Response.BodyWriter)) DicomJsonWriter.Write(json, dataSet);
        await httpContext.Response.BodyWriter.FlushAsync(httpContext.RequestAborted);
    }
}

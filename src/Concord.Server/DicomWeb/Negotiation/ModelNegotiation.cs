namespace Concord.Server.DicomWeb.Negotiation;

/// <summary>In which model of data sets a client wants its answer (PS3.18 §8.7.3.2): JSON, also where only application/json is named, or XML.</summary>
internal static class ModelNegotiation
{
    public const string DicomJson = "application/dicom+json";
    public const string DicomXml = "application/dicom+xml";
    public const string MultipartXml = $"multipart/related; type=\"{DicomXml}\"";

    /// <returns>The content type of many data sets, <see cref="MultipartXml"/> without its boundary; null when none is accepted: 406.</returns>
    public static string? ContentType(HttpRequest request) => Choose(request, MultipartXml);

    /// <summary>As above, of one data set alone: XML is a document then.</summary>
    public static string? SingleContentType(HttpRequest request) => Choose(request, DicomXml);

    public static IResult NotAcceptable() =>
        TypedResults.Problem("Only application/dicom+json and application/dicom+xml are given here.", statusCode: StatusCodes.Status406NotAcceptable);

    private static string? Choose(HttpRequest request, string xml)
    {
        foreach (var entry in AcceptHeader.Of(request))
        {
            switch (entry.Content)
            {
                case DicomJson or "*/*" or "application/*" or "": return DicomJson;
                case "application/json": return "application/json";
                case DicomXml: return xml;
            }
        }
        return null;
    }
}

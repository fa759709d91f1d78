namespace Concord.Server.DicomWeb.Negotiation;

/// <summary>Which JSON a client wants (PS3.18 §8.7.3.2): application/dicom+json, or application/json when only that is named.</summary>
internal static class JsonNegotiation
{
    public const string DicomJson = "application/dicom+json";

    /// <returns>The content type, or null when no JSON is accepted: 406.</returns>
    public static string? ContentType(HttpRequest request)
    {
        foreach (var entry in AcceptHeader.Of(request))
        {
            switch (entry.Content)
            {
                case DicomJson or "*/*" or "application/*" or "": return DicomJson;
                case "application/json": return "application/json";
            }
        }
        return null;
    }

    public static IResult NotAcceptable() => TypedResults.Problem("Only application/dicom+json is given here.", statusCode: StatusCodes.Status406NotAcceptable);
}

using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;
using Concord.Vault.Retrieve;

namespace Concord.Server.DicomWeb.Retrieve;

/// <summary>URI Service (PS3.18 §9): <c>/wado?requestType=WADO&amp;studyUID=…&amp;seriesUID=…&amp;objectUID=…&amp;contentType=application/dicom</c>, whole objects only.</summary>
internal sealed class UriEndpoints(VaultRetrieve retrieve, InstanceEndpoints instances)
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGetOrHead("/wado", (HttpContext context, UriEndpoints face) => face.Get(context));

    private async Task<IResult> Get(HttpContext context)
    {
        var query = context.Request.Query;
        if (query["requestType"] != "WADO") return Wrong("requestType must be WADO.");
        if (!Uid.TryParse((string?)query["objectUID"], null, out var instance)) return Wrong("objectUID must be a UID.");
        Uid study = default, series = default;
        if (query.ContainsKey("studyUID") && !Uid.TryParse((string?)query["studyUID"], null, out study)) return Wrong("studyUID must be a UID.");
        if (query.ContainsKey("seriesUID") && !Uid.TryParse((string?)query["seriesUID"], null, out series)) return Wrong("seriesUID must be a UID.");
        if (query["contentType"].ToString() is not ("application/dicom" or "*/*"))
            return TypedResults.Problem("Only contentType=application/dicom is given here.", statusCode: StatusCodes.Status406NotAcceptable);
        TransferSyntax? wanted = null;
        if (query.ContainsKey("transferSyntax"))
        {
            if (!Uid.TryParse((string?)query["transferSyntax"], null, out var syntax)) return Wrong("transferSyntax must be a UID.");
            wanted = TransferSyntax.Of(syntax);
        }
        foreach (var entry in await retrieve.FindInstance(instance, context.RequestAborted))
        {
            if ((study.IsNone || entry.StudyInstanceUid == study) && (series.IsNone || entry.SeriesInstanceUid == series)) return instances.Single(entry, wanted ?? entry.TransferSyntax);
        }
        return TypedResults.NotFound();
    }

    private static IResult Wrong(string detail) => TypedResults.Problem(detail, statusCode: StatusCodes.Status400BadRequest);
}

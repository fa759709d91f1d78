using Concord.Dicom.DataElements;
using Concord.Imaging.Volumes;
using Concord.Server.DicomWeb.Answers;
using Concord.Server.DicomWeb.Negotiation;
using Concord.Server.DicomWeb.Retrieve;
using Concord.Server.Imaging;
using Concord.Server.Imaging.Volumes;
using Concord.Vault.Retrieve;

namespace Concord.Server.DicomWeb.Rendered;

/// <summary>A series in space: its volumes as JSON, and pictures of planes through them. Resources of Concord's own beside those of PS3.18 §10.4.</summary>
internal sealed class PlaneEndpoints(VaultRetrieve retrieve, PlaneMaker maker, PictureMaker pictures)
{
    /// <summary>Changes when the same request gives another picture than before.</summary>
    private const string Version = "plane 1";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGetOrHead("/studies/{study}/series/{series}/plane", (HttpContext context, Uid study, Uid series, PlaneEndpoints face) => face.GetPlane(context, study, series));
        routes.MapGet("/studies/{study}/series/{series}/volumes", (HttpContext context, Uid study, Uid series, PlaneEndpoints face) => face.GetVolumes(context, study, series));
    }

    private async Task<IResult> GetPlane(HttpContext context, Uid study, Uid series)
    {
        var parameters = RenderedParameters.Parse(context.Request.Query, out var problem);
        var plane = problem is null ? PlaneParameters.Parse(context.Request.Query, out problem) : null;
        if (plane is null) return TypedResults.Problem(problem, statusCode: StatusCodes.Status400BadRequest);
        context.Response.Headers.Vary = "Accept";
        var cancel = context.RequestAborted;
        var entries = await retrieve.Find(study, series, null, cancel);
        if (entries.Count == 0) return TypedResults.NotFound();
        if (PictureNegotiation.Choose(AcceptHeader.Of(context.Request), canBeSingle: true, pictures.DefaultFormat) is not { IsMultipart: false } chosen) return PictureNegotiation.NotAcceptable();
        var request = new PictureRequest(parameters.Options, chosen.Format, parameters.Quality);
        var etag = EntityTags.Of(entries, $"{Version} {plane} {request}");
        if (Conditions.IsNotModified(context.Request, etag)) return new SegmentedAnswer([], request.MediaType, etag);
        var found = await maker.Read(entries, cancel);
        if (found.Volumes.Count == 0) return TypedResults.Problem("No frame of the series says where it lies in the patient.", statusCode: StatusCodes.Status406NotAcceptable);
        if (plane.Volume >= found.Volumes.Count) return TypedResults.Problem($"The series has {found.Volumes.Count} volumes.", statusCode: StatusCodes.Status404NotFound);
        if (HttpMethods.IsHead(context.Request.Method)) return new SegmentedAnswer([new Segment.Made(null, _ => ValueTask.FromResult<ReadOnlyMemory<byte>>(default))], request.MediaType, etag);
        return RenderedEndpoints.Answer(context, await maker.Make(entries, found, plane, request, cancel), request, etag);
    }

    private async Task<IResult> GetVolumes(HttpContext context, Uid study, Uid series)
    {
        var entries = await retrieve.Find(study, series, null, context.RequestAborted);
        if (entries.Count == 0) return TypedResults.NotFound();
        var found = await maker.Read(entries, context.RequestAborted);
        return TypedResults.Json(found.Volumes.Select(volume => Describe(volume, entries)).ToArray(), VolumeJson.Default.VolumeDescriptionArray);
    }

    private static VolumeDescription Describe(Volume volume, IReadOnlyList<Vault.Bundles.BundleEntry> entries)
    {
        var first = volume.Slices[0];
        return new(
            volume.Columns, volume.Rows, volume.TimePoint, Of(first.Origin), [.. Of(first.RowDirection), .. Of(first.ColumnDirection)], [first.RowSpacing, first.ColumnSpacing], volume.SliceSpacing,
            [.. volume.Findings.Select(finding => finding.ToString())],
            [.. volume.Slices.Select(slice => new SliceDescription(entries[slice.Instance].SopInstanceUid.ToString(), slice.Frame + 1, Of(slice.Origin)))]);
    }

    private static double[] Of(Vector3D vector) => [vector.X, vector.Y, vector.Z];
}

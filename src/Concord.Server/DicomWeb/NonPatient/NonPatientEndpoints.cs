using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Server.DicomWeb.Negotiation;
using Concord.Server.DicomWeb.Retrieve;
using Concord.Server.DicomWeb.Search;
using Concord.Server.DicomWeb.Store;
using Concord.Vault.Retrieve;

namespace Concord.Server.DicomWeb.NonPatient;

/// <summary>Retrieve, Store and Search of objects that belong to no patient (PS3.18 §12.4 to §12.6).</summary>
internal sealed class NonPatientEndpoints(VaultRetrieve retrieve, InstanceEndpoints instances, MetadataEndpoints metadata)
{
    /// <summary>What a search returns without being asked.</summary>
    private static readonly IReadOnlyList<Tag> Returned =
    [
        Tags.SOPClassUID, Tags.SOPInstanceUID, Tags.InstanceNumber, Tags.ContentLabel, Tags.ContentDescription, Tags.ContentCreatorName, Tags.HangingProtocolName,
        Tags.HangingProtocolDescription, Tags.HangingProtocolLevel, Tags.HangingProtocolCreationDateTime, Tags.ImplantName, Tags.ImplantPartNumber, Tags.Manufacturer,
    ];

    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var (kind, classes) in NonPatientKinds.All)
        {
            routes.MapPost($"/{kind}", (HttpContext context, StoreEndpoints store) => store.Store(context, null));
            routes.MapGet($"/{kind}", (HttpContext context, SearchEndpoints search) => search.SearchNonPatient(context, kind, classes, Returned));
            routes.MapGetOrHead($"/{kind}/{{uid}}", (HttpContext context, Uid uid, NonPatientEndpoints face) => face.Get(context, classes, uid));
        }
    }

    private async Task<IResult> Get(HttpContext context, IReadOnlyList<Uid> classes, Uid uid)
    {
        var entries = (await retrieve.FindInstance(uid, context.RequestAborted)).Where(entry => classes.Contains(entry.SopClassUid)).ToList();
        if (entries.Count == 0) return TypedResults.NotFound();
        var isModel = AcceptHeader.Of(context.Request)[0].Content is ModelNegotiation.DicomJson or ModelNegotiation.DicomXml or "application/json";
        return isModel ? await metadata.Send(context, entries, mayLieSealed: false) : await instances.Send(context, entries);
    }
}

using Concord.Server.DicomWeb.Commitment;
using Concord.Server.DicomWeb.Delete;
using Concord.Server.DicomWeb.ExtendedTags;
using Concord.Server.DicomWeb.NonPatient;
using Concord.Server.DicomWeb.Rendered;
using Concord.Server.DicomWeb.Retrieve;
using Concord.Server.DicomWeb.Search;
using Concord.Server.DicomWeb.Store;
using Concord.Server.DicomWeb.Thumbnails;
using Concord.Server.DicomWeb.Worklist;
using Concord.Server.Documents;

namespace Concord.Server.DicomWeb;

/// <summary>The studies service of PS3.18 §10, the worklist service of §11, the non-patient instance service of §12 and storage commitment of §13 under <c>/dicom-web</c>.</summary>
internal static class DicomWebEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        UriEndpoints.Map(routes.MapGroup("").AddEndpointFilter<RouteGroupBuilder, BehindWarning>());
        var service = routes.MapGroup(ServiceAddresses.Root);
        service.AddEndpointFilter<RouteGroupBuilder, BehindWarning>();
        StoreEndpoints.Map(service);
        SearchEndpoints.Map(service);
        InstanceEndpoints.Map(service);
        MetadataEndpoints.Map(service);
        FrameEndpoints.Map(service);
        RenderedEndpoints.Map(service);
        PlaneEndpoints.Map(service);
        ThumbnailEndpoints.Map(service);
        BulkDataEndpoints.Map(service);
        BulkSetEndpoints.Map(service);
        DeleteEndpoints.Map(service);
        ExtendedTagEndpoints.Map(service);
        NonPatientEndpoints.Map(service);
        CommitmentRequestEndpoints.Map(service);
        WorkitemEndpoints.Map(service);
        SubscriptionEndpoints.Map(service);
    }

    public static void AddServices(IServiceCollection services) => services
        .AddSingleton<WorkitemEndpoints>().AddSingleton<SubscriptionEndpoints>().AddSingleton<EventSocket>().AddHostedService<WorklistService>()
        .AddSingleton<ExtendedTagEndpoints>().AddSingleton<StoreEndpoints>().AddSingleton<NonPatientEndpoints>().AddSingleton<CommitmentRequestEndpoints>().AddSingleton<SearchEndpoints>().AddSingleton<InstanceEndpoints>().AddSingleton<ZipEndpoints>().AddSingleton<UriEndpoints>().AddSingleton<FrameEndpoints>().AddSingleton<MetadataEndpoints>()
        .AddSingleton<BulkDataEndpoints>().AddSingleton<BulkSetEndpoints>().AddSingleton<BulkSource>().AddSingleton<DocumentMaker>().AddSingleton<PixelSource>().AddSingleton<HeadSource>().AddSingleton<RenderedEndpoints>().AddSingleton<PlaneEndpoints>().AddSingleton<ThumbnailEndpoints>();
}

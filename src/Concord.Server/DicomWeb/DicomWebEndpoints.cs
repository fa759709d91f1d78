using Concord.Server.DicomWeb.Search;
using Concord.Server.DicomWeb.Store;

namespace Concord.Server.DicomWeb;

/// <summary>The studies service of PS3.18 §10 under <c>/dicom-web</c>.</summary>
internal static class DicomWebEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var service = routes.MapGroup(ServiceAddresses.Root);
        StoreEndpoints.Map(service);
        SearchEndpoints.Map(service);
    }
}

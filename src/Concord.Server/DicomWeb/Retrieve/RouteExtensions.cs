namespace Concord.Server.DicomWeb.Retrieve;

/// <summary>GET and HEAD of one resource.</summary>
internal static class RouteExtensions
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    extension(IEndpointRouteBuilder routes)
    {
        public void MapGetOrHead(string pattern, Delegate handler) => routes.MapMethods(pattern, Methods, handler);
    }
}

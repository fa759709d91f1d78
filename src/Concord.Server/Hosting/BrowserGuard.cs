using System.Net;
using Concord.Server.Settings;

namespace Concord.Server.Hosting;

/// <summary>Keeps foreign web pages out of an archive that a browser can reach without a login: a page of another site must not write, and a
/// host name that was bent to our address (DNS rebinding) must not read.</summary>
internal sealed class BrowserGuard(RequestDelegate next, ArchiveSettings settings)
{
    private readonly HashSet<string> _hosts = new(["localhost", .. settings.Http.AllowedHosts], StringComparer.OrdinalIgnoreCase);
    private readonly bool _checkHost = string.IsNullOrEmpty(settings.Http.Credential) && IPAddress.IsLoopback(settings.Server.Address!);

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (_checkHost && !IsOurHost(request.Host))
            return Refuse(context, "This host name is not ours; see the setting Http:AllowedHosts.");
        if (request.Headers["Sec-Fetch-Site"] is ["cross-site"] && !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
            return Refuse(context, "A page of another site may not change anything here.");
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        return next(context);
    }

    private bool IsOurHost(HostString host) => !host.HasValue || _hosts.Contains(host.Host) || IPAddress.TryParse(host.Host, out _);

    private static Task Refuse(HttpContext context, string detail) => TypedResults.Problem(detail, statusCode: StatusCodes.Status403Forbidden).ExecuteAsync(context);
}

using Concord.Vault.Index;
using Microsoft.Net.Http.Headers;

namespace Concord.Server.DicomWeb;

/// <summary>Says of each answer that is given while the index cannot be written that it may lack what came last (Warning 299, RFC 7234 §5.5).</summary>
internal sealed class BehindWarning(VaultIndex index) : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (index.Trouble is { } trouble)
            http.Response.Headers.Append(HeaderNames.Warning, $"299 {http.Request.Host} \"The index cannot be written now ({trouble}); what came last may be missing\"");
        return next(context);
    }
}

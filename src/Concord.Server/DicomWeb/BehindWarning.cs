using Concord.Vault.Index;
using Microsoft.Net.Http.Headers;

namespace Concord.Server.DicomWeb;

/// <summary>Says of each answer that is given while the index cannot be written that it may lack what came last (Warning 299, RFC 7234 §5.5).</summary>
internal sealed class BehindWarning(VaultIndex index) : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        context.HttpContext.Response.OnStarting(Tell, context.HttpContext); // not sooner: it may be found out while the answer is looked for
        return next(context);
    }

    private Task Tell(object state)
    {
        var http = (HttpContext)state;
        if (index.Trouble is { } trouble)
            http.Response.Headers.Append(HeaderNames.Warning, $"299 {http.Request.Host} \"The index cannot be written now ({trouble}); what came last may be missing\"");
        return Task.CompletedTask;
    }
}

using System.Globalization;
using Concord.Vault.Query;
using Microsoft.AspNetCore.Http.Extensions;

namespace Concord.Server.DicomWeb.Search;

/// <summary>The address of the page behind the one that is sent (RFC 8288, rel="next").</summary>
internal static class NextPage
{
    /// <param name="after">The place where this page ends; null when only an offset leads on.</param>
    public static string AddressOf(HttpContext context, string? after, QueryRequest request)
    {
        var query = new QueryBuilder();
        foreach (var (name, values) in context.Request.Query)
            if (!name.Equals("after", StringComparison.OrdinalIgnoreCase) && !name.Equals("offset", StringComparison.OrdinalIgnoreCase)) query.Add(name, values.Select(value => value ?? ""));
        if (after is not null) query.Add("after", after);
        else query.Add("offset", (request.Offset + request.Limit.GetValueOrDefault()).ToString(CultureInfo.InvariantCulture));
        return $"{context.Request.Scheme}://{context.Request.Host}{context.Request.PathBase}{context.Request.Path}{query.ToQueryString()}";
    }
}

using Microsoft.Net.Http.Headers;

namespace Concord.Server.DicomWeb.Negotiation;

/// <summary>Conditional and range requests (RFC 9110 §13, §14).</summary>
internal static class Conditions
{
    public static bool IsNotModified(HttpRequest request, EntityTagHeaderValue etag)
    {
        foreach (var given in request.GetTypedHeaders().IfNoneMatch)
            if (given.Equals(EntityTagHeaderValue.Any) || given.Compare(etag, useStrongComparison: false)) return true;
        return false;
    }

    /// <summary>The one range asked for; null when none, several, or for another version (If-Range): the whole is sent then.</summary>
    public static RangeItemHeaderValue? RangeOf(HttpRequest request, EntityTagHeaderValue etag)
    {
        if (!HttpMethods.IsGet(request.Method)) return null;
        var headers = request.GetTypedHeaders();
        if (headers.Range is not { Ranges: { Count: 1 } ranges } range || range.Unit != "bytes") return null;
        if (headers.IfRange is { } condition && condition.EntityTag?.Compare(etag, useStrongComparison: true) != true) return null;
        return ranges.First();
    }

    /// <summary>Puts a range on a whole of <paramref name="total"/> bytes; false when it lies outside: 416.</summary>
    public static bool TryResolve(RangeItemHeaderValue range, long total, out long from, out long length)
    {
        (from, length) = (0, 0);
        if (range.From is { } first)
        {
            if (first >= total) return false;
            from = first;
            length = Math.Min(range.To ?? long.MaxValue, total - 1) - first + 1;
            return length > 0;
        }
        if (range.To is not > 0 || total == 0) return false;
        length = Math.Min(range.To.Value, total);
        from = total - length;
        return true;
    }
}

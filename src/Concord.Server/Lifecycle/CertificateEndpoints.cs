using System.Text;
using Concord.Vault.Decisions;
using Concord.Vault.Receive;

namespace Concord.Server.Lifecycle;

/// <summary><c>/api/lifecycle/certificates</c>: the list, each one as JSON (as it was issued, byte for byte) or as a page to be printed, and whether the chain is whole.</summary>
internal static class CertificateEndpoints
{
    private const int DefaultLimit = 100;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/certificates", List).Produces<CertificatePage>();
        routes.MapGet("/certificates/chain", CheckChain).Produces<ChainAnswer>();
        routes.MapGet("/certificates/{number:long}", Get);
    }

    private static async Task<IResult> List(InstanceVault vault, CancellationToken cancel, long after = 0, int limit = DefaultLimit)
    {
        if (limit <= 0) return TypedResults.Problem("limit is a number above 0.", statusCode: StatusCodes.Status400BadRequest);
        var most = Math.Min(limit, DecisionList.MaxListed);
        var found = await vault.Decisions.List.Certificates(after, most, cancel);
        return TypedResults.Json(new([.. found.Select(LineOf).OfType<CertificateLine>()], found.Count == most ? found[^1].Number : null), LifecycleJson.Default.CertificatePage);
    }

    private static CertificateLine? LineOf(KeptCertificate kept) => CertificateChain.TryParse(kept.Text) is { } certificate
        ? new(kept.Number, certificate.IssuedAt, certificate.StudyInstanceUid, certificate.Instances, certificate.Bytes, certificate.Requested.Who, certificate.Approved.Who,
            certificate.TwoPersons, kept.Sha256)
        : null;

    private static async Task<IResult> Get(HttpContext context, long number, InstanceVault vault, CancellationToken cancel)
    {
        if (await vault.Decisions.List.Certificates(number - 1, 1, cancel) is not [var kept] || kept.Number != number) return TypedResults.NotFound();
        context.Response.Headers.Vary = "Accept";
        return WantsPage(context.Request) && CertificateChain.TryParse(kept.Text) is { } certificate
            ? TypedResults.Content(CertificateHtml.Of(certificate, kept.Sha256), "text/html; charset=utf-8", Encoding.UTF8)
            : TypedResults.Content(kept.Text, "application/json", Encoding.UTF8);
    }

    private static async Task<IResult> CheckChain(InstanceVault vault, CancellationToken cancel)
    {
        var (count, faults) = await vault.Decisions.CheckCertificates(cancel);
        return TypedResults.Json(new(count, faults.Count == 0, faults), LifecycleJson.Default.ChainAnswer);
    }

    private static bool WantsPage(HttpRequest request)
    {
        foreach (var accepted in request.GetTypedHeaders().Accept)
        {
            if (accepted.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase)) return true;
            if (accepted.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)) return false;
        }
        return false;
    }
}

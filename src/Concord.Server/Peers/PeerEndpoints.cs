using Concord.Network.ServiceClasses;
using Concord.Server.Describing;
using Concord.Server.Hosting;
using Concord.Server.Lifecycle;
using Concord.Trust.Policy;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Concord.Server.Peers;

/// <summary><c>/api/peers</c>: list, add, remove, without a restart.</summary>
internal static class PeerEndpoints
{
    /// <summary>Longest body, bytes; the host's own bound is lifted for objects.</summary>
    private const int MaxBodyBytes = 16 << 10;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/peers", List).WithName("ListPeers").WithSummary("Peers that objects go to").Produces<RemotePeer[]>();
        routes.MapPost("/api/peers", Add).WithName("PutPeer").WithSummary("Adds a peer, or puts it in the place of the one with its title").Takes<RemotePeer>()
            .Produces(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status409Conflict);
        routes.MapDelete("/api/peers/{aeTitle}", Remove).WithName("RemovePeer").WithSummary("Removes a peer")
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapPost("/api/peers/{aeTitle}/echo", Echo).WithName("EchoPeer").WithSummary("C-ECHO to a peer").Produces<EchoAnswer>().ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static JsonHttpResult<RemotePeer[]> List(PeerDirectory peers) => TypedResults.Json(peers.List().ToArray(), PeersJson.Default.RemotePeerArray);

    private static async Task<IResult> Add(HttpRequest request, PeerDirectory peers, PeerSecrets secrets, AccessPolicy policy, CancellationToken cancel)
    {
        if (!policy.MayAdminister(Deciding.User(request.HttpContext))) return Deciding.NotAllowed("change peers");
        if (await JsonBody.Read(request.HttpContext, PeersJson.Default.RemotePeer, MaxBodyBytes) is not { } peer)
            return TypedResults.Problem("The body is no peer: {\"aeTitle\":…,\"host\":…,\"port\":…}", statusCode: StatusCodes.Status400BadRequest);
        if (!IsValid(peer))
            return TypedResults.Problem("A peer has an AE title of 1-16 characters, a host and a port of 1-65535.", statusCode: StatusCodes.Status400BadRequest);
        if (peer.User is { } user && !(user.IsValid && secrets.Has(user)))
            return TypedResults.Problem("The peer's user has a name, with or without a passcodeFile, or a tokenFile: plain names of files in Server:PeerSecretsFolder that can be read.", statusCode: StatusCodes.Status400BadRequest);
        if (!peers.Add(peer)) return TypedResults.Problem("There are too many peers.", statusCode: StatusCodes.Status409Conflict);
        return TypedResults.Created($"/api/peers/{Uri.EscapeDataString(peer.AeTitle)}");
    }

    private static IResult Remove(HttpContext context, string aeTitle, PeerDirectory peers, AccessPolicy policy)
    {
        if (!policy.MayAdminister(Deciding.User(context))) return Deciding.NotAllowed("change peers");
        return peers.Remove(aeTitle) ? TypedResults.NoContent() : TypedResults.NotFound();
    }

    private static async Task<IResult> Echo(string aeTitle, PeerEcho echo, CancellationToken cancel) => await echo.Ask(aeTitle, cancel) is { } answer
        ? TypedResults.Json(answer, PeersJson.Default.EchoAnswer)
        : TypedResults.Problem("There is no peer of that AE title.", statusCode: StatusCodes.Status404NotFound);

    private static bool IsValid(RemotePeer peer) =>
        peer is { AeTitle: { Length: >= 1 and <= 16 } title, Host: { Length: >= 1 and <= 255 } host, Port: >= 1 and <= 65535 }
        && !title.AsSpan().ContainsAnyExceptInRange(' ', '~') && !title.Contains('\\', StringComparison.Ordinal) && title.Trim() == title
        && Uri.CheckHostName(host) != UriHostNameType.Unknown;
}

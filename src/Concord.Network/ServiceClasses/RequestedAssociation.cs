using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;
using Concord.Network.Dimse;
using Concord.Network.UpperLayer;
using Microsoft.AspNetCore.Connections;

namespace Concord.Network.ServiceClasses;

/// <summary>An association that we asked for. Dispose releases nothing: an association that was not released is aborted.</summary>
internal sealed class RequestedAssociation : IAsyncDisposable
{
    private readonly ConnectionContext _transport;
    private readonly UpperLayerConnection _wire;
    private readonly NetworkOptions _options;
    private readonly TimeProvider _time;

    private RequestedAssociation(ConnectionContext transport, UpperLayerConnection wire, NetworkOptions options, TimeProvider time, RemotePeer peer) =>
        (_transport, _wire, _options, _time, Peer, Channel) = (transport, wire, options, time, peer, null!);

    internal RemotePeer Peer { get; }

    internal DimseChannel Channel { get; private set; }

    /// <summary>Operations that we may have outstanding.</summary>
    internal int Window { get; private set; } = 1;

    /// <exception cref="AssociationException">There is no association to be had.</exception>
    internal static async Task<RequestedAssociation> Open(
        RemotePeer peer, IReadOnlyList<ContextProposal> proposals, bool relational, NetworkOptions options, TimeProvider time, CancellationToken cancel)
    {
        var request = BuildRequest(peer, proposals, relational, options);
        var limit = TimeSpan.FromSeconds(options.ResponseSeconds);
        var transport = await TransportConnector.Connect(peer, limit, time, cancel);
        var association = new RequestedAssociation(transport, new(transport, isRequestor: true, options, time), options, time, peer);
        try
        {
            association._wire.LimitReads(limit);
            association._wire.Connect();
            await association._wire.Request(request, cancel);
            await association.AwaitAnswer(request, cancel);
            return association;
        }
        catch
        {
            await association.DisposeAsync();
            throw;
        }
    }

    /// <summary>The accepted context in which a class's objects of this syntax can go, else null.</summary>
    internal PresentationContext? FindContext(Uid sopClass, TransferSyntax? syntax)
    {
        foreach (var context in Channel.Contexts)
            if (context.AbstractSyntax == sopClass && (syntax is null || context.TransferSyntax.Uid == syntax.Uid)) return context;
        return null;
    }

    /// <exception cref="AssociationException">The peer did not accept the class.</exception>
    internal PresentationContext RequireContext(Uid sopClass) =>
        FindContext(sopClass, null) ?? throw new AssociationException(AssociationFailure.NotNegotiated, "The peer does not serve the SOP class.");

    /// <summary>How long the next answer may be awaited.</summary>
    internal void LimitAnswer(int seconds) => _wire.LimitReads(TimeSpan.FromSeconds(seconds));

    /// <summary>What comes next may take any time: something else bounds the wait.</summary>
    internal void LimitForEver() => _wire.LimitReads(Timeout.InfiniteTimeSpan);

    /// <summary>The response to a request that has one; a C-ECHO.</summary>
    internal async ValueTask<DimseStatus> ReceiveResponse(CommandSet request, CancellationToken cancel)
    {
        var response = await ReceiveResponse(cancel);
        CheckResponse(request, response);
        return response.ToStatus();
    }

    /// <summary>The next message, which is to be a response to one of the requests that are out.</summary>
    internal async ValueTask<CommandSet> ReceiveResponse(CancellationToken cancel)
    {
        LimitAnswer(_options.ResponseSeconds);
        return await Channel.Receive(cancel) is { } message ? message.Command
            : throw new AssociationException(AssociationFailure.Released, "The peer asked for release instead of answering.");
    }

    /// <exception cref="PduException">The message is no response to the request.</exception>
    internal static void CheckResponse(CommandSet request, CommandSet response)
    {
        if (response.Field != (request.Field | CommandField.Response) || response.MessageIdBeingRespondedTo != request.MessageId || response.Status is null)
            throw new PduException(AbortReason.UnexpectedParameter, "A response to another request");
    }

    /// <summary>A-RELEASE, or A-ABORT when the peer does not answer in time (PS3.8 §7.2). Never throws for what the peer does.</summary>
    internal async Task Release(CancellationToken cancel)
    {
        var limit = TimeSpan.FromSeconds(_options.ResponseSeconds);
        using var expired = new CancellationTokenSource(limit, _time); // of all of it: what the peer still sends does not prolong it
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, expired.Token);
        try
        {
            _wire.LimitReads(limit);
            await _wire.RequestRelease(cancel);
            while (!_wire.IsClosed)
            {
                either.Token.ThrowIfCancellationRequested(); // a flood is read without waiting
                var indication = await _wire.Receive(either.Token);
                if (indication.Kind == IndicationKind.ReleaseCollision) await _wire.RespondRelease(cancel); // AR-9
                else if (indication.Kind != IndicationKind.Data) break; // data on the way when we asked is dropped
            }
        }
        catch (Exception late) when (late is AssociationException || (late is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            await _wire.Abort(); // what was to be done is done and answered; the end of it is only courtesy
        }
    }

    internal ValueTask Abort() => _wire.Abort();

    /// <summary>The peer broke the protocol: A-ABORT by the provider.</summary>
    internal async ValueTask<AssociationException> Fail(PduException broken)
    {
        await _wire.Fail(broken.Reason);
        return new(AssociationFailure.ProtocolError, broken.Message, broken);
    }

    public async ValueTask DisposeAsync()
    {
        await _wire.Abort(); // nothing, once released
        Channel?.Dispose();
        await _wire.DisposeAsync();
        await _transport.DisposeAsync();
    }

    private static AssociateRequest BuildRequest(RemotePeer peer, IReadOnlyList<ContextProposal> proposals, bool relational, NetworkOptions options)
    {
        if (proposals.Count is 0 or > AssociatePduReader.MaxContexts) throw new ArgumentOutOfRangeException(nameof(proposals));
        return new()
        {
            CalledAeTitle = peer.AeTitle,
            CallingAeTitle = options.AeTitle,
            Contexts = [.. proposals.Select((proposal, i) =>
                new ProposedContext((byte)((2 * i) + 1), proposal.SopClass, [.. proposal.TransferSyntaxes.Select(syntax => syntax.Uid)]))],
            User = new()
            {
                MaxLength = (uint)options.MaxPduLengthBytes,
                Window = OperationsWindow.Propose(options),
                Roles = [.. proposals.Where(proposal => proposal.AsScp).Select(proposal => proposal.SopClass).Distinct().Select(uid => new RoleSelection(uid, false, true))],
                Identity = FindUser(peer.Credentials) is { } user ? new((byte)user.Type, user.WantsConfirmation, user.Primary.ToArray(), user.Secondary.ToArray()) : null,
                CommonExtended = options.DeclareStorageClasses ? Declare(proposals) : [],
                Extended = relational ? [.. proposals.Where(IsQueryRetrieve).Select(proposal => new ExtendedNegotiation(proposal.SopClass, [1]))] : [],
            },
        };
    }

    private static UserCredential? FindUser(CallerCredentials? credentials)
    {
        try
        {
            return credentials?.UserSource?.Invoke() ?? credentials?.User;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new AssociationException(AssociationFailure.NoCredential, "What is to say who we are cannot be read.", unreadable);
        }
    }

    /// <summary>Storage classes by our table, and what we send that no table names (PS3.7 §D.3.3.6).</summary>
    private static IReadOnlyList<CommonExtendedNegotiation> Declare(IReadOnlyList<ContextProposal> proposals) =>
        [.. proposals.Select(proposal => proposal.SopClass).Distinct().Where(uid => SopClass.Of(uid, acceptUnknown: true).Kind == ServiceKind.Storage)
            .Select(uid => new CommonExtendedNegotiation(uid, SopClass.StorageServiceClass, []))];

    private static bool IsQueryRetrieve(ContextProposal proposal) =>
        SopClass.Of(proposal.SopClass, acceptUnknown: false).Kind is ServiceKind.Find or ServiceKind.Move or ServiceKind.Get;

    private async ValueTask AwaitAnswer(AssociateRequest request, CancellationToken cancel)
    {
        var indication = await _wire.Receive(cancel);
        try
        {
            switch (indication.Kind)
            {
                case IndicationKind.Accepted:
                    var accept = AssociatePduReader.ReadAccept(indication.Pdu.Body);
                    if (accept.User.MaxLength is > 0 and < UpperLayerConnection.MinPeerLength)
                        throw new PduException(AbortReason.InvalidParameterValue, "The peer's maximum length leaves no room for data");
                    if (request.User.Identity is { PositiveResponseRequested: true } && accept.User.IdentityResponse is null)
                        throw new AssociationException(AssociationFailure.NotNegotiated, "The peer did not confirm who we are.");
                    _wire.PeerMaxLength = accept.User.MaxLength;
                    Window = OperationsWindow.Invoked(accept.User.Window, _options);
                    Channel = new(_wire, Accepted(request, accept));
                    break;
                case IndicationKind.Rejected:
                    var reject = AssociatePduReader.ReadReject(indication.Pdu.Body);
                    throw new AssociationException(AssociationFailure.Rejected, reject.Explain()) { IsTransient = reject.IsTransient };
                case IndicationKind.Abort:
                    throw new AssociationException(AssociationFailure.AbortedByPeer, "The peer aborted instead of answering.");
                default:
                    throw new AssociationException(AssociationFailure.ConnectionLost, "The peer closed the connection, or sent what is no answer.");
            }
        }
        catch (PduException broken)
        {
            throw await Fail(broken);
        }
    }

    private static List<PresentationContext> Accepted(AssociateRequest request, AssociateAccept accept)
    {
        var contexts = new List<PresentationContext>();
        foreach (var answer in accept.Contexts)
        {
            var proposed = request.Contexts.FirstOrDefault(context => context.Id == answer.Id)
                ?? throw new PduException(AbortReason.InvalidParameterValue, "A context that was not proposed is answered");
            if (answer.Result > ContextResult.TransferSyntaxesNotSupported) throw new PduException(AbortReason.InvalidParameterValue, "A context's result is not known");
            if (answer.Result != ContextResult.Acceptance) continue;
            if (!proposed.TransferSyntaxes.Contains(answer.TransferSyntax))
                throw new PduException(AbortReason.InvalidParameterValue, "A transfer syntax that was not proposed is accepted");
            var role = accept.User.Roles.FirstOrDefault(role => role.SopClass == proposed.AbstractSyntax);
            var weAreScp = role.Scp && request.User.Roles.Any(asked => asked.SopClass == proposed.AbstractSyntax);
            contexts.Add(new(answer.Id, proposed.AbstractSyntax, TransferSyntax.Of(answer.TransferSyntax), PeerIsScu: weAreScp, PeerIsScp: !weAreScp || role.Scu)
            {
                RolesAreAnswered = role != default,
            });
        }
        if (contexts.Count == 0) throw new AssociationException(AssociationFailure.NotNegotiated, "The peer accepted no presentation context.");
        return contexts;
    }
}

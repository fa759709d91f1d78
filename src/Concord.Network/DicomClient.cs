using System.Runtime.CompilerServices;
using Concord.Dicom.DataElements;
using Concord.Network.Dimse;
using Concord.Network.ServiceClasses;

namespace Concord.Network;

/// <summary>Asks one peer for the services: verification, storage, query, retrieve and storage commitment
/// (PS3.4 §A, §B, §C, §J). Each call has its own association(s).</summary>
/// <remarks>Safe for any thread: run several <see cref="Store"/> calls at once for several associations. Every wait is bounded by
/// <see cref="NetworkOptions.ResponseSeconds"/>, between the responses of a query or retrieve by <see cref="NetworkOptions.IdleSeconds"/>.
/// All members throw <see cref="AssociationException"/> when an association cannot be had or breaks, and <see cref="OperationCanceledException"/> when
/// cancelled; what the peer answers, failures too, is a result. A cancelled or abandoned query or retrieve is ended by C-CANCEL.</remarks>
/// <param name="options"><see cref="NetworkOptions.AeTitle"/> is the calling AE title.</param>
public sealed class DicomClient(RemotePeer peer, NetworkOptions options, TimeProvider? time = null)
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>Told before each pause of <see cref="Store"/>, by any thread: how long it is, and why, without names.</summary>
    public Action<TimeSpan, string>? Pausing { get; init; }

    /// <summary>How <see cref="Store"/> tries anew what may pass; null: as <see cref="NetworkOptions.StoreRetries"/> says.</summary>
    public RetryPolicy? Retries { get; init; }

    /// <summary>C-ECHO (PS3.7 §9.1.5).</summary>
    public Task<DimseStatus> Echo(CancellationToken cancel) => VerificationScu.Echo(peer, options, _time, cancel);

    /// <summary>C-STORE of the objects in their order, as they lie where the peer takes that, else in a native syntax; one result each, as the
    /// answers come: that is another order where the peer grants a window (<see cref="NetworkOptions.MaxOperationsInvoked"/>). What may pass is
    /// tried anew as <see cref="Retries"/> says.</summary>
    /// <param name="objects">May be long: it is looked at a few thousand ahead, to know what presentation contexts to propose.</param>
    /// <exception cref="AssociationException">Objects without a result were not acknowledged.</exception>
    public async IAsyncEnumerable<StoreResult> Store(IEnumerable<IOutgoingObject> objects, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        await using var storage = new StorageScu(peer, options, Retries ?? RetryPolicy.ForStore(options), _time) { Pausing = Pausing };
        await foreach (var result in storage.Send(objects, null, cancel)) yield return result;
    }

    /// <summary>Asks the peer to commit to the storage of instances (N-ACTION, PS3.4 §J.3.2) and waits for its report.</summary>
    /// <param name="wait">How long to wait for the report; zero asks only.</param>
    /// <param name="listener">Where a peer reports that opens an association of its own; it must know this side's address. Null: on this association alone.</param>
    public Task<CommitmentAnswer> Commit(CommitmentRequest request, TimeSpan wait, CommitmentListener? listener = null, CancellationToken cancel = default) =>
        new CommitmentScu(peer, options, _time).Commit(request, wait, listener, cancel);

    /// <summary>Tells the peer what has become of its request for commitment, on an association of its own (N-EVENT-REPORT, PS3.4 §J.3.3).</summary>
    /// <exception cref="AssociationException">Also when the peer does not accept us as the provider.</exception>
    public Task<DimseStatus> ReportCommitment(CommitmentReport report, CancellationToken cancel = default) =>
        new CommitmentScu(peer, options, _time).Report(report, cancel);

    /// <summary>C-FIND (PS3.4 §C.4.1): the matches; the last result's status is not pending and it has no identifier.</summary>
    /// <param name="relational">Propose relational queries (PS3.4 §C.5.1.1.1.1).</param>
    public IAsyncEnumerable<QueryResult> Find(InformationModel model, DataSet identifier, bool relational = false, CancellationToken cancel = default) =>
        new QueryRetrieveScu(peer, options, _time).Find(SopClass.Of(ServiceKind.Find, model), identifier, relational, cancel);

    /// <summary>C-MOVE (PS3.4 §C.4.2): the peer sends what matches to the AE of that title. The last progress' status is not pending.</summary>
    public IAsyncEnumerable<RetrieveProgress> Move(
        InformationModel model, DataSet identifier, string destinationAeTitle, bool relational = false, CancellationToken cancel = default) =>
        new QueryRetrieveScu(peer, options, _time).Move(SopClass.Of(ServiceKind.Move, model), identifier, destinationAeTitle, relational, cancel);

    /// <summary>C-GET (PS3.4 §C.4.3): what matches comes back on the same association and is given to <paramref name="storage"/>.</summary>
    /// <param name="sopClasses">Classes to take, at most 127 on one association; empty proposes the common ones of the standard's table.</param>
    public IAsyncEnumerable<RetrieveProgress> Get(
        InformationModel model, DataSet identifier, IStorageProvider storage, IReadOnlyCollection<Uid>? sopClasses = null, bool relational = false,
        CancellationToken cancel = default) =>
        new QueryRetrieveScu(peer, options, _time).Get(SopClass.Of(ServiceKind.Get, model), identifier, storage, sopClasses ?? [], relational, cancel);
}

namespace Concord.Network.ServiceClasses;

/// <summary>Who performs the services that this node offers; presentation contexts of a service without a provider are not accepted.</summary>
internal sealed record ServiceProviders(IStorageProvider? Storage, IQueryProvider? Query, IRetrieveProvider? Retrieve)
{
    internal ICommitmentProvider? Commitment { get; init; }

    /// <summary>Takes the reports to what we asked to be committed.</summary>
    internal ICommitmentReceiver? CommitmentReports { get; init; }

    internal bool Serves(ServiceKind kind) => kind switch
    {
        ServiceKind.Verification => true,
        ServiceKind.Storage => Storage is not null || Retrieve is not null, // a C-GET proposes storage classes for us to send in
        ServiceKind.Find => Query is not null,
        ServiceKind.Move or ServiceKind.Get => Retrieve is not null,
        ServiceKind.StorageCommitment => Commitment is not null || CommitmentReports is not null,
        _ => false,
    };
}

using System.Runtime.CompilerServices;
using Concord.Dicom.DataElements;
using Concord.Network.Dimse;
using Concord.Network.ServiceClasses;

namespace Dicom.Tests.Network.Support;

/// <summary>Answers queries and retrieves as the test says.</summary>
internal sealed class ScriptedArchive : Concord.Network.ServiceClasses.IQueryProvider, IRetrieveProvider
{
    internal List<DataSet> Matches { get; } = [];

    internal List<IOutgoingObject> Objects { get; } = [];

    internal Dictionary<string, RemotePeer> Peers { get; } = [];

    internal DimseStatus LocateStatus { get; set; } = DimseStatus.Success;

    /// <summary>What the query ends with instead of success.</summary>
    internal DimseStatus? FindEnds { get; set; }

    /// <summary>After the scripted matches, go on until cancelled.</summary>
    internal bool Endless { get; set; }

    internal (InformationModel Model, DataSet Identifier, bool Relational, AssociationPeer Peer)? Asked { get; private set; }

    internal TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async IAsyncEnumerable<QueryResult> Find(
        InformationModel model, DataSet identifier, bool relational, AssociationPeer peer, [EnumeratorCancellation] CancellationToken cancel)
    {
        Asked = (model, identifier, relational, peer);
        foreach (var match in Matches) yield return new(DimseStatus.Pending, match);
        if (Endless)
        {
            using var noted = cancel.Register(() => Cancelled.TrySetResult());
            await Task.Delay(Timeout.InfiniteTimeSpan, cancel);
        }
        if (FindEnds is { } status) yield return new(status, null);
    }

    public ValueTask<RetrieveResult> Locate(InformationModel model, DataSet identifier, AssociationPeer peer, CancellationToken cancel)
    {
        Asked = (model, identifier, false, peer);
        return new(new RetrieveResult(LocateStatus, Objects));
    }

    public ValueTask<RemotePeer?> FindDestination(string aeTitle, CancellationToken cancel) => new(Peers.GetValueOrDefault(aeTitle));
}

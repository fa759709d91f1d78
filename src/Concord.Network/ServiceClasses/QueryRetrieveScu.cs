using System.Runtime.CompilerServices;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Network.Dimse;
using Concord.Network.UpperLayer;

namespace Concord.Network.ServiceClasses;

/// <summary>Query/Retrieve service as user (PS3.4 §C.4).</summary>
internal sealed class QueryRetrieveScu(RemotePeer peer, NetworkOptions options, TimeProvider time)
{
    internal async IAsyncEnumerable<QueryResult> Find(Uid sopClass, DataSet identifier, bool relational, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var association = await Open([new(sopClass, ContextProposal.Native)], relational, cancel);
        var invocation = new Invocation(association, sopClass, options, time);
        await foreach (var (command, dataSet, syntax) in invocation.Run(NewRequest(CommandField.CFindRq, sopClass), identifier, null, cancel))
        {
            var match = dataSet is null ? null : Parse(dataSet, syntax);
            if (command.ToStatus() is var status && status.IsPending && match is null)
                throw await association.Fail(new PduException(AbortReason.UnexpectedParameter, "A pending C-FIND response without an identifier"));
            yield return new(status, match);
        }
    }

    internal async IAsyncEnumerable<RetrieveProgress> Move(
        Uid sopClass, DataSet identifier, string destination, bool relational, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var association = await Open([new(sopClass, ContextProposal.Native)], relational, cancel);
        var request = NewRequest(CommandField.CMoveRq, sopClass);
        request.MoveDestination = destination;
        await foreach (var response in new Invocation(association, sopClass, options, time).Run(request, identifier, null, cancel)) yield return ToProgress(response);
    }

    internal async IAsyncEnumerable<RetrieveProgress> Get(
        Uid sopClass, DataSet identifier, IStorageProvider storage, IReadOnlyCollection<Uid> storageClasses, bool relational,
        [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var association = await Open(GetProposals.Build(sopClass, storageClasses), relational, cancel);
        var request = NewRequest(CommandField.CGetRq, sopClass);
        await foreach (var response in new Invocation(association, sopClass, options, time).Run(request, identifier, storage, cancel)) yield return ToProgress(response);
    }

    private Task<RequestedAssociation> Open(IReadOnlyList<ContextProposal> proposals, bool relational, CancellationToken cancel) =>
        RequestedAssociation.Open(peer, proposals, relational, options, time, cancel);

    private static CommandSet NewRequest(CommandField field, Uid sopClass) => new() { Field = field, SopClassUid = sopClass, HasDataSet = true };

    private static RetrieveProgress ToProgress((CommandSet Command, byte[]? DataSet, TransferSyntax Syntax) response)
    {
        var failed = response.DataSet is null ? [] : Parse(response.DataSet, response.Syntax).GetStrings(Tags.FailedSOPInstanceUIDList);
        var uids = new List<Uid>();
        foreach (var text in failed)
            if (Uid.TryParse(text, out Uid uid)) uids.Add(uid);
        return new(response.Command.ToStatus(), response.Command.SubOperations, uids);
    }

    private static DataSet Parse(byte[] identifier, TransferSyntax syntax)
    {
        try
        {
            return DataSetReader.Read(identifier, syntax);
        }
        catch (DicomFormatException broken)
        {
            throw new AssociationException(AssociationFailure.ProtocolError, "The peer's identifier is no data set.", broken);
        }
    }
}

using System.Runtime.CompilerServices;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Network;
using Concord.Network.Dimse;
using Concord.Network.ServiceClasses;
using Concord.Vault.Blobs;
using Concord.Vault.Query;
using Concord.Vault.Receive;
using IQueryProvider = Concord.Network.ServiceClasses.IQueryProvider;

namespace Concord.Server.Dimse;

/// <summary>C-FIND over the archive (PS3.4 §C.4.1).</summary>
/// <remarks>Unique keys of higher levels may be left out: such a query is answered as a relational one, which is what callers that leave them out mean.</remarks>
internal sealed class VaultQueryProvider(InstanceVault vault, NetworkOptions options) : IQueryProvider
{
    public async IAsyncEnumerable<QueryResult> Find(
        InformationModel model, DataSet identifier, bool relational, AssociationPeer peer, [EnumeratorCancellation] CancellationToken cancel)
    {
        if (!RetrieveLevel.TryParse(model, identifier, out var level, out var refusal))
        {
            yield return new(refusal, null);
            yield break;
        }
        // yield is not allowed inside try/catch, hence the enumerator by hand
        await using var matches = vault.Query.Find(new QueryRequest(level, identifier), cancel).GetAsyncEnumerator(cancel);
        while (true)
        {
            DimseStatus? failure = null;
            try
            {
                if (!await matches.MoveNextAsync()) yield break;
            }
            catch (QueryException e)
            {
                failure = new(e.IsTooCostly || e.IsNotReady ? (ushort)0xA700 : (ushort)0xA900, StoreStatus.Comment(e.Message));
            }
            catch (StoreAwayException away)
            {
                failure = new(0xA700, StoreStatus.Comment(away.Message));
            }
            catch (TimeoutException)
            {
                failure = new(0xA700, "The index has not caught up; try again");
            }
            if (failure is not null)
            {
                yield return new(failure, null);
                yield break;
            }
            yield return new(DimseStatus.Pending, Completed(matches.Current, identifier));
        }
    }

    /// <summary>Adds what every identifier of a response carries (PS3.4 §C.4.1.1.3.2).</summary>
    private DataSet Completed(DataSet match, DataSet asked)
    {
        match.Set(asked[Tags.QueryRetrieveLevel]);
        match.SetString(Tags.RetrieveAETitle, options.AeTitle);
        if (asked.Contains(Tags.InstanceAvailability)) match.SetString(Tags.InstanceAvailability, "ONLINE");
        return match;
    }
}

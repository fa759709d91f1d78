using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Network.Dimse;
using Concord.Network.ServiceClasses;
using Concord.Server.Peers;
using Concord.Server.Retrieve;
using Concord.Vault.Blobs;
using Concord.Vault.Query;
using Concord.Vault.Receive;
using Concord.Vault.Retrieve;

namespace Concord.Server.Dimse;

/// <summary>Finds what C-MOVE and C-GET ask for (PS3.4 §C.4.2, §C.4.3).</summary>
/// <remarks>Unique keys of higher levels narrow when they are there and may be left out: UIDs alone find what they name.</remarks>
internal sealed class VaultRetrieveProvider(InstanceVault vault, VaultRetrieve retrieve, ObjectForms forms, PeerDirectory peers) : IRetrieveProvider
{
    public async ValueTask<RetrieveResult> Locate(InformationModel model, DataSet identifier, AssociationPeer peer, CancellationToken cancel)
    {
        if (!RetrieveLevel.TryParse(model, identifier, out var level, out var refusal)) return new(refusal, []);
        try
        {
            var entries = await retrieve.FindAll(Selector(level, identifier), cancel);
            return new(DimseStatus.Success, [.. entries.Select(entry => new StoredObject(entry, vault.Bundles, forms))]);
        }
        catch (QueryException e)
        {
            return new(new(0xA900, StoreStatus.Comment(e.Message)), []);
        }
        catch (StoreAwayException away)
        {
            return new(new(0xA701, StoreStatus.Comment(away.Message)), []);
        }
        catch (TimeoutException)
        {
            return new(new(0xA701, "The index has not caught up; try again"), []);
        }
    }

    public ValueTask<RemotePeer?> FindDestination(string aeTitle, CancellationToken cancel) => new(peers.Find(aeTitle));

    /// <summary>The unique keys down to the level; that of the level itself must be there (PS3.4 §C.4.2.2.1).</summary>
    private static RetrieveSelector Selector(QueryLevel level, DataSet identifier)
    {
        var selector = new RetrieveSelector
        {
            PatientIds = PatientIds(identifier),
            StudyInstanceUids = level >= QueryLevel.Study ? Uids(identifier, Tags.StudyInstanceUID) : [],
            SeriesInstanceUids = level >= QueryLevel.Series ? Uids(identifier, Tags.SeriesInstanceUID) : [],
            SopInstanceUids = level >= QueryLevel.Image ? Uids(identifier, Tags.SOPInstanceUID) : [],
        };
        return level switch
        {
            QueryLevel.Patient when selector.PatientIds.Count == 0 => throw Missing(Tags.PatientID),
            QueryLevel.Study when selector.StudyInstanceUids.Count == 0 => throw Missing(Tags.StudyInstanceUID),
            QueryLevel.Series when selector.SeriesInstanceUids.Count == 0 => throw Missing(Tags.SeriesInstanceUID),
            QueryLevel.Image when selector.SopInstanceUids.Count == 0 => throw Missing(Tags.SOPInstanceUID),
            _ => selector,
        };
    }

    private static string[] PatientIds(DataSet identifier)
    {
        string[] names = [.. identifier.GetStrings(Tags.PatientID).Where(text => text.Length > 0)];
        if (names.Length > VaultRetrieve.MaxNames || names.Any(text => text.AsSpan().ContainsAny('*', '?'))) throw new QueryException($"{Tags.PatientID} names one patient or a list, without wildcards.");
        return names;
    }

    private static List<Uid> Uids(DataSet identifier, Tag tag)
    {
        var texts = identifier.GetStrings(tag);
        if (texts.Length > VaultRetrieve.MaxNames) throw new QueryException($"{tag} names too much.");
        var uids = new List<Uid>();
        foreach (var text in texts)
        {
            if (text.Length > 0) uids.Add(Uid.TryParse(text, out Uid uid) ? uid : throw new QueryException($"{tag} is no UID."));
        }
        return uids;
    }

    private static QueryException Missing(Tag tag) => new($"{tag} is missing.");
}

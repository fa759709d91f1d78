using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Network.Dimse;
using Concord.Network.ServiceClasses;
using Concord.Server.Peers;
using Concord.Server.Retrieve;
using Concord.Vault.Bundles;
using Concord.Vault.Query;
using Concord.Vault.Receive;
using Concord.Vault.Retrieve;

namespace Concord.Server.Dimse;

/// <summary>Finds what C-MOVE and C-GET ask for (PS3.4 §C.4.2, §C.4.3).</summary>
internal sealed class VaultRetrieveProvider(InstanceVault vault, VaultRetrieve retrieve, Reencoder reencoder, PeerDirectory peers) : IRetrieveProvider
{
    public async ValueTask<RetrieveResult> Locate(InformationModel model, DataSet identifier, AssociationPeer peer, CancellationToken cancel)
    {
        if (!RetrieveLevel.TryParse(model, identifier, out var level, out var refusal)) return new(refusal, []);
        try
        {
            var entries = level switch
            {
                QueryLevel.Patient => await FindPatient(identifier, cancel),
                QueryLevel.Study => await FindStudies(identifier, cancel),
                QueryLevel.Series => await FindSeries(identifier, cancel),
                _ => await FindImages(identifier, cancel),
            };
            return new(DimseStatus.Success, [.. entries.Select(entry => new StoredObject(entry, vault.Bundles, reencoder))]);
        }
        catch (QueryException e)
        {
            return new(new(0xA900, StoreStatus.Comment(e.Message)), []);
        }
        catch (TimeoutException)
        {
            return new(new(0xA701, "The index has not caught up; try again"), []);
        }
    }

    public ValueTask<RemotePeer?> FindDestination(string aeTitle, CancellationToken cancel) => new(peers.Find(aeTitle));

    private async Task<List<BundleEntry>> FindPatient(DataSet identifier, CancellationToken cancel)
    {
        var patientId = identifier.GetString(Tags.PatientID) ?? throw Missing(Tags.PatientID);
        if (patientId.AsSpan().ContainsAny('*', '?')) throw new QueryException($"{Tags.PatientID} takes no wildcard in a retrieve.");
        var keys = new DataSet().Set(identifier.Find(Tags.PatientID)!).SetEmpty(Tags.StudyInstanceUID);
        if (identifier.Find(Tags.SpecificCharacterSet) is { } characterSet) keys.Set(characterSet);
        var found = new List<BundleEntry>();
        await foreach (var study in vault.Query.Find(new QueryRequest(QueryLevel.Study, keys), cancel))
            found.AddRange(await retrieve.Find(study.GetUid(Tags.StudyInstanceUID)!.Value, null, null, cancel));
        return found;
    }

    private async Task<List<BundleEntry>> FindStudies(DataSet identifier, CancellationToken cancel)
    {
        var found = new List<BundleEntry>();
        foreach (var study in Uids(identifier, Tags.StudyInstanceUID)) found.AddRange(await retrieve.Find(study, null, null, cancel));
        return found;
    }

    private async Task<List<BundleEntry>> FindSeries(DataSet identifier, CancellationToken cancel)
    {
        var found = new List<BundleEntry>();
        foreach (var series in Uids(identifier, Tags.SeriesInstanceUID))
        {
            foreach (var study in await StudiesOf(series, identifier, cancel))
                found.AddRange(await retrieve.Find(study, series, null, cancel));
        }
        return found;
    }

    private async Task<List<BundleEntry>> FindImages(DataSet identifier, CancellationToken cancel)
    {
        var study = identifier.GetUid(Tags.StudyInstanceUID);
        var series = identifier.GetUid(Tags.SeriesInstanceUID);
        var found = new List<BundleEntry>();
        foreach (var instance in Uids(identifier, Tags.SOPInstanceUID))
        {
            var entries = study is { } named && series is not null
                ? await retrieve.Find(named, series, instance, cancel)
                : await retrieve.FindInstance(instance, cancel);
            found.AddRange(entries.Where(entry => (study ?? entry.StudyInstanceUid) == entry.StudyInstanceUid && (series ?? entry.SeriesInstanceUid) == entry.SeriesInstanceUid));
        }
        return found;
    }

    /// <summary>The study that the identifier names, or every study that has the series: Series UIDs do repeat across studies.</summary>
    private async Task<IReadOnlyList<Uid>> StudiesOf(Uid series, DataSet identifier, CancellationToken cancel)
    {
        if (identifier.GetUid(Tags.StudyInstanceUID) is { } study) return [study];
        var studies = new List<Uid>();
        var keys = new DataSet().SetEmpty(Tags.StudyInstanceUID).SetUid(Tags.SeriesInstanceUID, series);
        await foreach (var match in vault.Query.Find(new QueryRequest(QueryLevel.Series, keys), cancel))
            if (match.GetUid(Tags.StudyInstanceUID) is { } found) studies.Add(found);
        return studies;
    }

    private static List<Uid> Uids(DataSet identifier, Tag tag)
    {
        var uids = new List<Uid>();
        foreach (var text in identifier.GetStrings(tag))
            uids.Add(Uid.TryParse(text, out Uid uid) ? uid : throw new QueryException($"{tag} is no UID."));
        return uids.Count > 0 ? uids : throw Missing(tag);
    }

    private static QueryException Missing(Tag tag) => new($"{tag} is missing.");
}

using System.Collections.Frozen;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;

namespace Concord.Network.ServiceClasses;

/// <summary>What an abstract syntax stands for.</summary>
internal readonly record struct SopClass(ServiceKind Kind, InformationModel Model = default)
{
    private const string RegisteredByDicom = "1.2.840.10008.";
    private const string StorageArc = "1.2.840.10008.5.1.4.1.1.";

    /// <summary>Service Class UID of storage in SOP Class Common Extended Negotiation (PS3.7 §D.3.3.6, PS3.4 Annex B).</summary>
    internal static readonly Uid StorageServiceClass = Uid.Parse("1.2.840.10008.4.2");

    private static readonly FrozenDictionary<Uid, SopClass> Known = Build();

    /// <summary>The service of a SOP class (PS3.4 §A, §B.5, §C.5).</summary>
    /// <param name="acceptUnknown">Take classes that no table names as storage: private ones, and ones registered by DICOM in the arc of the storage
    /// classes (retired ones and ones younger than the table). Other registered classes are services that this node does not have.</param>
    internal static SopClass Of(Uid abstractSyntax, bool acceptUnknown)
    {
        if (Known.TryGetValue(abstractSyntax, out var known)) return known;
        if (!acceptUnknown || abstractSyntax.IsNone) return default;
        var text = abstractSyntax.ToString();
        var mayBeStorage = !text.StartsWith(RegisteredByDicom, StringComparison.Ordinal) || text.StartsWith(StorageArc, StringComparison.Ordinal);
        return mayBeStorage ? new(ServiceKind.Storage) : default;
    }

    /// <summary>The SOP class of a Query/Retrieve service (PS3.4 Table C.5-1 and following).</summary>
    internal static Uid Of(ServiceKind kind, InformationModel model) => Known.First(pair => pair.Value == new SopClass(kind, model)).Key;

    private static FrozenDictionary<Uid, SopClass> Build()
    {
        var known = StorageSopClasses.All.ToDictionary(uid => uid, _ => new SopClass(ServiceKind.Storage));
        known[Uids.Verification] = new(ServiceKind.Verification);
        known[Uids.StorageCommitmentPushModel] = new(ServiceKind.StorageCommitment);
        known[Uids.PatientRootQueryRetrieveInformationModelFind] = new(ServiceKind.Find, InformationModel.PatientRoot);
        known[Uids.PatientRootQueryRetrieveInformationModelMove] = new(ServiceKind.Move, InformationModel.PatientRoot);
        known[Uids.PatientRootQueryRetrieveInformationModelGet] = new(ServiceKind.Get, InformationModel.PatientRoot);
        known[Uids.StudyRootQueryRetrieveInformationModelFind] = new(ServiceKind.Find, InformationModel.StudyRoot);
        known[Uids.StudyRootQueryRetrieveInformationModelMove] = new(ServiceKind.Move, InformationModel.StudyRoot);
        known[Uids.StudyRootQueryRetrieveInformationModelGet] = new(ServiceKind.Get, InformationModel.StudyRoot);
        known[Uids.PatientStudyOnlyQueryRetrieveInformationModelFind] = new(ServiceKind.Find, InformationModel.PatientStudyOnly);
        known[Uids.PatientStudyOnlyQueryRetrieveInformationModelMove] = new(ServiceKind.Move, InformationModel.PatientStudyOnly);
        known[Uids.PatientStudyOnlyQueryRetrieveInformationModelGet] = new(ServiceKind.Get, InformationModel.PatientStudyOnly);
        return known.ToFrozenDictionary();
    }
}

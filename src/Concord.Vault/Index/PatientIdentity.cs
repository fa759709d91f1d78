using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;

namespace Concord.Vault.Index;

/// <summary>What makes a patient one: issuer (the object's, else its source's default) and Patient ID; a study whose Patient ID is empty
/// is a patient of its own, never merged with strangers.</summary>
/// <param name="LoneStudyUid">The study of a patient without ID, else "".</param>
internal readonly record struct PatientIdentity(string Issuer, string PatientId, string LoneStudyUid)
{
    public static PatientIdentity Of(DataSet attributes, string studyUid, string defaultIssuer)
    {
        var id = attributes.GetString(Tags.PatientID) ?? "";
        if (id.Length == 0) return new("", "", studyUid);
        return new(attributes.GetString(Tags.IssuerOfPatientID) ?? defaultIssuer, id, "");
    }
}

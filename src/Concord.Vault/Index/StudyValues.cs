using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;

namespace Concord.Vault.Index;

/// <summary>What a study row says of its source instance.</summary>
/// <param name="Attributes">Patient and study attributes, decoded.</param>
internal sealed record StudyValues(
    string StudyDate, string StudyTime, string Accession, string StudyId, string Description, PatientIdentity Patient, string BirthDate, string Sex,
    string PatientName, DataSet Attributes)
{
    public static StudyValues Of(byte[] seriesAttributes, string studyUid, string defaultIssuer)
    {
        var attributes = StoredAttributes.Only(StoredAttributes.Decode(seriesAttributes), LevelTags.Patient, LevelTags.Study);
        return new(
            Columns.Date(attributes, Tags.StudyDate), Columns.Time(attributes, Tags.StudyTime), Columns.Text(attributes, Tags.AccessionNumber),
            Columns.Text(attributes, Tags.StudyID), Columns.Text(attributes, Tags.StudyDescription),
            PatientIdentity.Of(attributes, studyUid, defaultIssuer), Columns.Date(attributes, Tags.PatientBirthDate),
            Columns.Text(attributes, Tags.PatientSex), Columns.Text(attributes, Tags.PatientName), attributes);
    }
}

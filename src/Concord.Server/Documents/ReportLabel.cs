namespace Concord.Server.Documents;

/// <summary>What a line of a report's heading says.</summary>
internal enum ReportLabel
{
    Patient,
    PatientId,
    BirthDate,
    Sex,
    StudyDate,
    AccessionNumber,
    ReferringPhysician,
    Institution,
    State,
    VerifiedBy,
}

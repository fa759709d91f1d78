using System.Collections.Frozen;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;

namespace Concord.Vault.Index;

/// <summary>Which attributes the index keeps, by the level they belong to: the keys of PS3.4 §C.6 and what the Patient, General Study,
/// Patient Study, General Series and General Equipment modules add (PS3.3 §C.7.1 to §C.7.5).</summary>
internal static class LevelTags
{
    public static FrozenSet<Tag> Patient { get; } = FrozenSet.Create(
        Tags.PatientName, Tags.PatientID, Tags.IssuerOfPatientID, Tags.IssuerOfPatientIDQualifiersSequence, Tags.TypeOfPatientID,
        Tags.PatientBirthDate, Tags.PatientBirthTime, Tags.PatientSex, Tags.OtherPatientIDs, Tags.OtherPatientIDsSequence, Tags.OtherPatientNames,
        Tags.PatientBirthName, Tags.PatientMotherBirthName, Tags.PatientAddress, Tags.PatientTelephoneNumbers, Tags.EthnicGroup, Tags.PatientComments,
        Tags.PatientSpeciesDescription, Tags.PatientBreedDescription, Tags.ResponsiblePerson, Tags.ResponsiblePersonRole, Tags.ResponsibleOrganization,
        Tags.ReferencedPatientSequence, Tags.PatientIdentityRemoved, Tags.DeidentificationMethod, Tags.QualityControlSubject);

    public static FrozenSet<Tag> Study { get; } = FrozenSet.Create(
        Tags.StudyInstanceUID, Tags.StudyDate, Tags.StudyTime, Tags.AccessionNumber, Tags.IssuerOfAccessionNumberSequence, Tags.StudyID,
        Tags.ReferringPhysicianName, Tags.ReferringPhysicianIdentificationSequence, Tags.ConsultingPhysicianName, Tags.StudyDescription,
        Tags.ProcedureCodeSequence, Tags.PhysiciansOfRecord, Tags.NameOfPhysiciansReadingStudy, Tags.RequestingService, Tags.ReferencedStudySequence,
        Tags.ReasonForPerformedProcedureCodeSequence, Tags.AdmittingDiagnosesDescription, Tags.AdmittingDiagnosesCodeSequence, Tags.PatientAge,
        Tags.PatientSize, Tags.PatientWeight, Tags.MedicalAlerts, Tags.Allergies, Tags.SmokingStatus, Tags.PregnancyStatus, Tags.LastMenstrualDate,
        Tags.PatientState, Tags.Occupation, Tags.AdditionalPatientHistory, Tags.OtherStudyNumbers, Tags.AdmissionID, Tags.IssuerOfAdmissionIDSequence,
        Tags.ServiceEpisodeID, Tags.ServiceEpisodeDescription, Tags.RequestingPhysician, Tags.RequestedProcedureDescription,
        Tags.RequestedProcedureCodeSequence, Tags.TimezoneOffsetFromUTC);

    public static FrozenSet<Tag> Series { get; } = FrozenSet.Create(
        Tags.Modality, Tags.SeriesInstanceUID, Tags.SeriesNumber, Tags.Laterality, Tags.SeriesDate, Tags.SeriesTime, Tags.PerformingPhysicianName,
        Tags.ProtocolName, Tags.SeriesDescription, Tags.SeriesDescriptionCodeSequence, Tags.OperatorsName, Tags.BodyPartExamined, Tags.PatientPosition,
        Tags.ReferencedPerformedProcedureStepSequence, Tags.RequestAttributesSequence, Tags.PerformedProcedureStepID,
        Tags.PerformedProcedureStepStartDate, Tags.PerformedProcedureStepStartTime, Tags.PerformedProcedureStepEndDate,
        Tags.PerformedProcedureStepEndTime, Tags.PerformedProcedureStepDescription, Tags.PerformedProtocolCodeSequence, Tags.TreatmentSessionUID,
        Tags.FrameOfReferenceUID, Tags.PositionReferenceIndicator, Tags.Manufacturer, Tags.InstitutionName, Tags.InstitutionAddress, Tags.StationName,
        Tags.InstitutionalDepartmentName, Tags.ManufacturerModelName, Tags.DeviceSerialNumber, Tags.SoftwareVersions, Tags.DeviceUID,
        Tags.ClinicalTrialSeriesID, Tags.ClinicalTrialSeriesDescription, Tags.BurnedInAnnotation);

    /// <summary>All three levels, and the character set of their text.</summary>
    public static FrozenSet<Tag> All { get; } = Patient.Concat(Study).Concat(Series).Append(Tags.SpecificCharacterSet).ToFrozenSet();

    /// <summary>The highest tag of <see cref="All"/>.</summary>
    public static Tag Last { get; } = All.Max();

    /// <summary>What instances of one study must agree on.</summary>
    public static IReadOnlyList<Tag> StudyIdentity { get; } =
    [
        Tags.PatientID, Tags.IssuerOfPatientID, Tags.PatientName, Tags.PatientBirthDate, Tags.PatientSex, Tags.StudyDate, Tags.StudyTime,
        Tags.AccessionNumber, Tags.StudyID,
    ];

    /// <summary>What instances of one series must agree on.</summary>
    public static IReadOnlyList<Tag> SeriesIdentity { get; } = [Tags.Modality, Tags.SeriesNumber, Tags.SeriesDescription, Tags.Laterality];
}

using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Network.ServiceClasses;

namespace Concord.Cli.Retrieving;

/// <summary>A level of Query/Retrieve (PS3.4 §C.6) as the command line names it.</summary>
/// <param name="Name">What is typed.</param>
/// <param name="Code">Query/Retrieve Level (0008,0052).</param>
/// <param name="Key">The level's unique key.</param>
/// <param name="Columns">Shown when nothing else is asked for.</param>
internal sealed record QueryLevelName(string Name, string Code, Tag Key, IReadOnlyList<Tag> Columns)
{
    public static QueryLevelName Patient { get; } = new("patient", "PATIENT", Tags.PatientID,
        [Tags.PatientName, Tags.PatientID, Tags.PatientBirthDate, Tags.PatientSex]);

    public static QueryLevelName Study { get; } = new("study", "STUDY", Tags.StudyInstanceUID,
        [Tags.StudyDate, Tags.StudyTime, Tags.PatientName, Tags.PatientID, Tags.ModalitiesInStudy, Tags.StudyDescription, Tags.AccessionNumber, Tags.NumberOfStudyRelatedInstances, Tags.StudyInstanceUID]);

    public static QueryLevelName Series { get; } = new("series", "SERIES", Tags.SeriesInstanceUID,
        [Tags.SeriesNumber, Tags.Modality, Tags.SeriesDescription, Tags.NumberOfSeriesRelatedInstances, Tags.SeriesInstanceUID, Tags.StudyInstanceUID]);

    public static QueryLevelName Image { get; } = new("image", "IMAGE", Tags.SOPInstanceUID,
        [Tags.InstanceNumber, Tags.SOPClassUID, Tags.SOPInstanceUID, Tags.SeriesInstanceUID]);

    public static IReadOnlyList<QueryLevelName> All { get; } = [Patient, Study, Series, Image];

    /// <summary>Patients are asked for in the patient root, all else in the study root.</summary>
    public InformationModel Model => this == Patient ? InformationModel.PatientRoot : InformationModel.StudyRoot;

    /// <summary>The unique keys of the levels above are all there, so that a plain hierarchical query does.</summary>
    public bool IsHierarchical(DataSet identifier) =>
        (this != Series && this != Image) || (identifier.GetUid(Tags.StudyInstanceUID) is not null && (this == Series || identifier.GetUid(Tags.SeriesInstanceUID) is not null));
}

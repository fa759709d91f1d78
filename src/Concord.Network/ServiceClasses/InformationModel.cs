namespace Concord.Network.ServiceClasses;

/// <summary>Query/Retrieve information models (PS3.4 §C.3).</summary>
public enum InformationModel
{
    PatientRoot,
    StudyRoot,

    /// <summary>Retired, still asked for.</summary>
    PatientStudyOnly,
}

using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Network.Dimse;
using Concord.Network.ServiceClasses;
using Concord.Vault.Query;

namespace Concord.Server.Dimse;

/// <summary>Query/Retrieve Level (0008,0052) and the models that know it (PS3.4 §C.3, §C.6).</summary>
internal static class RetrieveLevel
{
    /// <returns>False with A900 when the level is missing, unknown, or not of the model.</returns>
    public static bool TryParse(InformationModel model, DataSet identifier, out QueryLevel level, out DimseStatus refusal)
    {
        refusal = DimseStatus.Success;
        QueryLevel? parsed = identifier.GetString(Tags.QueryRetrieveLevel) switch
        {
            "PATIENT" when model != InformationModel.StudyRoot => QueryLevel.Patient,
            "STUDY" => QueryLevel.Study,
            "SERIES" when model != InformationModel.PatientStudyOnly => QueryLevel.Series,
            "IMAGE" when model != InformationModel.PatientStudyOnly => QueryLevel.Image,
            _ => null,
        };
        level = parsed ?? default;
        if (parsed is not null) return true;
        refusal = new(0xA900, "Query/Retrieve Level is missing or not of this model", [Tags.QueryRetrieveLevel]);
        return false;
    }
}

using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;

namespace Concord.Cli.Synth;

/// <summary>Coded concepts (PS3.3 §8) that the families name.</summary>
internal static class Codes
{
    public static DataSet Chest => Sct("51185008", "Chest");

    public static DataSet Breast => Sct("76752008", "Breast");

    public static DataSet CranioCaudal => Sct("399162004", "cranio-caudal");

    public static DataSet MedioLateralOblique => Sct("399368009", "medio-lateral oblique");

    public static DataSet PosteroAnterior => Sct("272479007", "postero-anterior");

    public static DataSet Lateral => Sct("399067008", "lateral");

    public static DataSet Recumbent => Sct("102538003", "recumbent");

    public static DataSet Supine => Sct("40199007", "supine");

    public static DataSet HeadFirst => Sct("102540008", "headfirst");

    public static DataSet Anterior => Sct("255549009", "Anterior");

    public static DataSet Posterior => Sct("255551008", "Posterior");

    public static DataSet WholeBody => Sct("38266002", "Entire body");

    public static DataSet Fluorine18 => Sct("77004003", "^18^Fluorine");

    public static DataSet Fluorodeoxyglucose => Sct("35321007", "Fluorodeoxyglucose F^18^");

    public static DataSet Technetium99m => Sct("72454008", "^99m^Technetium");

    public static DataSet Medronate => Sct("404707004", "Technetium Tc^99m^ medronate");

    public static DataSet Of(string value, string scheme, string meaning) => new DataSet()
        .SetString(Tags.CodeValue, value).SetString(Tags.CodingSchemeDesignator, scheme).SetString(Tags.CodeMeaning, meaning);

    private static DataSet Sct(string value, string meaning) => Of(value, "SCT", meaning);
}

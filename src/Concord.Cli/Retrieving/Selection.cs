using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;

namespace Concord.Cli.Retrieving;

/// <summary>What a retrieve asks for: a patient, a study, a series or an instance.</summary>
internal sealed record Selection(QueryLevelName Level, DataSet Identifier)
{
    /// <summary>The lowest level that is named; null when nothing is.</summary>
    public static Selection? Of(string? patient, string? study, string? series, string? instance)
    {
        var level = instance is not null ? QueryLevelName.Image : series is not null ? QueryLevelName.Series
            : study is not null ? QueryLevelName.Study : patient is not null ? QueryLevelName.Patient : null;
        if (level is null) return null;
        var identifier = new DataSet().SetString(Tags.QueryRetrieveLevel, level.Code);
        if (patient is not null) identifier.SetString(Tags.PatientID, patient);
        if (study is not null) identifier.SetString(Tags.StudyInstanceUID, study);
        if (series is not null) identifier.SetString(Tags.SeriesInstanceUID, series);
        if (instance is not null) identifier.SetString(Tags.SOPInstanceUID, instance);
        return new(level, identifier);
    }
}

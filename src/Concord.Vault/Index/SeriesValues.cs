using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Vault.Corrections;

namespace Concord.Vault.Index;

/// <summary>What a series row says of its source instance, with its corrections.</summary>
/// <param name="Attributes">All three levels' attributes as they came, encoded.</param>
/// <param name="Corrected">The same with what is corrected; null when nothing is.</param>
internal sealed record SeriesValues(
    string Modality, string Number, string BodyPart, string Station, string Description, string PerformedDate, string DefaultIssuer, string Site, byte[] Attributes, byte[]? Corrected)
{
    /// <param name="came">In ISO_IR 192.</param>
    public static SeriesValues Of(DataSet came, CorrectionOverlay? corrections, Uid series, string defaultIssuer, string site)
    {
        var corrected = corrections?.ApplyToRow(came, series);
        var attributes = corrected ?? came;
        return new(
            Columns.Text(attributes, Tags.Modality), Columns.Text(attributes, Tags.SeriesNumber), Columns.Text(attributes, Tags.BodyPartExamined),
            Columns.Text(attributes, Tags.StationName), Columns.Text(attributes, Tags.SeriesDescription),
            Columns.Date(attributes, Tags.PerformedProcedureStepStartDate), defaultIssuer, site, StoredAttributes.Encode(came), corrected is null ? null : StoredAttributes.Encode(corrected));
    }
}

using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Vault.Corrections;
using Concord.Vault.ExtendedTags;

namespace Concord.Vault.Index;

/// <summary>What a series row says of its source instance, with its corrections.</summary>
/// <param name="Attributes">All three levels' attributes as they came, encoded.</param>
/// <param name="Corrected">The same with what is corrected; null when nothing is.</param>
/// <param name="Extended">Values of extended tags, those that are corrected as they are then.</param>
internal sealed record SeriesValues(
    string Modality, string Number, string BodyPart, string Station, string Description, string PerformedDate, string DefaultIssuer, string Site, byte[] Attributes, byte[]? Corrected, IReadOnlyList<ExtendedValues> Extended)
{
    /// <param name="came">In ISO_IR 192.</param>
    /// <param name="extended">Tags of which it says the values.</param>
    public static SeriesValues Of(DataSet came, CorrectionOverlay? corrections, Uid series, string defaultIssuer, string site, IEnumerable<ExtendedTag> extended)
    {
        var corrected = corrections?.ApplyToRow(came, series);
        var attributes = corrected ?? came;
        var values = ExtendedValues.Of(attributes, extended);
        came = StoredAttributes.Only(came, LevelTags.All);
        corrected = corrected is null ? null : StoredAttributes.Only(corrected, LevelTags.All);
        return new(
            Columns.Text(attributes, Tags.Modality), Columns.Text(attributes, Tags.SeriesNumber), Columns.Text(attributes, Tags.BodyPartExamined),
            Columns.Text(attributes, Tags.StationName), Columns.Text(attributes, Tags.SeriesDescription),
            Columns.Date(attributes, Tags.PerformedProcedureStepStartDate), defaultIssuer, site, StoredAttributes.Encode(came), corrected is null ? null : StoredAttributes.Encode(corrected), values);
    }
}

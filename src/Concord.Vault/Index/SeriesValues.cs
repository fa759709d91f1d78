using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;

namespace Concord.Vault.Index;

/// <summary>What a series row says of its source instance.</summary>
/// <param name="Attributes">All three levels' attributes, encoded.</param>
internal sealed record SeriesValues(
    string Modality, string Number, string BodyPart, string Station, string Description, string PerformedDate, string DefaultIssuer, string Site, byte[] Attributes)
{
    public static SeriesValues Of(DataSet slim, string defaultIssuer, string site)
    {
        var attributes = HeadCopy.ToUtf8(slim);
        return new(
            Columns.Text(attributes, Tags.Modality), Columns.Text(attributes, Tags.SeriesNumber), Columns.Text(attributes, Tags.BodyPartExamined),
            Columns.Text(attributes, Tags.StationName), Columns.Text(attributes, Tags.SeriesDescription),
            Columns.Date(attributes, Tags.PerformedProcedureStepStartDate), defaultIssuer, site, StoredAttributes.Encode(attributes));
    }
}

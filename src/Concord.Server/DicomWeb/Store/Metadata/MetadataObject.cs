using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Vault.Receive;

namespace Concord.Server.DicomWeb.Store.Metadata;

/// <summary>One object of the metadata, and the values of it that come in parts of their own.</summary>
internal sealed class MetadataObject
{
    public MetadataObject(DataSet dataSet)
    {
        DataSet = dataSet;
        Collect(dataSet);
    }

    public DataSet DataSet { get; }

    public HashSet<BulkSlot> Slots { get; } = [];

    /// <summary>All its values are there.</summary>
    public bool IsComplete => Slots.All(slot => slot.Parts.Count > 0);

    public InstanceIdentity Identity => new(
        DataSet.GetUid(Tags.StudyInstanceUID), DataSet.GetUid(Tags.SeriesInstanceUID), DataSet.GetUid(Tags.SOPInstanceUID), DataSet.GetUid(Tags.SOPClassUID));

    private void Collect(DataSet dataSet)
    {
        foreach (var element in dataSet)
        {
            if (BulkSlot.Of(element.Value) is { } slot) Slots.Add(slot);
            foreach (var item in element.Items ?? []) Collect(item.DataSet);
        }
    }
}

using Concord.Cli.Sources;
using Concord.Dicom.Encoding;

namespace Concord.Cli.Sending;

/// <summary>Reads the heads of what was found: what it is as an object, or into which count it goes.</summary>
internal sealed class SourceHeads(SendTally tally)
{
    /// <summary>Null when it is no object that can be sent; that is told.</summary>
    public SourceObject? Open(SourceEntry entry)
    {
        try
        {
            var head = SourceHead.Read(entry.Open);
            if (head is { SopClassUid: { } sopClass, SopInstanceUid: { } sopInstance })
            {
                if (entry.ExpectedInstanceUid is { } expected && expected != sopInstance.ToString()) tally.Remark(entry.Label, "is not the instance that the DICOMDIR says");
                return new(entry, sopClass, sopInstance, head.Part10.TransferSyntax, head.Part10.DataSetOffset);
            }
            if (entry.IsNamed || head.Part10.Meta.Count > 0) tally.AddFailure(entry, "has no SOP Class UID or no SOP Instance UID");
            else tally.AddPassedOver(entry);
        }
        catch (DicomFormatException damaged)
        {
            if (entry.IsNamed) tally.AddFailure(entry, damaged.Message);
            else tally.AddPassedOver(entry);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            tally.AddFailure(entry, failure.Message);
        }
        return null;
    }
}

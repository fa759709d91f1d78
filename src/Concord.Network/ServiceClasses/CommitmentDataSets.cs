using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Network.Dimse;

namespace Concord.Network.ServiceClasses;

/// <summary>Action and Event Information of Storage Commitment as data sets (PS3.4 Tables J.3-1 to J.3-3).</summary>
public static class CommitmentDataSets
{
    internal static DataSet Write(CommitmentRequest request) => new DataSet()
        .SetUid(Tags.TransactionUID, request.TransactionUid)
        .SetItems(Tags.ReferencedSOPSequence, [.. request.References.Select(Item)]);

    /// <summary>Event Information (PS3.4 Tables J.3-2 and J.3-3).</summary>
    public static DataSet Write(CommitmentReport report)
    {
        var dataSet = new DataSet().SetUid(Tags.TransactionUID, report.TransactionUid);
        if (report.RetrieveAeTitle is { } title) dataSet.SetString(Tags.RetrieveAETitle, title);
        if (report.Committed.Count > 0) dataSet.SetItems(Tags.ReferencedSOPSequence, [.. report.Committed.Select(Item)]);
        if (report.Failed.Count > 0)
            dataSet.SetItems(Tags.FailedSOPSequence, [.. report.Failed.Select(failed => Item(failed.Reference).SetInt(Tags.FailureReason, failed.Reason))]);
        return dataSet;
    }

    /// <summary>The request, or why it is none: 0115 with the element that is missing or no UID.</summary>
    public static (CommitmentRequest? Request, DimseStatus? Refusal) ReadRequest(DataSet dataSet)
    {
        if (dataSet.GetUid(Tags.TransactionUID) is not { IsNone: false } transaction) return (null, Invalid("Transaction UID is missing or no UID", Tags.TransactionUID));
        var references = new List<SopReference>();
        foreach (var item in dataSet.GetItems(Tags.ReferencedSOPSequence))
        {
            if (FindFault(item) is { } fault) return (null, fault);
            references.Add(ReferenceOf(item));
        }
        return references.Count == 0 ? (null, Invalid("Nothing is referenced", Tags.ReferencedSOPSequence)) : (new(transaction, [.. references.Distinct()]), null);
    }

    /// <summary>The report, or why it is none.</summary>
    internal static (CommitmentReport? Report, DimseStatus? Refusal) ReadReport(DataSet dataSet)
    {
        if (dataSet.GetUid(Tags.TransactionUID) is not { IsNone: false } transaction) return (null, Invalid("Transaction UID is missing or no UID", Tags.TransactionUID));
        var (committed, failed) = (dataSet.GetItems(Tags.ReferencedSOPSequence), dataSet.GetItems(Tags.FailedSOPSequence));
        if (committed.Concat(failed).Select(FindFault).FirstOrDefault(fault => fault is not null) is { } fault) return (null, fault);
        return (new(transaction, [.. committed.Select(ReferenceOf)], [.. failed.Select(item => new FailedCommitment(ReferenceOf(item), ReasonOf(item)))])
        {
            RetrieveAeTitle = dataSet.GetString(Tags.RetrieveAETitle),
        }, null);
    }

    private static DataSet Item(SopReference reference) => new DataSet()
        .SetUid(Tags.ReferencedSOPClassUID, reference.SopClassUid).SetUid(Tags.ReferencedSOPInstanceUID, reference.SopInstanceUid);

    private static SopReference ReferenceOf(DataSet item) => new(item.GetUid(Tags.ReferencedSOPClassUID)!.Value, item.GetUid(Tags.ReferencedSOPInstanceUID)!.Value);

    private static ushort ReasonOf(DataSet item) => item.GetInt(Tags.FailureReason) is >= 0 and <= ushort.MaxValue and var reason ? (ushort)reason : CommitmentFailure.ProcessingFailure;

    private static DimseStatus? FindFault(DataSet item)
    {
        if (item.GetUid(Tags.ReferencedSOPClassUID) is not { IsNone: false }) return Invalid("Referenced SOP Class UID is missing or no UID", Tags.ReferencedSOPClassUID);
        return item.GetUid(Tags.ReferencedSOPInstanceUID) is { IsNone: false } ? null : Invalid("Referenced SOP Instance UID is missing or no UID", Tags.ReferencedSOPInstanceUID);
    }

    private static DimseStatus Invalid(string comment, Tag tag) => new(StatusCode.InvalidArgumentValue, comment, [tag]);
}

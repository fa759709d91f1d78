using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Network.Dimse;

namespace Concord.Network.ServiceClasses;

/// <summary>Counts the sub-operations of a retrieve and gives its responses (PS3.4 §C.4.2.1, §C.4.3.1).</summary>
internal sealed class SubOperationCounter(int total)
{
    private readonly List<Uid> _failed = [];
    private int _completed;
    private int _warnings;

    private int Remaining => total - _completed - _warnings - _failed.Count;

    internal void Count(Uid sopInstance, DimseStatus status)
    {
        if (status.IsSuccess) _completed++;
        else if (status.IsWarning) _warnings++;
        else _failed.Add(sopInstance);
    }

    internal SubOperations Pending() => new(Remaining, _completed, _failed.Count, _warnings);

    /// <summary>Remaining is told only by a cancelled retrieve.</summary>
    internal SubOperations Final(bool cancelled) => new(cancelled ? Remaining : null, _completed, _failed.Count, _warnings);

    /// <summary>0000 when all are complete, A702 when none is and there were some, else B000; FE00 when cancelled before the end.</summary>
    internal DimseStatus FinalStatus(bool cancelled)
    {
        if (cancelled && Remaining > 0) return DimseStatus.Cancel;
        if (_failed.Count > 0 && _failed.Count == total) return new(StatusCode.OutOfResourcesSubOperations, "No sub-operation could be performed");
        return _failed.Count + _warnings > 0 ? new(StatusCode.SubOperationsWithFailures) : DimseStatus.Success;
    }

    /// <summary>The final response's data set: Failed SOP Instance UID List (0008,0058); null when nothing failed.</summary>
    internal byte[]? FailedList(TransferSyntax syntax)
    {
        if (_failed.Count == 0) return null;
        var failed = new DataSet(syntax.ByteOrder);
        failed.SetStrings(Tags.FailedSOPInstanceUIDList, [.. _failed.Select(uid => uid.ToString()).Take(MaxListed(syntax))], Vr.UI);
        return DataSetWriter.ToArray(failed, syntax);
    }

    /// <summary>UI has a 16-bit length in explicit VR.</summary>
    private static int MaxListed(TransferSyntax syntax) => syntax.IsExplicitVr ? ushort.MaxValue / (Uid.MaxLength + 1) : int.MaxValue;
}

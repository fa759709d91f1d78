using Concord.Dicom.DataElements;

namespace Concord.Network.Dimse;

/// <summary>The command set of one message (PS3.7 §6.3, §E): the elements that the composite services use.</summary>
internal sealed class CommandSet
{
    /// <summary>Value of Command Data Set Type (0000,0800) that says there is no data set.</summary>
    internal const ushort NoDataSet = 0x0101;

    internal CommandField Field { get; set; }

    /// <summary>(0000,0110).</summary>
    internal ushort? MessageId { get; set; }

    /// <summary>(0000,0120).</summary>
    internal ushort? MessageIdBeingRespondedTo { get; set; }

    /// <summary>(0000,0002), else (0000,0003); none when missing or no UID.</summary>
    internal Uid SopClassUid { get; set; }

    /// <summary>(0000,1000), else (0000,1001); none when missing or no UID.</summary>
    internal Uid SopInstanceUid { get; set; }

    internal ushort Priority { get; set; }

    internal bool HasDataSet { get; set; }

    internal ushort? Status { get; set; }

    internal string? ErrorComment { get; set; }

    internal IReadOnlyList<Tag>? OffendingElements { get; set; }

    internal string? MoveDestination { get; set; }

    internal string? MoveOriginatorAeTitle { get; set; }

    internal ushort? MoveOriginatorMessageId { get; set; }

    internal SubOperations? SubOperations { get; set; }

    internal bool IsResponse => (Field & CommandField.Response) != 0;

    /// <summary>The response to this request, its UIDs copied (PS3.7 §9.3).</summary>
    internal CommandSet Respond(DimseStatus status, bool hasDataSet = false) => new()
    {
        Field = Field | CommandField.Response,
        MessageIdBeingRespondedTo = MessageId ?? 0,
        SopClassUid = SopClassUid,
        SopInstanceUid = SopInstanceUid,
        HasDataSet = hasDataSet,
        Status = status.Code,
        ErrorComment = status.ErrorComment,
        OffendingElements = status.OffendingElements,
    };

    /// <summary>The status of a response, as a whole.</summary>
    internal DimseStatus ToStatus() => new(Status ?? StatusCode.ProcessingFailure, ErrorComment, OffendingElements);
}

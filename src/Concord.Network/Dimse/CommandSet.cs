using Concord.Dicom.DataElements;

namespace Concord.Network.Dimse;

/// <summary>The command set of one message (PS3.7 §6.3, §E): the elements that the composite and the normalized services use.</summary>
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

    /// <summary>(0000,1002): N-EVENT-REPORT.</summary>
    internal ushort? EventTypeId { get; set; }

    /// <summary>(0000,1005): what an N-GET asks for.</summary>
    internal IReadOnlyList<Tag>? AttributeIdentifiers { get; set; }

    /// <summary>(0000,1008): N-ACTION.</summary>
    internal ushort? ActionTypeId { get; set; }

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

    /// <summary>One of the requests of PS3.7 §10 that name an existing instance: its UIDs are the Requested ones, (0000,0003) and (0000,1001).</summary>
    internal bool NamesRequested => Field is CommandField.NGetRq or CommandField.NSetRq or CommandField.NActionRq or CommandField.NDeleteRq;

    /// <summary>The response to this request, its UIDs and type copied (PS3.7 §9.3, §10.3).</summary>
    internal CommandSet Respond(DimseStatus status, bool hasDataSet = false) => new()
    {
        Field = Field | CommandField.Response,
        MessageIdBeingRespondedTo = MessageId ?? 0,
        SopClassUid = SopClassUid,
        SopInstanceUid = SopInstanceUid,
        EventTypeId = EventTypeId,
        ActionTypeId = ActionTypeId,
        HasDataSet = hasDataSet,
        Status = status.Code,
        ErrorComment = status.ErrorComment,
        OffendingElements = status.OffendingElements,
    };

    /// <summary>The status of a response, as a whole.</summary>
    internal DimseStatus ToStatus() => new(Status ?? StatusCode.ProcessingFailure, ErrorComment, OffendingElements);
}

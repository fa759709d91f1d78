using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;

namespace Concord.Network.ServiceClasses;

/// <summary>What a C-STORE-RQ says (PS3.7 §9.3.1.1).</summary>
/// <param name="MoveOriginatorAeTitle">Set when the object comes of a C-MOVE.</param>
public sealed record StoreRequest(
    Uid AffectedSopClassUid, Uid AffectedSopInstanceUid, TransferSyntax TransferSyntax, string? MoveOriginatorAeTitle = null, ushort? MoveOriginatorMessageId = null);

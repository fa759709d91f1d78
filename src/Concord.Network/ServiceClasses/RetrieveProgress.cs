using Concord.Dicom.DataElements;
using Concord.Network.Dimse;

namespace Concord.Network.ServiceClasses;

/// <summary>One C-MOVE-RSP or C-GET-RSP (PS3.7 §9.1.3, §9.1.4); the last one's status is not pending.</summary>
/// <param name="SubOperations">Null when the peer tells no numbers.</param>
/// <param name="FailedSopInstanceUids">From Failed SOP Instance UID List (0008,0058), in the last response.</param>
public sealed record RetrieveProgress(DimseStatus Status, SubOperations? SubOperations, IReadOnlyList<Uid> FailedSopInstanceUids);

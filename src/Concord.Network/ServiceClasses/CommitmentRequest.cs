using Concord.Dicom.DataElements;

namespace Concord.Network.ServiceClasses;

/// <summary>What an N-ACTION asks to be committed (PS3.4 Table J.3-1).</summary>
/// <param name="TransactionUid">Made by who asks; the report names it again.</param>
/// <param name="References">At least one, none twice.</param>
public sealed record CommitmentRequest(Uid TransactionUid, IReadOnlyList<SopReference> References);

namespace Concord.Network.ServiceClasses;

/// <summary>What is known of one caller: an AE title at an address. Names of systems, nothing of patients.</summary>
/// <param name="ImplementationClassUid">As it wrote it last (PS3.7 §D.3.3.2), 64 characters at most.</param>
/// <param name="ImplementationVersionName">As it wrote it last, 16 characters at most.</param>
/// <param name="MaxPduLengthBytes">Largest PDU it takes, 0 is unlimited.</param>
/// <param name="IsEncrypted">It came over TLS the last time.</param>
public sealed record CallerRecord(
    string AeTitle, string Address, string ImplementationClassUid, string ImplementationVersionName, uint MaxPduLengthBytes, bool IsEncrypted,
    long Accepted, long Rejected, DateTimeOffset LastAt);

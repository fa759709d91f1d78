namespace Concord.Server.Admin;

/// <summary>What the archive says of itself; numbers only.</summary>
/// <param name="LastChangeNumber">Number of the last entry of the change feed.</param>
/// <param name="IndexPending">Events that wait for the index.</param>
/// <param name="IndexSetAside">Events that the index could not take.</param>
internal sealed record ArchiveStats(string AeTitle, int DicomPort, bool IsReady, long LastChangeNumber, long IndexPending, long IndexSetAside);

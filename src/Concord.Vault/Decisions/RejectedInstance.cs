using Concord.Dicom.DataElements;

namespace Concord.Vault.Decisions;

/// <summary>An instance that is rejected.</summary>
/// <param name="Bytes">Of its Part 10 object; 0 where it was not noted.</param>
public sealed record RejectedInstance(long ArrivalNumber, Uid StudyInstanceUid, Uid SeriesInstanceUid, Uid SopInstanceUid, long Bytes);

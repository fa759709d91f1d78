using Concord.Dicom.DataElements;

namespace Concord.Vault.Receive;

/// <summary>The four UIDs of an object, as its data set says; null where one is missing or no UID.</summary>
public sealed record InstanceIdentity(Uid? StudyInstanceUid, Uid? SeriesInstanceUid, Uid? SopInstanceUid, Uid? SopClassUid);

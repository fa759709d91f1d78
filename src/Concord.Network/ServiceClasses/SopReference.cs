using Concord.Dicom.DataElements;

namespace Concord.Network.ServiceClasses;

/// <summary>One instance with its class, as Storage Commitment names it (PS3.4 §J.3).</summary>
public readonly record struct SopReference(Uid SopClassUid, Uid SopInstanceUid);

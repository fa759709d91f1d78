using Concord.Dicom.DataElements;

namespace Concord.Clinic.Worklist;

/// <summary>Something that happened to a step.</summary>
/// <param name="Information">The attributes of PS3.4 Table CC.2.4-1 for its type.</param>
public sealed record StepEvent(Uid InstanceUid, StepEventType Type, DataSet Information);

using Concord.Dicom.DataElements;

namespace Concord.Vault.Corrections;

/// <summary>A correction that holds.</summary>
/// <param name="Series">Null: all of the study.</param>
/// <param name="Attributes">What is set, in UTF-8; not to be changed.</param>
internal sealed record ActiveCorrection(long Number, DateTimeOffset At, Uid? Series, DataSet Attributes);

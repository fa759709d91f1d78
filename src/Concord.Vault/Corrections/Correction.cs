using Concord.Dicom.DataElements;

namespace Concord.Vault.Corrections;

/// <summary>A correction of one study, as it is listed.</summary>
/// <param name="Number">From the archive's one sequence; that of a correction of several studies is the same for all of them.</param>
/// <param name="Series">Null: all of the study.</param>
/// <param name="Attributes">What was set.</param>
/// <param name="Before">What the archive said of these before.</param>
/// <param name="Undone">By whom, when and why it was undone; null while it counts.</param>
public sealed record Correction(long Number, DateTimeOffset At, string Who, string Why, Uid Study, Uid? Series, DataSet Attributes, DataSet Before, Undoing? Undone);

/// <summary>Who undid a correction.</summary>
public sealed record Undoing(long Number, DateTimeOffset At, string Who, string Why);

using Concord.Dicom.DataElements;

namespace Concord.Vault.Query;

/// <summary>A row of the level asked for, as a data set: its own attributes, those of the levels above, and what is computed.</summary>
/// <param name="Attributes">Owned by the row.</param>
internal sealed record LevelRow(DataSet Attributes, Uid Study = default, Uid Series = default);

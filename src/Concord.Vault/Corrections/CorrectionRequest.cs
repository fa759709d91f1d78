using Concord.Dicom.DataElements;

namespace Concord.Vault.Corrections;

/// <summary>What is to be set right.</summary>
/// <param name="Studies">One to <see cref="MaxStudies"/>; one where a series is named.</param>
/// <param name="Series">Null: all series.</param>
/// <param name="Attributes">Set as they are here; an empty one takes the value away.</param>
public sealed record CorrectionRequest(IReadOnlyList<Uid> Studies, Uid? Series, DataSet Attributes)
{
    /// <summary>Most studies in one correction.</summary>
    public const int MaxStudies = 200;

    /// <summary>Why it cannot be, in words and without values; null when it can.</summary>
    internal string? Fault =>
        Studies.Count is 0 or > MaxStudies || Studies.Distinct().Count() != Studies.Count ? $"A correction is of one to {MaxStudies} studies, each named once."
        : Series is not null && Studies.Count > 1 ? "A series is of one study."
        : CorrectionRules.Fault(Attributes, Series is not null);
}

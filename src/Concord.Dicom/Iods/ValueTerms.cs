namespace Concord.Dicom.Iods;

/// <summary>What an attribute's value may be.</summary>
/// <param name="ValueNumber">Which value it is said of, from 1; 0 for each.</param>
/// <param name="IsEnumerated">Nothing else may stand there; else these are defined terms, beside which others may (PS3.5 §6.3).</param>
public sealed record ValueTerms(int ValueNumber, bool IsEnumerated, IReadOnlyList<string> Terms);

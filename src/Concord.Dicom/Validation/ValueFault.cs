namespace Concord.Dicom.Validation;

/// <summary>What is wrong with a value, without the value.</summary>
/// <param name="IsWarning">Common in the wild and read everywhere.</param>
internal sealed record ValueFault(string Text, bool IsWarning = false);

using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Dicom.Validation;

namespace Concord.Vault.Corrections;

/// <summary>What a correction may say.</summary>
internal static class CorrectionRules
{
    private const int MaxBytes = 16 << 10;

    /// <summary>Why the attributes cannot be set so, in words and without their values; null when they can.</summary>
    /// <param name="isOfSeries">They are set in one series only.</param>
    public static string? Fault(DataSet attributes, bool isOfSeries)
    {
        var any = false;
        foreach (var element in attributes)
        {
            if (element.Tag == Tags.SpecificCharacterSet) continue;
            any = true;
            if (isOfSeries && CorrectableTags.OfStudy.Contains(element.Tag)) return $"{element.Tag} belongs to the study, not to a series.";
            if (!CorrectableTags.OfStudy.Contains(element.Tag) && !CorrectableTags.OfSeries.Contains(element.Tag)) return $"{element.Tag} cannot be corrected.";
            if (!IsText(element)) return $"{element.Tag} has a value that is no text.";
        }
        if (!any) return "There is nothing to correct.";
        if (DataSetWriter.ToArray(attributes, TransferSyntax.ExplicitVrLittleEndian).Length > MaxBytes) return $"A correction has at most {MaxBytes} bytes.";
        return DataSetValidator.Validate(attributes, new() { Least = FindingSeverity.Error }).FirstOrDefault(finding => IsOfValues(finding.Rule)) is { } fault ? $"{fault.Path}: {fault.Message}." : null;
    }

    private static bool IsOfValues(FindingRule rule) => rule is FindingRule.VrMismatch or FindingRule.VrValue or FindingRule.Multiplicity or FindingRule.EnumeratedValue;

    /// <summary>Text only, so that it can be put into any syntax and byte order as it is.</summary>
    private static bool IsText(DataElement element) => element.Items is { } items
        ? items.All(item => item.DataSet.All(IsText))
        : element.Vr.IsString && element.Fragments is null;
}

using Concord.Dicom.DataElements;
using Concord.Dicom.Validation;

namespace Concord.Vault.Receive;

/// <summary>Holds the head of an arriving object to its IOD (setting <c>Vault:Validate</c>). No second parse; what a head leaves out is taken to be there.</summary>
/// <param name="Faults">Errors against the SOP class; not more than are looked for.</param>
/// <param name="OfType1">The first attribute of type 1 that is missing or empty.</param>
internal sealed record ConformanceCheck(int Faults, Finding? OfType1)
{
    private static readonly ValidationOptions Options = new() { IsHead = true, Least = FindingSeverity.Error, MaxFindings = 200 };

    public static ConformanceCheck Of(DataSet head)
    {
        var faults = 0;
        Finding? first = null;
        foreach (var finding in DataSetValidator.Validate(head, Options))
        {
            if (!IsOfSopClass(finding.Rule)) continue;
            faults++;
            if (finding.Rule is FindingRule.MissingType1 or FindingRule.EmptyType1) first ??= finding;
        }
        return new(faults, first);
    }

    /// <summary>The refusal that A900 carries: Offending Element is the attribute at fault, or the sequence at the top that it is in.</summary>
    public StoreOutcome.Refused? Refusal(ReceiveValidation mode) =>
        mode == ReceiveValidation.Refuse && OfType1 is { } fault ? new(Receive.Refusal.DataSetDoesNotMatch, $"{fault.Path} {fault.Message}", Tag.Parse(fault.Path[..11])) : null;

    /// <summary>B007 says that the data set does not match its class, not that a value is written wrongly.</summary>
    private static bool IsOfSopClass(FindingRule rule) =>
        rule is FindingRule.MissingType1 or FindingRule.EmptyType1 or FindingRule.MissingType2 or FindingRule.EnumeratedValue or FindingRule.ItemCount;
}

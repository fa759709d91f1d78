using System.Globalization;
using Concord.Dicom.DataElements;
using Concord.Dicom.Iods;

namespace Concord.Dicom.Validation;

/// <summary>Holds values to enumerated values and defined terms (PS3.5 §6.3).</summary>
internal static class TermCheck
{
    private const int MostValuesLookedAt = 64;

    public static IEnumerable<Finding> Of(Level level, DataElement element, IodAttribute[] attributes)
    {
        if (element.IsEmpty || Array.TrueForAll(attributes, attribute => attribute.Terms.Count == 0)) yield break;
        if (level.DataSet.VrOf(element) == Vr.AT) yield break; // tags are spelled in more ways than one
        var values = level.DataSet.GetStrings(element.Tag);
        for (var i = 0; i < Math.Min(values.Length, MostValuesLookedAt); i++)
            if (values[i].Length > 0 && OfValue(level, element.Tag, values[i], i + 1, attributes) is { } finding) yield return finding;
    }

    private static Finding? OfValue(Level level, Tag tag, string value, int number, IodAttribute[] attributes)
    {
        Finding? note = null;
        foreach (var attribute in attributes)
        {
            foreach (var terms in attribute.Terms)
            {
                if ((terms.ValueNumber != 0 && terms.ValueNumber != number) || IsAmong(terms.Terms, value)) continue;
                if (terms.IsEnumerated)
                    return Unknown(level, tag, value, FindingSeverity.Error, FindingRule.EnumeratedValue, "is none of the enumerated values", attribute);
                note ??= Unknown(level, tag, value, FindingSeverity.Note, FindingRule.DefinedTerm, "is no defined term", attribute);
            }
        }
        return note;
    }

    /// <summary>Numbers may be written with leading zeros: 01 for 1.</summary>
    private static bool IsAmong(IReadOnlyList<string> terms, string value)
    {
        foreach (var term in terms)
            if (term == value || (int.TryParse(term, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var given) && number == given)) return true;
        return false;
    }

    /// <summary>A code word may be told; what else may stand there by mistake may be anything.</summary>
    private static Finding Unknown(Level level, Tag tag, string value, FindingSeverity severity, FindingRule rule, string what, IodAttribute attribute)
    {
        var shown = ValueFormats.Fault(Vr.CS, value) is null ? $"'{value}'" : "the value";
        return level.Finding(severity, rule, tag, PresenceCheck.SectionOf(attribute), $"{PresenceCheck.NameOf(tag)}: {shown} {what}");
    }
}

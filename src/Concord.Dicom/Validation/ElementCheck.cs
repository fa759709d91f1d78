using System.Globalization;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;

namespace Concord.Dicom.Validation;

/// <summary>Holds each element of a level to the data dictionary: representation, multiplicity, whether the IOD has it.</summary>
internal static class ElementCheck
{
    public static IEnumerable<Finding> Of(Level level)
    {
        foreach (var element in level.DataSet)
        {
            if (element.Tag.IsGroupLength || element.Tag == Tags.DataSetTrailingPadding) continue;
            if (element.Tag.IsPrivate)
            {
                if (OfPrivate(level, element) is { } stray) yield return stray;
                if (level.DataSet.VrOf(element) is not Vr.UN and var privateVr && OfValue(level, element, privateVr) is { } odd) yield return odd;
                continue;
            }
            foreach (var finding in OfStandard(level, element)) yield return finding;
        }
    }

    private static IEnumerable<Finding> OfStandard(Level level, DataElement element)
    {
        if (!DataDictionary.TryFind(element.Tag, out var definition))
        {
            yield return level.Finding(FindingSeverity.Note, FindingRule.NotInIod, element.Tag, "PS3.6 6", "is not in the data dictionary");
            yield break;
        }
        if (level.Rules is { IsOpen: false } rules && !rules.Allows(element.Tag))
            yield return level.Finding(FindingSeverity.Note, FindingRule.NotInIod, element.Tag, "PS3.2 3.11.2", $"{definition.Name} is in no module of the IOD{(definition.IsRetired ? ", and retired" : "")}");
        if (OfVr(level, element, definition) is { } mismatch) yield return mismatch;
        if (OfValue(level, element, level.DataSet.VrOf(element)) is { } value) yield return value;
        if (OfMultiplicity(level, element, definition) is { } count) yield return count;
        if (level.Rules is { } known)
            foreach (var finding in TermCheck.Of(level, element, known.Of(element.Tag))) yield return finding;
    }

    private static Finding? OfPrivate(Level level, DataElement element)
    {
        var tag = element.Tag;
        if (tag.Group is < 0x0009 or 0xFFFF || tag.Element is < 0x0010 or (> 0x00FF and < 0x1000))
            return level.Finding(FindingSeverity.Error, FindingRule.PrivateCreator, tag, "PS3.5 7.8.1", "no private element can have this tag");
        if (tag.IsPrivateCreator)
            return element.IsEmpty ? level.Finding(FindingSeverity.Warning, FindingRule.PrivateCreator, tag, "PS3.5 7.8.1", "the private creator has no value") : null;
        return level.DataSet.PrivateCreatorOf(tag) is null
            ? level.Finding(FindingSeverity.Warning, FindingRule.PrivateCreator, tag, "PS3.5 7.8.1", "nobody has reserved the block of this private element") : null;
    }

    private static Finding? OfVr(Level level, DataElement element, ElementDefinition definition)
    {
        var vr = element.Items is not null && element.Vr == Vr.UN ? Vr.UN : element.Vr;
        if (IsAllowed(element.Tag, vr, definition.Vr)) return OfPixelVr(level, element);
        if (vr == Vr.UN)
            return level.Finding(FindingSeverity.Note, FindingRule.VrMismatch, element.Tag, "PS3.5 6.2.2", $"{definition.Name} is UN, though it is known to be {definition.Vr.Code}");
        return level.Finding(FindingSeverity.Error, FindingRule.VrMismatch, element.Tag, "PS3.6 6", $"{definition.Name} is {vr.Code}; the dictionary says {definition.Vr.Code}");
    }

    private static bool IsAllowed(Tag tag, Vr vr, Vr known)
    {
        if (vr == known || known == Vr.UN) return true;
        if (tag.Group is >= 0x5000 and <= 0x60FF or (>= 0x7F00 and <= 0x7FDF) && known == Vr.OW) return vr == Vr.OB; // repeating: OB or OW
        for (var i = AlternativeVrTable.Tags.BinarySearch(tag.Value) is >= 0 and var any ? FirstOf(any) : int.MaxValue;
             i < AlternativeVrTable.Tags.Length && AlternativeVrTable.Tags[i] == tag.Value; i++)
            if (AlternativeVrTable.Vrs[i] == (ushort)vr) return true;
        return false;
    }

    private static int FirstOf(int any)
    {
        while (any > 0 && AlternativeVrTable.Tags[any - 1] == AlternativeVrTable.Tags[any]) any--;
        return any;
    }

    /// <summary>PS3.5 §A.2: native pixels of more than eight bits are words.</summary>
    private static Finding? OfPixelVr(Level level, DataElement element) =>
        element is { Vr: Vr.OB, Fragments: null } && element.Tag == Tags.PixelData && level.DataSet.GetInt(Tags.BitsAllocated) > 8
            ? level.Finding(FindingSeverity.Error, FindingRule.VrMismatch, element.Tag, "PS3.5 A.2", "Pixel Data of more than eight bits allocated is OB and has to be OW") : null;

    private static Finding? OfValue(Level level, DataElement element, Vr vr)
    {
        if (element.Items is not null || element.Fragments is not null || element.Value.IsEmpty) return null;
        if (!vr.IsString)
        {
            var unit = vr == Vr.AT ? 4 : vr.UnitSize;
            return element.Value.Length % unit == 0 ? null
                : level.Finding(FindingSeverity.Error, FindingRule.VrValue, element.Tag, "PS3.5 6.2", string.Create(CultureInfo.InvariantCulture, $"{element.Value.Length} bytes are no whole number of {vr.Code} values"));
        }
        if (vr.UsesCharacterSet && HasDefaultRepertoire(level.DataSet) && element.Value.Span.ContainsAnyInRange((byte)0x80, (byte)0xFF))
            return level.Finding(FindingSeverity.Error, FindingRule.VrValue, element.Tag, "PS3.3 C.12.1.1.2", "has characters outside the default repertoire, and no Specific Character Set that is known says which");
        foreach (var text in level.DataSet.GetStrings(element.Tag))
            if (ValueFormats.Fault(vr, text) is { } fault)
                return level.Finding(fault.IsWarning ? FindingSeverity.Warning : FindingSeverity.Error, FindingRule.VrValue, element.Tag, "PS3.5 6.2", $"{vr.Code}: {fault.Text}");
        return OfPadding(level, element, vr);
    }

    private static Finding? OfPadding(Level level, DataElement element, Vr vr)
    {
        if (element.Value.Span[^1] != (vr == Vr.UI ? (byte)' ' : (byte)0)) return null;
        return level.Finding(FindingSeverity.Warning, FindingRule.VrValue, element.Tag, "PS3.5 6.2", vr == Vr.UI ? "UI: padded with a space" : $"{vr.Code}: padded with NUL");
    }

    private static bool HasDefaultRepertoire(DataSet dataSet) => dataSet.CharacterSet.Terms.All(term => term is "ISO_IR 6" or "ISO 2022 IR 6" || term.Length == 0 || !SpecificCharacterSet.IsKnownTerm(term));

    private static Finding? OfMultiplicity(Level level, DataElement element, ElementDefinition definition)
    {
        if (element.IsEmpty || element.Items is not null || element.Fragments is not null || Multiplicity.CountOf(level.DataSet, element) is not { } count) return null;
        return Multiplicity.Allows(definition.Vm, count) ? null
            : level.Finding(FindingSeverity.Error, FindingRule.Multiplicity, element.Tag, "PS3.6 6", string.Create(CultureInfo.InvariantCulture, $"{definition.Name} has {count} values; the dictionary says {definition.Vm}"));
    }
}

using System.Globalization;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Iods;

namespace Concord.Dicom.Validation;

/// <summary>Holds a level to the types of its attributes (PS3.5 §7.4).</summary>
internal static class PresenceCheck
{
    private const uint FirstPixelTag = 0x7FE00000;

    public static IEnumerable<Finding> Of(Level level, LevelRules rules)
    {
        foreach (var (tag, attributes) in rules.Required)
        {
            if (tag.Value == uint.MaxValue) continue;
            if (tag.Group != 0x6000)
            {
                if (OfOne(level, tag, attributes) is { } finding) yield return finding;
                continue;
            }
            foreach (var group in OverlayGroups(level.DataSet))
                if (OfOne(level, new Tag(group, tag.Element), attributes) is { } finding) yield return finding;
        }
    }

    private static IEnumerable<ushort> OverlayGroups(DataSet dataSet) =>
        dataSet.Where(element => IodAttribute.IsOverlay(element.Tag) && !element.Tag.IsGroupLength).Select(element => element.Tag.Group).Distinct();

    private static Finding? OfOne(Level level, Tag tag, IodAttribute[] attributes) =>
        level.DataSet.Find(tag) is { } element ? OfPresent(level, element, attributes) : OfAbsent(level, tag, attributes);

    private static Finding? OfPresent(Level level, DataElement element, IodAttribute[] attributes)
    {
        if (!element.IsEmpty || Array.Find(attributes, attribute => attribute.Type is AttributeType.Type1 or AttributeType.Type1C) is not { } demanding) return null;
        return level.Finding(FindingSeverity.Error, FindingRule.EmptyType1, element.Tag, SectionOf(demanding), $"{NameOf(element.Tag)} has no value: type {TypeText(demanding.Type)}");
    }

    private static Finding? OfAbsent(Level level, Tag tag, IodAttribute[] attributes)
    {
        if (level.IsHead && (tag.Value >= FirstPixelTag || MayBeLeftOut(tag))) return null;
        IodAttribute? first = null, second = null, undecided = null;
        foreach (var attribute in Overriding(tag, attributes))
        {
            if (Conditions.IsOfOtherContent(level, attribute)) continue;
            var holds = attribute.Type is AttributeType.Type1 or AttributeType.Type2
                || (attribute.Type is AttributeType.Type1C or AttributeType.Type2C && Decide(level, attribute, ref undecided));
            if (!holds) continue;
            if (attribute.Type is AttributeType.Type1 or AttributeType.Type1C) first ??= attribute;
            else second ??= attribute;
        }
        if (first is not null) return Missing(level, tag, first, FindingSeverity.Error, FindingRule.MissingType1);
        if (second is not null) return Missing(level, tag, second, FindingSeverity.Error, FindingRule.MissingType2);
        return undecided is null ? null : Undecided(level, tag, undecided);
    }

    /// <summary>Secondary captures: "this type definition shall override" those of General Series and Multi-frame (PS3.3 §C.8.6.1, §C.8.6.3).</summary>
    private static IodAttribute[] Overriding(Tag tag, IodAttribute[] attributes)
    {
        var section = tag == Tags.Modality ? "C.8.6.1" : tag == Tags.FrameIncrementPointer ? "C.8.6.3" : null;
        return section is not null && Array.Find(attributes, attribute => attribute.Section == section) is { } overriding ? [overriding] : attributes;
    }

    private static bool Decide(Level level, IodAttribute attribute, ref IodAttribute? undecided)
    {
        if (Conditions.OfAttribute(level, attribute) is { } decided) return decided;
        undecided ??= attribute;
        return false;
    }

    private static Finding Missing(Level level, Tag tag, IodAttribute attribute, FindingSeverity severity, FindingRule rule) =>
        level.Finding(severity, rule, tag, SectionOf(attribute), $"{NameOf(tag)} is missing: type {TypeText(attribute.Type)}");

    /// <summary>Worth a note only where something is there that the condition speaks of and that need not be there.</summary>
    private static Finding? Undecided(Level level, Tag tag, IodAttribute attribute)
    {
        foreach (var other in attribute.ConditionTags)
        {
            if (!level.HasValue(new(other)) || other == tag.Value || level.Rules?.Demands(new(other)) == true) continue;
            return level.Finding(FindingSeverity.Note, FindingRule.ConditionalMissing, tag, SectionOf(attribute),
                string.Create(CultureInfo.InvariantCulture, $"{NameOf(tag)} may be missing: type {TypeText(attribute.Type)}, as {NameOf(new(other))} says"));
        }
        return null;
    }

    /// <summary>Only these can be longer than 64 KiB: those with a length of 32 bits.</summary>
    private static bool MayBeLeftOut(Tag tag) => DataDictionary.VrOf(tag) is var vr && vr.HasLongLength && vr != Vr.SQ;

    internal static string SectionOf(IodAttribute attribute) => "PS3.3 " + attribute.Section;

    internal static string NameOf(Tag tag) => DataDictionary.TryFind(tag, out var definition) ? definition.Name : tag.ToString();

    internal static string TypeText(AttributeType type) => type switch
    {
        AttributeType.Type1 => "1",
        AttributeType.Type1C => "1C",
        AttributeType.Type2 => "2",
        AttributeType.Type2C => "2C",
        _ => "3",
    };
}

using System.Globalization;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Iods;

namespace Concord.Dicom.Validation;

/// <summary>Functional groups of multi-frame objects: one shared item, an item a frame, and each mandatory macro in one or the other (PS3.3 §C.7.6.16).</summary>
internal static class FunctionalGroupCheck
{
    private const string Section = "PS3.3 C.7.6.16";

    public static IEnumerable<Finding> Of(Level root, Iod iod)
    {
        if (iod.FunctionalGroups.Count == 0) yield break;
        if (ItemCounts(root) is { } count) yield return count;
        if (!root.Has(Tags.SharedFunctionalGroupsSequence) && !root.Has(Tags.PerFrameFunctionalGroupsSequence)) yield break; // told as missing
        var shared = root.DataSet.GetItems(Tags.SharedFunctionalGroupsSequence) is [var first, ..] ? first : null;
        var frames = root.DataSet.GetItems(Tags.PerFrameFunctionalGroupsSequence);
        foreach (var group in iod.FunctionalGroups.Where(group => group.Usage == ModuleUsage.Mandatory))
        {
            foreach (var attribute in group.Attributes.Where(attribute => attribute.Type == AttributeType.Type1))
                if (OfMandatory(shared, frames, group, attribute) is { } missing) yield return missing;
        }
    }

    private static Finding? ItemCounts(Level root)
    {
        if (root.DataSet.Find(Tags.SharedFunctionalGroupsSequence) is { Items.Count: > 1 } shared)
            return root.Finding(FindingSeverity.Error, FindingRule.ItemCount, shared.Tag, Section, string.Create(CultureInfo.InvariantCulture, $"{shared.Items.Count} items; one is what the module says"));
        if (root.DataSet.Find(Tags.PerFrameFunctionalGroupsSequence)?.Items is not { Count: > 0 } items || root.DataSet.GetInt(Tags.NumberOfFrames) is not { } frames || frames == items.Count) return null;
        return root.Finding(FindingSeverity.Error, FindingRule.ItemCount, Tags.PerFrameFunctionalGroupsSequence, Section, string.Create(CultureInfo.InvariantCulture, $"{items.Count} items for {frames} frames"));
    }

    /// <summary>Told once, at the first frame that lacks it.</summary>
    private static Finding? OfMandatory(DataSet? shared, IReadOnlyList<DataSet> frames, IodModule group, IodAttribute attribute)
    {
        if (shared?.Contains(attribute.Tag) == true) return null;
        var lacking = 0;
        while (lacking < frames.Count && frames[lacking].Contains(attribute.Tag)) lacking++;
        if (lacking == frames.Count && frames.Count > 0) return null;
        var path = frames.Count > 0 ? new ItemPath(null, Tags.PerFrameFunctionalGroupsSequence, lacking) : new ItemPath(null, Tags.SharedFunctionalGroupsSequence, 0);
        return new(FindingSeverity.Error, FindingRule.MissingType1, attribute.Tag, ItemPath.Of(path, attribute.Tag), "PS3.3 " + group.Section,
            $"{PresenceCheck.NameOf(attribute.Tag)} is missing: the functional group {group.Name} is mandatory");
    }
}

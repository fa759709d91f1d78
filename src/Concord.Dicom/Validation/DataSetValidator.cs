using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Iods;

namespace Concord.Dicom.Validation;

/// <summary>Holds a data set to its IOD (PS3.3), the data dictionary (PS3.6) and the value representations (PS3.5 §6.2).</summary>
public static class DataSetValidator
{
    /// <summary>Findings in the order of the data set, each level before its items. Looked for as they are asked for: who stops early pays no more.</summary>
    /// <remarks>Never throws on what a data set holds; nothing of it is changed.</remarks>
    public static IEnumerable<Finding> Validate(DataSet dataSet, ValidationOptions? options = null)
    {
        options ??= ValidationOptions.Default;
        return Walk(dataSet, options).Where(finding => finding.Severity >= options.Least).Take(options.MaxFindings);
    }

    private static IEnumerable<Finding> Walk(DataSet dataSet, ValidationOptions options)
    {
        var iod = dataSet.GetUid(Tags.SOPClassUID) is { } sopClass ? Iod.OfSopClass(sopClass) : null;
        var root = new Level(dataSet, null, null, iod is null ? null : IodRules.Of(iod).RulesFor(dataSet), options.IsHead);
        if (iod is null && OfUnknownClass(root) is { } unknown) yield return unknown;
        if (iod is not null)
            foreach (var finding in FunctionalGroupCheck.Of(root, iod)) yield return finding;
        var open = new Stack<Level>([root]);
        while (open.TryPop(out var level))
        {
            foreach (var finding in OfLevel(level)) yield return finding;
            PushItems(level, open);
        }
    }

    private static IEnumerable<Finding> OfLevel(Level level)
    {
        if (level.Rules is { } rules)
            foreach (var finding in PresenceCheck.Of(level, rules)) yield return finding;
        foreach (var finding in ElementCheck.Of(level)) yield return finding;
    }

    /// <summary>Items of private sequences are looked at for their values alone. The first item comes out first.</summary>
    private static void PushItems(Level level, Stack<Level> open)
    {
        foreach (var sequence in level.DataSet.Where(element => element.Items is { Count: > 0 }).Reverse())
        {
            var rules = level.Rules?.ItemsOf(sequence.Tag);
            for (var index = sequence.Items!.Count - 1; index >= 0; index--)
                open.Push(new(sequence.Items[index].DataSet, new(level.Path, sequence.Tag, index), level, rules, level.IsHead));
        }
    }

    private static Finding? OfUnknownClass(Level root)
    {
        if (root.Has(Tags.DirectoryRecordSequence)) return null; // a media directory: PS3.3 §F
        if (!root.HasValue(Tags.SOPClassUID))
            return root.Finding(FindingSeverity.Error, FindingRule.MissingType1, Tags.SOPClassUID, "PS3.3 C.12.1", "SOP Class UID is missing: type 1; the modules cannot be known");
        return root.Finding(FindingSeverity.Warning, FindingRule.UnknownSopClass, Tags.SOPClassUID, "PS3.4 B.5", "no Storage SOP Class that is known: only values are looked at");
    }
}

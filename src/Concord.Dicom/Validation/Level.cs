using Concord.Dicom.DataElements;

namespace Concord.Dicom.Validation;

/// <summary>A data set or item that is being looked at.</summary>
/// <param name="Outer">The data set that it is an item of; null at the top level.</param>
/// <param name="Rules">Which attributes belong here; null where that is not known: private sequences, unknown SOP classes.</param>
/// <param name="IsHead">Pixel data and values over 64 KiB were left out.</param>
internal sealed record Level(DataSet DataSet, ItemPath? Path, Level? Outer, LevelRules? Rules, bool IsHead)
{
    public Level Root
    {
        get
        {
            var root = this;
            while (root.Outer is { } outer) root = outer;
            return root;
        }
    }

    public bool Has(Tag tag) => DataSet.Contains(tag);

    /// <summary>The element is there and has a value.</summary>
    public bool HasValue(Tag tag) => DataSet.Find(tag) is { IsEmpty: false };

    public Finding Finding(FindingSeverity severity, FindingRule rule, Tag tag, string section, string message) =>
        new(severity, rule, tag, ItemPath.Of(Path, tag), section, message);
}

using System.Globalization;
using Concord.Dicom.DataElements;

namespace Concord.Dicom.Validation;

/// <summary>Where an item stands; becomes text only for a finding.</summary>
/// <param name="Outer">The item that the sequence stands in; null at the top level.</param>
/// <param name="Index">From 0.</param>
internal sealed record ItemPath(ItemPath? Outer, Tag Sequence, int Index)
{
    public static string Of(ItemPath? path, Tag tag) => path is null ? tag.ToString() : $"{path}.{tag}";

    public override string ToString()
    {
        var steps = new List<string>();
        for (var at = this; at is not null; at = at.Outer) steps.Add(string.Create(CultureInfo.InvariantCulture, $"{at.Sequence}[{at.Index}]"));
        steps.Reverse();
        return string.Join('.', steps);
    }
}

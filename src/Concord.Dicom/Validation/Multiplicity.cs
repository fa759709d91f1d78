using System.Globalization;
using Concord.Dicom.DataElements;

namespace Concord.Dicom.Validation;

/// <summary>Value multiplicity (PS3.5 §6.4): <c>1</c>, <c>1-3</c>, <c>1-n</c>, <c>2-2n</c>, <c>1-n or 1</c>.</summary>
internal static class Multiplicity
{
    /// <summary>How many values there are; null where they are not counted: byte and word streams, text in which a backslash is a character.</summary>
    public static int? CountOf(DataSet dataSet, DataElement element)
    {
        var vr = dataSet.VrOf(element);
        if (vr.IsMultiValuedString) return dataSet.GetStrings(element.Tag).Length;
        return vr switch
        {
            Vr.AT => element.Value.Length / 4,
            Vr.US or Vr.SS or Vr.UL or Vr.SL or Vr.FL or Vr.FD or Vr.SV or Vr.UV => element.Value.Length / vr.UnitSize,
            _ => null,
        };
    }

    public static bool Allows(string vm, int count)
    {
        if (vm.IndexOf(" or ", StringComparison.Ordinal) is >= 0 and var or) return Allows(vm[..or], count) || Allows(vm[(or + 4)..], count);
        var dash = vm.IndexOf('-', StringComparison.Ordinal);
        if (!int.TryParse(dash < 0 ? vm : vm[..dash], NumberStyles.None, CultureInfo.InvariantCulture, out var least)) return true;
        if (dash < 0) return count == least;
        var most = vm[(dash + 1)..];
        if (!most.EndsWith('n')) return count >= least && (!int.TryParse(most, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) || count <= limit);
        var step = most.Length > 1 && int.TryParse(most.AsSpan(0, most.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var times) ? times : 1;
        return count >= least && count % step == 0;
    }
}
